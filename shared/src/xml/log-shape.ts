import type { LogProof } from '../log/index.ts'
import { digest } from './common-shape.ts'
import { integer, text } from './scalar.ts'
import { field, list, record } from './structure.ts'

/** Beside the snapshot, not in it: the digest is older than the entry that records it. */
export const logProof = record<LogProof>({
  index: field('ViTri', integer),
  leaf: field('Muc', text),
  path: field('DuongDan', list('Nut', digest)),
  note: field('MocNhatKy', text),
})
