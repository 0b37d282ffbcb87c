import type { Doc } from 'yjs'
import type { CellKey } from '../../grid/cell.ts'
import type { ItemId } from '../../grid/edit.ts'
import { itemAt, keyOf, knownClock } from '../store.ts'
import { Deviation } from './deviation.ts'
import { type Section, type Sections, structAt } from './section.ts'
import type { Struct } from './struct.ts'

/**
 * Gives each struct its cell by following origins across sections to a fixpoint (GATE-2, GATE-4).
 * Returns the structs with causes before effects, which is an order in which Yjs may integrate them.
 */
export function resolve(sections: Sections, doc: Doc): readonly Struct[] {
  const order: Struct[] = []
  for (let before = -1; before < order.length;) {
    before = order.length
    for (const section of sections.values()) advance(section, sections, doc, order)
  }
  for (const section of sections.values()) refuseRemainder(section, sections, doc)
  return order
}

function advance(section: Section, sections: Sections, doc: Doc, order: Struct[]): void {
  for (let struct = section.structs[section.resolved]; struct !== undefined; struct = section.structs[section.resolved]) {
    if (struct.origin !== null) struct.key = originKey(struct.origin, sections, doc)
    if (struct.key === undefined) return
    order.push(struct)
    section.resolved += 1
    section.frontier = struct.clock + struct.length
  }
}

/** The cell of an origin that is known or already resolved; `undefined` while it is not. */
function originKey(origin: ItemId, sections: Sections, doc: Doc): CellKey | undefined {
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

/** What is left over waits for something that is not here, or for itself. */
function refuseRemainder({ client, structs, resolved }: Section, sections: Sections, doc: Doc): void {
  const origin = structs[resolved]?.origin
  if (origin === undefined || origin === null) return
  const end = sections.get(origin.client)?.end ?? knownClock(doc, origin.client)
  if (origin.client !== client && origin.clock >= end) throw new Deviation('update.gap', 'the value this write replaces is missing')
  throw new Deviation('update.shape', 'origins in a circle')
}
