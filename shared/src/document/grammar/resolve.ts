import type { Doc } from 'yjs'
import type { ItemId } from '../../grid/edit.ts'
import { knownClock } from '../store.ts'
import { Deviation } from './deviation.ts'
import type { Section, Sections, Span } from './section.ts'

/** How structs of one kind of document find their place. */
export interface Placing<S extends Span> {
  /** Gives the struct its place; `false` while something that it names is still to come. */
  settle(struct: S): boolean
  /** What the struct names: it has no place before these have one. */
  names(struct: S): readonly ItemId[]
}

/**
 * Gives each struct its place by following what it names across sections to a fixpoint (GATE-2, GATE-4, REMARK-4).
 * Returns the structs with causes before effects, which is an order in which Yjs may integrate them.
 */
export function resolve<S extends Span>(sections: Sections<S>, doc: Doc, placing: Placing<S>): readonly S[] {
  const order: S[] = []
  for (let before = -1; before < order.length;) {
    before = order.length
    for (const section of sections.values()) advance(section, placing, order)
  }
  for (const section of sections.values()) refuseRemainder(section, sections, doc, placing)
  return order
}

function advance<S extends Span>(section: Section<S>, placing: Placing<S>, order: S[]): void {
  for (let struct = section.structs[section.resolved]; struct !== undefined; struct = section.structs[section.resolved]) {
    if (!placing.settle(struct)) return
    order.push(struct)
    section.resolved += 1
    section.frontier = struct.clock + struct.length
  }
}

/** What is left over waits for something that is not here, or for itself. */
function refuseRemainder<S extends Span>(section: Section<S>, sections: Sections<S>, doc: Doc, placing: Placing<S>): void {
  const struct = section.structs[section.resolved]
  if (struct === undefined) return
  for (const { client, clock } of placing.names(struct)) {
    const end = sections.get(client)?.end ?? knownClock(doc, client)
    if (client !== struct.client && clock >= end) throw new Deviation('update.gap', 'what this write names is missing')
  }
  throw new Deviation('update.shape', 'origins in a circle')
}
