import { type Doc, Item, findIndexSS } from 'yjs'
import type { CellKey } from '../../grid/cell.ts'
import { keyOf, knownClock } from '../store.ts'
import { Deviation } from './deviation.ts'
import type { DeleteSet, Range } from './ranges.ts'
import type { Sections } from './section.ts'
import type { Struct } from './struct.ts'

/** The items still live in the document that an update deletes, by cell (GATE-5). Dead ones need no right and mean nothing. */
export function clearedItems(set: DeleteSet, sections: Sections<Struct>, doc: Doc): ReadonlyMap<CellKey, Item> {
  const cleared = new Map<CellKey, Item>()
  for (const [client, ranges] of set) {
    const section = sections.get(client)
    const known = section?.known ?? knownClock(doc, client)
    const end = Math.max(known, section?.end ?? 0)
    for (const range of ranges) {
      if (range.end > end) throw new Deviation('update.gap', 'a delete of what is not here yet')
      if (range.start < known) collect(cleared, client, range, doc)
    }
  }
  return cleared
}

function collect(cleared: Map<CellKey, Item>, client: number, range: Range, doc: Doc): void {
  const structs = doc.store.clients.get(client) ?? []
  for (let index = findIndexSS(structs, range.start); index < structs.length; index += 1) {
    const struct = structs[index]
    if (struct === undefined || struct.id.clock >= range.end) return
    if (struct.deleted) continue
    const key = struct instanceof Item ? keyOf(doc, struct) : undefined
    if (!(struct instanceof Item) || key === undefined) throw new Deviation('update.shape', 'a delete of what is no cell')
    cleared.set(key, struct)
  }
}
