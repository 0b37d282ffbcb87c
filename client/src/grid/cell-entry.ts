import type { GridApi } from 'ag-grid-community'
import type { Spot } from './area.ts'
import { placeAt } from './sheet.ts'
import type { GridModel } from './model.ts'

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

  /** `key` is the character typed over the cell; without it the present value is edited. */
  start(spot: Spot, key?: string): void {
    const { column } = placeAt(this.#model, spot)
    this.#replacing = key !== undefined
    this.#api.startEditingCell({ rowIndex: spot.row, colKey: column, ...(key === undefined ? {} : { key }) })
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
    this.cancel()
    return typeof typed === 'string' ? typed : ''
  }
}
