import { hash } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import type { LogProof } from '@hocba/shared/log'
import type { Snapshot } from '@hocba/shared/snapshot'
import { sha256To } from './digest.ts'
import { renderPdf } from './render.ts'
import { appended } from './room.ts'

/** What is remembered of pages that this program drew. */
interface Drawn {
  readonly length: number
  readonly sha256: string
}

/** By snapshot and proof; the oldest go first. One person signs a school's year, then the next does. */
const drawn = new Map<string, Drawn>()
const mostDrawn = 8192

/**
 * The file to sign next: `present`, or a new one. Nobody signs pages that this program did not draw of the snapshot, whatever digest
 * they print; what follows them the verifier judges.
 * @throws Fault `artefact.invalid`
 */
export function pagesOf(snapshot: Snapshot, digest: string, proof: LogProof, present: Uint8Array | null): Uint8Array {
  const key = hash('sha256', `${digest} ${JSON.stringify(proof)}`)
  const known = drawn.get(key)
  if (present !== null && known !== undefined && sumOf(present, known.length) === known.sha256) return present
  const file = renderPdf(snapshot, digest, proof)
  remember(key, file)
  if (present === null) return file
  if (Buffer.compare(file, present.subarray(0, file.length)) === 0) return appended(file, present.subarray(file.length))
  throw new Fault('artefact.invalid', { detail: 'Các trang của tệp PDF đang ký dở không phải là trang của bản chốt này.' })
}

function remember(key: string, file: Uint8Array): void {
  drawn.set(key, { length: file.length, sha256: sumOf(file) })
  const [oldest] = drawn.keys()
  if (drawn.size > mostDrawn && oldest !== undefined) drawn.delete(oldest)
}

const sumOf = (file: Uint8Array, end = file.length): string => sha256To(file, end).digest('hex')
