import type { GridApi } from 'ag-grid-community'
import { type CellValue, formatCell } from '@hocba/shared/grid'
import type { Spot } from './area.ts'
import { placeAt } from './sheet.ts'
import type { GridModel } from './model.ts'

/** A character typed over the cell, the present value (F2), or an input method that is about to compose over it. */
export type Beginning = { readonly typed: string } | 'edit' | 'compose'

/**
 * The editor in a cell. One that began by typing over the cell replaces its value, and an arrow key leaves it;
 * one that began with F2 or a double click changes it, and the arrows move within the text.
 */
export class CellEntry {
  readonly #api: GridApi
  readonly #model: GridModel
  #replacing = false

  constructor(api: GridApi, model: GridModel) {
    this.#api = api
    this.#model = model
  }

  get isOpen(): boolean {
    return this.#api.getEditingCells().length > 0
  }

  get isReplacing(): boolean {
    return this.#replacing
  }

  /** F2 while typing: from now on the arrows move within the text. */
  keep(): void {
    this.#replacing = false
  }

  start(spot: Spot, beginning: Beginning): void {
    const { column } = placeAt(this.#model, spot)
    this.#replacing = beginning !== 'edit'
    this.#api.startEditingCell({ rowIndex: spot.row, colKey: column, ...keyOf(beginning) })
  }

  commit(): void {
    if (!this.isOpen) return
    this.#replacing = false
    this.#api.stopEditing()
  }

  cancel(): void {
    this.#replacing = false
    this.#api.stopEditing(true)
  }

  /** The text typed so far; the cell itself keeps its value. */
  take(): string {
    const typed: unknown = this.#api.getCellEditorInstances()[0]?.getValue()
    const untouched = this.#value
    this.cancel()
    return typeof typed === 'string' ? typed : untouched
  }

  /** The value of the cell that is being edited, as it is typed: an editor without a change has no text of its own. */
  get #value(): string {
    const [cell] = this.#api.getEditingCells()
    const student = this.#model.card.students[cell?.rowIndex ?? -1]
    const column = this.#model.columns.find(({ id }) => id === cell?.colId)
    const value: CellValue = student && column ? this.#model.value(student.id, column) : null
    return column ? formatCell(column.value, value) : ''
  }
}

/** F2 sets the caret behind the value; without a key the whole value is selected, and what is composed replaces it. */
function keyOf(beginning: Beginning): { readonly key?: string } {
  if (beginning === 'compose') return {}
  return { key: beginning === 'edit' ? 'F2' : beginning.typed }
}
