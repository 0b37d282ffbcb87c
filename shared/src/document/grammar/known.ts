import type { Doc } from 'yjs'
import { itemAt, itemValue, keyOf } from '../store.ts'
import { Deviation } from './deviation.ts'
import type { Section } from './section.ts'
import type { Struct } from './struct.ts'

/** The part of a struct that the document knows already must be what the document knows (GATE-2). */
export function checkKnown(struct: Struct, section: Section<Struct>, doc: Doc): void {
  const end = Math.min(struct.clock + struct.length, section.known)
  for (let clock = struct.clock; clock < end;) {
    const item = itemAt(doc, struct.client, clock)
    if (item === undefined || keyOf(doc, item) !== struct.key) throw differs(struct)
    clock = item.id.clock + item.length
    const repeated = struct.values?.[clock - 1 - struct.clock]
    if (!item.deleted && struct.values !== undefined && repeated !== itemValue(item)) throw differs(struct)
  }
}

const differs = (struct: Struct): Deviation =>
  new Deviation('update.client', 'a repeated write differs from the known one', struct.key === undefined ? [] : [struct.key])
