import { Doc, encodeStateAsUpdate } from 'yjs'
import type { CellKey, CellValue } from '../grid/cell.ts'
import { readCells, writeCells } from './cells.ts'

/**
 * Encodes cell values as the update of a fresh document without history.
 * `client` is the id it is written under; it belongs to the server and is never bound to a user. Same input, same bytes.
 */
export function encodeGeneration(cells: ReadonlyMap<CellKey, CellValue>, client: number): Uint8Array {
  const fresh = new Doc()
  fresh.clientID = client
  const filled = [...cells].filter(([, value]) => value !== null)
  writeCells(
    fresh,
    filled.toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
  const update = encodeStateAsUpdate(fresh)
  fresh.destroy()
  return update
}

/** The current values of `doc` alone, for the next generation of its document. */
export const nextGeneration = (doc: Doc, client: number): Uint8Array => encodeGeneration(readCells(doc), client)
