import type { CellKey, CellValue } from './cell.ts'

/** The id of a Yjs item: who wrote it and at which clock. */
export interface ItemId {
  readonly client: number
  readonly clock: number
}

/** One cell written by one update, as the gate derived it from the bytes. */
export interface Edit {
  readonly cell: CellKey
  readonly value: CellValue
  /** The item the author had seen in this cell, `null` if the cell was new to them. */
  readonly base: ItemId | null
  /** The author had not seen the cell's present value: both are kept in the history and the cell is marked. */
  readonly conflict: boolean
}
