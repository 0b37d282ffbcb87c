import { type CellKey, type CellValue, type Column, columnsOf, formatCell, parseCellKey, parseGridId } from '@hocba/shared/grid'

/** The stored columns of a grid by its id alone. */
export function columnsOfGrid(id: string): readonly Column[] {
  const grid = parseGridId(id)
  return grid === undefined ? [] : columnsOf(grid)
}

/** `8,5`, `Đ`; empty for a cleared cell. */
export function showValue(gridId: string, cell: CellKey, value: CellValue): string {
  const column = parseCellKey(cell)?.column
  const found = columnsOfGrid(gridId).find(({ id }) => id === column)
  return found === undefined ? String(value ?? '') : formatCell(found.value, value)
}
