import type { Doc } from 'yjs'
import type { CellKey, CellValue } from '../grid/cell.ts'
import type { Edit } from '../grid/edit.ts'
import { cellsMap } from './layout.ts'
import { presentValue } from './store.ts'

/** The filled cells of a grid document; a cleared cell is left out, however it was cleared. */
export function readCells(doc: Doc): Map<CellKey, CellValue> {
  const cells = new Map<CellKey, CellValue>()
  for (const [key, value] of cellsMap(doc).entries()) {
    if (value !== null) cells.set(key as CellKey, value)
  }
  return cells
}

/** Writes cells as one transaction, hence one update; `null` clears. `origin` is handed to the document's listeners. */
export function writeCells(doc: Doc, cells: Iterable<readonly [CellKey, CellValue]>, origin: unknown = null): void {
  const map = cellsMap(doc)
  doc.transact(() => {
    for (const [key, value] of cells) map.set(key, value)
  }, origin)
}

/**
 * Whether the cell shows what an edit wrote, once its update has been applied.
 * Otherwise it lost against a value its author had not seen: the log's `after` is then `presentValue`.
 */
export const hasWon = (doc: Doc, edit: Edit): boolean => presentValue(doc, edit.cell) === edit.value
