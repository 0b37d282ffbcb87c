import { type CellKey, type Column, formatCell } from '@hocba/shared/grid'
import type { ComputedId, GridModel } from './model.ts'
import type { GridText } from './text.ts'

/** What the signs in a cell mean, in words: shown on hover and read out by a screen reader. */
export function describeCell(model: GridModel, column: Column, cell: CellKey, text: GridText): string {
  const refused = model.refusedValue(cell)
  return [
    model.isConflict(cell) ? text.conflict : '',
    refused === undefined ? '' : text.refusedHere(formatCell(column.value, refused)),
    model.replica.isPending(cell) ? text.notSent : '',
  ]
    .filter((part) => part !== '')
    .join('\n')
}

/** How a computed value came about: article, then the steps with the numbers. */
export function describeComputed(model: GridModel, student: string, id: ComputedId): string {
  const { rule, steps } = model.explain(student, id)
  return [rule, ...steps].join('\n')
}
