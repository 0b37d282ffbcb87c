import type { Doc } from 'yjs'
import type { CellKey } from '../../grid/cell.ts'
import type { ItemId } from '../../grid/edit.ts'
import { itemAt, keyOf, knownClock } from '../store.ts'
import { Deviation } from './deviation.ts'
import type { Placing } from './resolve.ts'
import { type Sections, structAt } from './section.ts'
import type { Struct } from './struct.ts'

/** A struct of a grid document belongs to the cell it names, or to the cell of its origin (GATE-4). */
export const cellPlacing = (sections: Sections<Struct>, doc: Doc): Placing<Struct> => ({
  settle(struct) {
    if (struct.origin !== null) struct.key = originKey(struct.origin, sections, doc)
    return struct.key !== undefined
  },
  names: ({ origin }) => (origin === null ? [] : [origin]),
})

/** The cell of an origin that is known or already resolved; `undefined` while it is not. */
function originKey(origin: ItemId, sections: Sections<Struct>, doc: Doc): CellKey | undefined {
  const section = sections.get(origin.client)
  if (origin.clock < (section?.known ?? knownClock(doc, origin.client))) return knownKey(origin, doc)
  if (section === undefined || origin.clock >= section.frontier) return undefined
  return structAt(section, origin.clock)?.key
}

function knownKey(origin: ItemId, doc: Doc): CellKey {
  const item = itemAt(doc, origin.client, origin.clock)
  const key = item && keyOf(doc, item)
  if (key === undefined) throw new Deviation('update.shape', 'an origin that is no cell')
  return key
}
