import { type Doc, type GC, Item, findIndexSS, getState } from 'yjs'
import { type CellKey, type CellValue } from '../grid/cell.ts'
import type { ItemId } from '../grid/edit.ts'
import { cellsRoot } from './layout.ts'

/** The next clock of a client: everything below it is in the document. */
export const knownClock = (doc: Doc, client: number): number => getState(doc.store, client)

/** What holds this id, collected or not; `undefined` when the document does not know it. */
export function structAtId(doc: Doc, client: number, clock: number): Item | GC | undefined {
  const structs = doc.store.clients.get(client)
  if (structs === undefined || clock >= knownClock(doc, client)) return undefined
  return structs[findIndexSS(structs, clock)]
}

/** The item that holds this id, or `undefined` when the document does not know it. */
export function itemAt(doc: Doc, client: number, clock: number): Item | undefined {
  const struct = structAtId(doc, client, clock)
  return struct instanceof Item ? struct : undefined
}

/** The cell an item was written to; `undefined` for whatever does not belong to a cell. */
export function keyOf(doc: Doc, item: Item): CellKey | undefined {
  return item.parentSub !== null && item.parent === doc.share.get(cellsRoot) ? (item.parentSub as CellKey) : undefined
}

export const covers = (item: Item, id: ItemId): boolean =>
  item.id.client === id.client && item.id.clock <= id.clock && id.clock < item.id.clock + item.length

export const lastId = (item: Item): ItemId => ({ client: item.id.client, clock: item.id.clock + item.length - 1 })

/** The item that decides a cell: the last of its chain, deleted or not. Older ones are always deleted. */
export function lastItem(doc: Doc, cell: CellKey): Item | undefined {
  return doc.share.get(cellsRoot)?._map.get(cell)
}

export function itemValue(item: Item): CellValue {
  if (item.deleted) return null
  const content: readonly unknown[] = item.content.getContent()
  return (content[item.length - 1] ?? null) as CellValue
}

export interface PresentItem {
  readonly id: ItemId
  readonly value: CellValue
  /** The cell was emptied by a delete, as against a written `null`. */
  readonly deleted: boolean
}

/** What a cell shows at present and who wrote it; `undefined` when nobody ever wrote it. */
export function presentItem(doc: Doc, cell: CellKey): PresentItem | undefined {
  const item = lastItem(doc, cell)
  return item && { id: lastId(item), value: itemValue(item), deleted: item.deleted }
}

export function presentValue(doc: Doc, cell: CellKey): CellValue {
  const item = lastItem(doc, cell)
  return item === undefined ? null : itemValue(item)
}
