import type { Doc } from 'yjs'
import { Cursor } from './cursor.ts'
import { Deviation } from './deviation.ts'
import { type Allowance, limits } from './limits.ts'
import { type DeleteSet, readDeleteSet } from './ranges.ts'
import { type ReadSpan, type Sections, type Span, readSections } from './section.ts'

/** The two parts of an update: what it writes and what it deletes. */
export interface Envelope<S extends Span> {
  readonly sections: Sections<S>
  readonly dead: DeleteSet
}

/** Reads all bytes of an update (GATE-1, REMARK-1); what they mean is judged later. */
export function readEnvelope<S extends Span>(update: Uint8Array, doc: Doc, allowance: Allowance, readStruct: ReadSpan<S>): Envelope<S> {
  if (update.length > limits.messageBytes) throw new Deviation('limit', 'update too large')
  const cursor = new Cursor(update)
  const sections = readSections(cursor, doc, allowance, readStruct)
  const dead = readDeleteSet(cursor, allowance)
  if (cursor.remaining > 0) throw new Deviation('update.malformed', 'bytes after the end')
  return { sections, dead }
}
