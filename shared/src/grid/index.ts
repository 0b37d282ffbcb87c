export { type CellKey, type CellValue, cellKey, formatCell, isCellValue, parseCell, parseCellKey } from './cell.ts'
export {
  type Column,
  type ColumnId,
  type ColumnValue,
  type PrimaryColumnId,
  type QualityColumnId,
  type SecondaryColumnId,
  columnsOf,
} from './column.ts'
export { type Edit, type ItemId } from './edit.ts'
export { type GridId, type GridName, type Term, gridId, parseGridId, remarksName, sameGridIn, terms } from './grid.ts'
export { type HistoryKind, type HistoryRow } from './history.ts'
export { type GridState, type WindowEvent, windowMachine } from './window.ts'
