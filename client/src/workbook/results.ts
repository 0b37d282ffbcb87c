import { gridResult, isCommentLevel, yearAverage, yearComment } from '@hocba/shared/assessment'
import { isTenths } from '@hocba/shared/core'
import { type CellKey, type CellValue, type GridName, cellKey, columnsOf } from '@hocba/shared/grid'
import type { Card } from '../grid/card.ts'

/** Term and year results over the values of a grid that no window has open (Circular 22 art. 9). */
export function resultsOf(
  grid: GridName,
  card: Pick<Card, 'term1'>,
  value: (cell: CellKey) => CellValue,
): (student: string, term: 'term' | 'year') => CellValue {
  const termOf = (student: string): CellValue =>
    gridResult(grid, new Map(columnsOf(grid).map((column) => [column.id, value(cellKey(student, column.id))])))
  return (student, term) => {
    const hk2 = termOf(student)
    if (term === 'term') return hk2
    if (grid.subject.kind === 'comment') return yearComment(isCommentLevel(hk2) ? hk2 : null).value
    const hk1 = card.term1?.[student]
    return yearAverage(isTenths(hk1) ? hk1 : null, isTenths(hk2) ? hk2 : null).value
  }
}
