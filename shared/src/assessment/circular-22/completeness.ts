import { type CellKey, type CellValue, cellKey } from '../../grid/cell.ts'
import { columnsOf } from '../../grid/column.ts'
import type { GridName } from '../../grid/grid.ts'

/**
 * The required assessments of a grid that are still empty (art. 6.2b, 7; Circular 27 art. 7, 8): a cleared cell is as missing as an absent one.
 * In the homeroom grid conduct and absences are required. Order: students as given, then columns.
 */
export function missingCells(
  grid: Pick<GridName, 'subject'>,
  students: readonly { readonly id: string }[],
  cells: ReadonlyMap<string, CellValue>,
): readonly CellKey[] {
  const columns = columnsOf(grid)
  return students.flatMap(({ id }) => columns.map((column) => cellKey(id, column.id))).filter((key) => (cells.get(key) ?? null) === null)
}
