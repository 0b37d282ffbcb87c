import { knownClock } from '../../store.ts'
import { Deviation } from '../deviation.ts'
import type { DeleteSet, Range } from '../ranges.ts'
import { type Section, indexAt } from '../section.ts'
import type { Holder } from './holder.ts'
import type { Ground } from './place.ts'
import type { Place, RemarkStruct } from './struct.ts'

/** Units that an update deletes in one list. */
export interface Erasure {
  readonly holder: Holder
  readonly client: number
  readonly start: number
  readonly end: number
}

/** What an update deletes: of the document only what is still live there (REMARK-6), and of its own writes. */
export interface Erasures {
  readonly known: readonly Erasure[]
  readonly own: readonly Erasure[]
}

export function readErasures(dead: DeleteSet, ground: Ground): Erasures {
  const known: Erasure[] = []
  const own: Erasure[] = []
  for (const [client, ranges] of dead) {
    const section = ground.sections.get(client)
    const next = section?.known ?? knownClock(ground.doc, client)
    const end = Math.max(next, section?.end ?? 0)
    for (const range of ranges) {
      if (range.end > end) throw new Deviation('update.gap', 'a delete of what is not here yet')
      if (range.start < next) collectKnown(known, client, range, ground)
      if (section !== undefined && range.end > next) collectOwn(own, section, range)
    }
  }
  return { known, own }
}

function collectKnown(found: Erasure[], client: number, range: Range, { doc, holders }: Ground): void {
  const structs = doc.store.clients.get(client) ?? []
  for (let index = firstFrom(structs, range.start); index < structs.length; index += 1) {
    const struct = structs[index]
    if (struct === undefined || struct.id.clock >= range.end) return
    if (!struct.deleted) add(found, holders.around(struct), client, struct.id.clock, struct.length, range)
  }
}

function collectOwn(found: Erasure[], section: Section<RemarkStruct>, range: Range): void {
  const first = Math.max(range.start, section.known)
  for (let index = indexAt(section, first); index < section.structs.length; index += 1) {
    const struct = section.structs[index]
    if (struct === undefined || struct.clock >= range.end) return
    const start = Math.max(struct.clock, section.known)
    add(found, struct.place ?? 'nowhere', section.client, start, struct.clock + struct.length - start, range)
  }
}

function add(found: Erasure[], holder: Place, client: number, clock: number, length: number, range: Range): void {
  if (holder === 'nowhere') return
  found.push({ holder, client, start: Math.max(clock, range.start), end: Math.min(clock + length, range.end) })
}

function firstFrom(structs: readonly { readonly id: { readonly clock: number }; readonly length: number }[], clock: number): number {
  let low = 0
  let high = structs.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    const struct = structs[middle]
    if (struct !== undefined && struct.id.clock + struct.length <= clock) low = middle + 1
    else high = middle
  }
  return low
}
