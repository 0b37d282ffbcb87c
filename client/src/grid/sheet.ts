import type { Area, Spot } from './area.ts'
import { type Place, columnAt } from './commands.ts'
import type { CellEntry } from './cell-entry.ts'
import type { GridModel } from './model.ts'
import type { GridEvents } from './mount.ts'
import type { Selection } from './selection.ts'
import type { GridText } from './text.ts'

/** What keys, mouse and clipboard act on together. */
export interface Sheet {
  readonly host: HTMLElement
  readonly model: GridModel
  readonly text: GridText
  readonly selection: Selection
  readonly entry: CellEntry
  readonly events: GridEvents
  /** Gives the keyboard to the active cell and brings it into view. */
  readonly focus: () => void
  /** Brings a cell into view and leaves the keyboard where it is. */
  readonly reveal: (spot: Spot) => void
}

export const placeAt = (model: GridModel, { row, column }: Spot): Place => ({
  student: model.card.students[row]?.id ?? '',
  column: model.axis[column] ?? '',
})

export function spotOf(model: GridModel, { student, column }: Place): Spot | undefined {
  const row = model.rowOf(student)
  const at = model.axis.indexOf(column)
  return row < 0 || at < 0 ? undefined : { row, column: at }
}

/** The cell of an element of the page; the row number stands at column -1. */
export function spotAt(model: GridModel, element: Element | null): Spot | undefined {
  const cell = element?.closest('[col-id]')
  const student = cell?.closest('[row-id]')?.getAttribute('row-id')
  if (!cell || student === undefined || student === null) return undefined
  const row = model.rowOf(student)
  return row < 0 ? undefined : { row, column: model.axis.indexOf(cell.getAttribute('col-id') ?? '') }
}

export function elementAt({ host, model }: Pick<Sheet, 'host' | 'model'>, spot: Spot): HTMLElement | null {
  const { student, column } = placeAt(model, spot)
  return host.querySelector<HTMLElement>(`[row-id="${CSS.escape(student)}"] [col-id="${CSS.escape(column)}"]`)
}

export const isFilled = (model: GridModel, spot: Spot): boolean => {
  const place = placeAt(model, spot)
  const column = columnAt(model, place)
  if (column) return model.value(place.student, column) !== null
  const computed = model.computed.find((id) => id === place.column)
  return computed === undefined || model.result(place.student, computed) !== null
}

export const wholeGrid = ({ selection }: Pick<Sheet, 'selection'>): Area => ({
  top: 0,
  left: 0,
  bottom: selection.extent.rows - 1,
  right: selection.extent.columns - 1,
})
