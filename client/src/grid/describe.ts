import { type CellKey, type Column, cellKey, formatCell } from '@hocba/shared/grid'
import { type Place, columnAt } from './commands.ts'
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

/** What axe does not ask for and a screen reader needs: whether a cell can be written, and what its signs mean. */
export function describeElement(element: HTMLElement, model: GridModel, place: Place, text: GridText): void {
  const column = columnAt(model, place)
  const computed = model.computed.find((id) => id === place.column)
  element.setAttribute('aria-readonly', String(!column || !model.writable))
  const words = column ? describeCell(model, column, cellKey(place.student, column.id), text) : ''
  element.title = computed ? describeComputed(model, place.student, computed) : words
}

/** AG Grid renders a cell anew only when its value changes; its signs and rights change without that. */
export function describeVisible(host: HTMLElement, model: GridModel, text: GridText, students?: ReadonlySet<string>): void {
  for (const element of host.querySelectorAll<HTMLElement>('[row-id] [col-id]')) {
    const student = element.closest('[row-id]')?.getAttribute('row-id') ?? ''
    const column = element.getAttribute('col-id') ?? ''
    if (!students || students.has(student)) describeElement(element, model, { student, column }, text)
  }
}
