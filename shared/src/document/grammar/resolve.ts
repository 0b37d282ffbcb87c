import type { Doc } from 'yjs'
import type { CellKey } from '../../grid/cell.ts'
import type { ItemId } from '../../grid/edit.ts'
import { itemAt, keyOf, knownClock } from '../store.ts'
import { Deviation } from './deviation.ts'
import { type Section, type Sections, structAt } from './section.ts'
import type { Struct } from './struct.ts'

/** How far a section has been resolved. */
interface Progress {
  readonly section: Section
  next: number
  /** First clock that is not resolved: an origin at or above it has to wait. */
  frontier: number
}

type Open = ReadonlyMap<number, Progress>

/**
 * Gives each struct its cell by following origins across sections to a fixpoint (GATE-2, GATE-4).
 * Returns the structs with causes before effects, which is an order in which Yjs may integrate them.
 */
export function resolve(sections: Sections, doc: Doc): readonly Struct[] {
  const order: Struct[] = []
  const open = new Map<number, Progress>()
  for (const section of sections.values()) open.set(section.client, { section, next: 0, frontier: section.start })
  for (let before = -1; before < order.length;) {
    before = order.length
    for (const progress of open.values()) advance(progress, open, doc, order)
  }
  for (const progress of open.values()) refuseRemainder(progress, open, doc)
  return order
}

function advance(progress: Progress, open: Open, doc: Doc, order: Struct[]): void {
  const structs = progress.section.structs
  for (let struct = structs[progress.next]; struct !== undefined; struct = structs[progress.next]) {
    if (struct.origin !== null) struct.key = originKey(struct.origin, open, doc)
    if (struct.key === undefined) return
    order.push(struct)
    progress.next += 1
    progress.frontier = struct.clock + struct.length
  }
}

/** The cell of an origin that is known or already resolved; `undefined` while it is not. */
function originKey(origin: ItemId, open: Open, doc: Doc): CellKey | undefined {
  const progress = open.get(origin.client)
  if (origin.clock < (progress?.section.known ?? knownClock(doc, origin.client))) return knownKey(origin, doc)
  if (progress === undefined || origin.clock >= progress.frontier) return undefined
  return structAt(progress.section, origin.clock)?.key
}

function knownKey(origin: ItemId, doc: Doc): CellKey {
  const item = itemAt(doc, origin.client, origin.clock)
  const key = item && keyOf(doc, item)
  if (key === undefined) throw new Deviation('update.shape', 'an origin that is no cell')
  return key
}

/** What is left over waits for something that is not here, or for itself. */
function refuseRemainder({ section, next }: Progress, open: Open, doc: Doc): void {
  const origin = section.structs[next]?.origin
  if (origin === undefined || origin === null) return
  const end = open.get(origin.client)?.section.end ?? knownClock(doc, origin.client)
  if (origin.client !== section.client && origin.clock >= end) {
    throw new Deviation('update.gap', 'the value this write replaces is missing')
  }
  throw new Deviation('update.shape', 'origins in a circle')
}
