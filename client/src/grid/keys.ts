import { parseCellKey } from '@hocba/shared/grid'
import { heightOf, widthOf } from './area.ts'
import type { Beginning } from './cell-entry.ts'
import { clearArea, columnAt, fillArea, fillValue, shownAt, takeBack } from './commands.ts'
import { leaveGrid } from './leave-grid.ts'
import { destination } from './moves.ts'
import { type Sheet, isFilled, placeAt, spotOf, wholeGrid } from './sheet.ts'

/** What a key does; `undefined` leaves it to the browser. */
type Command = (() => void) | undefined

/**
 * The sheet's keys, before AG Grid sees them: its events are asynchronous, so a command after a fast key would act
 * on the cell of a moment ago.
 */
export function listenToKeys(sheet: Sheet): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || isOutside(sheet, event)) return
    if (event.key === 'Process' && !sheet.entry.isOpen) return begin(sheet, 'compose') // an input method starts: it needs a field to compose in
    const command = sheet.entry.isOpen ? entryCommand(sheet, event) : (controlCommand(sheet, event) ?? cellCommand(sheet, event))
    if (!command) return
    event.preventDefault()
    event.stopPropagation()
    command()
  }
  sheet.host.addEventListener('keydown', onKey, { capture: true })
  return () => sheet.host.removeEventListener('keydown', onKey, { capture: true })
}

const isOutside = ({ host }: Sheet, event: KeyboardEvent): boolean =>
  !(event.target instanceof HTMLElement && host.contains(event.target) && event.target.closest('[row-id]') !== null)

const isControl = (event: KeyboardEvent): boolean => (event.ctrlKey || event.metaKey) && !event.getModifierState('AltGraph')

/** While a cell is being typed in. */
function entryCommand(sheet: Sheet, event: KeyboardEvent): Command {
  const { entry, selection } = sheet
  const leave = (move: () => void) => (): void => {
    entry.commit()
    move()
    sheet.focus()
  }
  if (event.key === 'Enter' && isControl(event)) return () => fillTyped(sheet)
  if (event.key === 'Enter') return leave(() => selection.enter(event.shiftKey ? -1 : 1))
  if (event.key === 'Tab') return leave(() => selection.tab(event.shiftKey ? -1 : 1, 1))
  if (event.key === 'F2') return () => entry.keep()
  if (event.key === 'Escape') {
    return () => {
      entry.cancel()
      sheet.focus()
    }
  }
  const to = entry.isReplacing && event.key.startsWith('Arrow') && !isControl(event) ? target(sheet, event) : undefined
  return to && leave(() => selection.place(to))
}

/** Ctrl (or the Mac's Command) with a key. */
function controlCommand(sheet: Sheet, event: KeyboardEvent): Command {
  const { model, selection, text, events } = sheet
  const key = event.key.toLowerCase()
  if (event.key === ' ') return isControl(event) || event.shiftKey ? () => selectLine(sheet, isControl(event), event.shiftKey) : undefined
  if (!isControl(event) || event.altKey) return undefined
  if (key === 'z') return () => take(sheet, event.shiftKey ? 'redo' : 'undo')
  if (key === 'y') return () => take(sheet, 'redo')
  if (key === 'a') return () => selection.select(wholeGrid(sheet))
  if (key === 'd') return () => fillFrom(sheet, 'down')
  if (key === 'r' && !event.shiftKey) return () => fillFrom(sheet, 'right')
  if (key === 'f') return () => events.find()
  if (key === 'h' && event.shiftKey) return () => events.detail(placeAt(model, selection.active))
  if (key === 'enter') {
    const { row, column } = selection.active
    return () => events.notice(fillValue(model, selection.area, shownAt(model, row, column), text))
  }
  return undefined
}

/** Keys on a cell that is not being typed in. */
function cellCommand(sheet: Sheet, event: KeyboardEvent): Command {
  const { model, selection, text, events } = sheet
  const to = event.altKey ? undefined : target(sheet, event)
  if (to) {
    return () => {
      if (event.shiftKey) selection.extend(to)
      else selection.place(to)
      sheet.focus()
      if (event.shiftKey) sheet.reveal(to)
    }
  }
  if (isControl(event) || event.altKey) return undefined
  const place = placeAt(model, selection.active)
  const computed = model.computed.some((id) => id === place.column)
  if (event.key === 'Tab') return () => tab(sheet, event.shiftKey ? -1 : 1)
  if (computed && (event.key === 'F2' || (event.key === 'Enter' && !selection.isRange))) return () => events.detail(place)
  if (event.key === 'Enter') {
    return () => {
      selection.enter(event.shiftKey ? -1 : 1)
      sheet.focus()
    }
  }
  if (event.key === 'Escape') return () => escape(sheet)
  if (event.key === 'Delete' || event.key === 'Backspace') return () => events.notice(clearArea(model, selection.area, text))
  if (event.key === '?') return () => events.help()
  if (event.key === 'F2') return () => begin(sheet, 'edit')
  return event.key.length === 1 ? () => begin(sheet, { typed: event.key }) : undefined
}

/** Shift moves the far corner, everything else starts at the active cell. */
function target(sheet: Sheet, event: KeyboardEvent) {
  const { model, selection, host } = sheet
  const body = host.querySelector('.ag-grid-viewport')?.clientHeight ?? host.clientHeight
  const heightOf = (selector: string): number => host.querySelector(selector)?.getBoundingClientRect().height ?? 32
  const frame = {
    ...selection.extent,
    first: 1,
    page: Math.max(1, Math.floor((body - heightOf('[role="columnheader"]')) / heightOf('[row-id]')) - 1),
    filled: (spot: Parameters<typeof isFilled>[1]) => isFilled(model, spot),
  }
  const from = event.shiftKey && !sheet.entry.isOpen ? selection.head : selection.active
  return destination({ key: event.key, ctrl: isControl(event) }, from, frame)
}

function begin(sheet: Sheet, beginning: Beginning): void {
  const { model, selection, entry, events, text } = sheet
  const place = placeAt(model, selection.active)
  const column = columnAt(model, place)
  if (column && model.writable) return entry.start(selection.active, beginning)
  events.refused(place, column ? text.readOnlyCell : text.readOnlyColumn)
}

function tab(sheet: Sheet, direction: 1 | -1): void {
  const { selection, host } = sheet
  if (selection.mayLeave || !selection.tab(direction, 1)) return leaveGrid(host, direction)
  sheet.focus()
}

/** Once: only the active cell stays selected. From there the next Tab leaves the grid, so that nobody is caught in it. */
function escape({ selection, events, text }: Sheet): void {
  selection.place(selection.active)
  selection.letGo()
  events.notice({ tone: 'said', text: text.mayLeave })
}

function selectLine({ selection }: Sheet, column: boolean, row: boolean): void {
  const { area, extent } = selection
  const rows = column ? { top: 0, bottom: extent.rows - 1 } : { top: area.top, bottom: area.bottom }
  const columns = row ? { left: 0, right: extent.columns - 1 } : { left: area.left, right: area.right }
  selection.select({ ...rows, ...columns })
}

function fillTyped(sheet: Sheet): void {
  const typed = sheet.entry.take()
  sheet.events.notice(fillValue(sheet.model, sheet.selection.area, typed, sheet.text))
  sheet.focus()
}

/** The first row (or column) of the selection over the others; a single row takes the one above it. */
function fillFrom({ model, selection, events, text }: Sheet, way: 'down' | 'right'): void {
  const { area } = selection
  const single = way === 'down' ? heightOf(area) === 1 : widthOf(area) === 1
  const top = way === 'down' && single ? area.top - 1 : area.top
  const left = way === 'right' && single ? area.left - 1 : area.left
  if (top < 0 || left < 0) return
  const source = way === 'down' ? { ...area, top, bottom: top } : { ...area, left, right: left }
  events.notice(fillArea(model, source, { ...area, top, left }, text))
}

/** Undo shows what it changed by selecting it. */
function take({ model, selection, events, text, focus }: Sheet, which: 'undo' | 'redo'): void {
  const taken = takeBack(model, which, text)
  if (!taken) return
  events.notice(taken.notice)
  const spots = taken.cells.flatMap((cell) => {
    const place = parseCellKey(cell)
    return (place && spotOf(model, place)) ?? []
  })
  const [first] = spots
  if (!first) return
  const rows = spots.map((spot) => spot.row)
  const columns = spots.map((spot) => spot.column)
  const corner = { row: Math.min(...rows), column: Math.min(...columns) }
  selection.select({ top: corner.row, left: corner.column, bottom: Math.max(...rows), right: Math.max(...columns) }, corner)
  focus()
}
