import { type CellKey, type CellValue, type Column, type GridName, cellKey, columnsOf } from '@hocba/shared/grid'
import type { FirstEntry, GridFold } from '../project/fold.ts'

interface Entered {
  readonly values: ReadonlyMap<CellKey, CellValue>
  readonly firsts: ReadonlyMap<CellKey, FirstEntry>
}

/** Cells with the time of their first value. */
export type LateCells = { readonly [cell: CellKey]: string }

/**
 * Late: a regular assessment that got its first value after the midterm column had its first one, in a column
 * that belongs before the midterm because more than half of its values were first entered before. Compared by place in the
 * grid's log, never by clock.
 */
export function lateCells(grid: GridName, students: readonly string[], { values, firsts }: Entered): LateCells {
  const midterm = Math.min(...entriesOf('gk', students, firsts).map(({ seq }) => seq))
  const late = regularColumns(grid).flatMap(({ id }) => {
    const after = entriesOf(id, students, firsts).filter(({ seq }) => seq > midterm)
    const isBeforeMidterm = 2 * after.length < entriesOf(id, students, firsts).length
    return isBeforeMidterm ? after.filter(({ cell }) => (values.get(cell) ?? null) !== null) : []
  })
  return Object.fromEntries(late.map(({ cell, at }) => [cell, at]))
}

/** Missing: an empty cell of a column in which more than half of the class has a value. */
export function missingInBegunColumns(
  grid: GridName,
  students: readonly string[],
  { values }: Pick<GridFold, 'values'>,
): readonly CellKey[] {
  return columnsOf(grid).flatMap(({ id }) => {
    const empty = students.map((student) => cellKey(student, id)).filter((cell) => (values.get(cell) ?? null) === null)
    return 2 * empty.length < students.length ? empty : []
  })
}

const regularColumns = (grid: GridName): readonly Column[] => columnsOf(grid).filter(({ id }) => id.startsWith('tx'))

function entriesOf(
  column: Column['id'],
  students: readonly string[],
  firsts: Entered['firsts'],
): readonly (FirstEntry & { cell: CellKey })[] {
  return students.flatMap((student) => {
    const cell = cellKey(student, column)
    const first = firsts.get(cell)
    return first ? [{ cell, ...first }] : []
  })
}
