import type { Spot } from './area.ts'
import { type Sheet, spotAt, wholeGrid } from './sheet.ts'

/** What a press began on decides what a drag selects. */
type Grip =
  | { readonly kind: 'cell'; readonly spot: Spot }
  | { readonly kind: 'row'; readonly row: number }
  | { readonly kind: 'column'; readonly column: number }
  | { readonly kind: 'all' }

/** How often a drag past the edge moves on by one row or column, in milliseconds. */
const pace = 60

/** Selecting by mouse: a cell, a drag, Shift; the row number for a row, the heading for a column, their corner for everything. */
export function listenToMouse(sheet: Sheet): () => void {
  const { host } = sheet
  let stopDrag: () => void = () => undefined
  const onPress = (event: MouseEvent): void => {
    if (event.button !== 0 || !(event.target instanceof Element)) return
    const grip = gripOf(sheet, event.target)
    if (!grip || isInEditor(sheet, event.target)) return
    sheet.entry.commit()
    if (event.shiftKey || grip.kind !== 'cell') event.stopPropagation()
    press(sheet, grip, event.shiftKey)
    stopDrag()
    stopDrag = followDrag(sheet, grip)
  }
  /** AG Grid and the browser would focus what is pressed, also where the keyboard stays with the active cell. */
  const keepFromGrid = (event: MouseEvent): void => {
    const grip = event.target instanceof Element ? gripOf(sheet, event.target) : undefined
    if (!grip || (grip.kind === 'cell' && !event.shiftKey)) return
    event.preventDefault()
    event.stopPropagation()
  }
  host.addEventListener('pointerdown', onPress, { capture: true })
  host.addEventListener('mousedown', keepFromGrid, { capture: true })
  return () => {
    stopDrag()
    host.removeEventListener('pointerdown', onPress, { capture: true })
    host.removeEventListener('mousedown', keepFromGrid, { capture: true })
  }
}

const isInEditor = ({ entry }: Sheet, element: Element): boolean => entry.isOpen && element.closest('.ag-cell-inline-editing') !== null

function gripOf({ model, host }: Sheet, element: Element): Grip | undefined {
  const heading = element.closest('[role="columnheader"][col-id]')?.getAttribute('col-id')
  if (heading === 'stt') return { kind: 'all' }
  if (heading) return { kind: 'column', column: model.axis.indexOf(heading) }
  const spot = host.contains(element) ? spotAt(model, element) : undefined
  if (!spot) return undefined
  return spot.column < 0 ? { kind: 'row', row: spot.row } : { kind: 'cell', spot }
}

function press(sheet: Sheet, grip: Grip, shift: boolean): void {
  const { selection } = sheet
  const whole = wholeGrid(sheet)
  if (grip.kind === 'cell' && shift) selection.extend(grip.spot)
  if (grip.kind === 'cell' && !shift) selection.place(grip.spot)
  if (grip.kind === 'row') selectRows(sheet, shift ? selection.active.row : grip.row, grip.row)
  if (grip.kind === 'column') selectColumns(sheet, shift ? selection.active.column : grip.column, grip.column)
  if (grip.kind === 'all') selection.select(whole)
  sheet.focus()
}

/** The active cell is the first that can be written. */
function selectRows(sheet: Sheet, from: number, to: number): void {
  const whole = wholeGrid(sheet)
  sheet.selection.select({ ...whole, top: Math.min(from, to), bottom: Math.max(from, to) }, { row: from, column: 1 })
}

function selectColumns(sheet: Sheet, from: number, to: number): void {
  const whole = wholeGrid(sheet)
  sheet.selection.select({ ...whole, left: Math.min(from, to), right: Math.max(from, to) }, { row: 0, column: from })
}

/** Follows the mouse until the button is up, and beyond the visible part of the grid. */
function followDrag(sheet: Sheet, grip: Grip): () => void {
  let past: Spot = { row: 0, column: 0 }
  const onMove = (event: MouseEvent): void => {
    past = pastEdge(sheet, event)
    const spot = spotAt(sheet.model, document.elementFromPoint(event.clientX, event.clientY))
    if (spot) drag(sheet, grip, spot)
  }
  const timer = setInterval(() => {
    if (past.row === 0 && past.column === 0) return
    drag(sheet, grip, { row: sheet.selection.head.row + past.row, column: sheet.selection.head.column + past.column })
    sheet.reveal(sheet.selection.head)
  }, pace)
  const stop = (): void => {
    clearInterval(timer)
    document.removeEventListener('mousemove', onMove)
    document.removeEventListener('mouseup', stop)
  }
  document.addEventListener('mousemove', onMove)
  document.addEventListener('mouseup', stop)
  return stop
}

function drag(sheet: Sheet, grip: Grip, to: Spot): void {
  const { selection } = sheet
  const { rows, columns } = selection.extent
  const row = Math.max(0, Math.min(rows - 1, to.row))
  const column = Math.max(0, Math.min(columns - 1, to.column))
  const { head } = selection
  if (grip.kind === 'cell' && (head.row !== row || head.column !== column)) selection.extend({ row, column })
  if (grip.kind === 'row') selectRows(sheet, grip.row, row)
  if (grip.kind === 'column') selectColumns(sheet, grip.column, column)
}

/** By how many rows and columns a drag goes on while the mouse is outside. */
function pastEdge({ host }: Sheet, { clientX, clientY }: MouseEvent): Spot {
  const box = host.getBoundingClientRect()
  const beyond = (at: number, from: number, to: number): number => (at < from ? -1 : at > to ? 1 : 0)
  return { row: beyond(clientY, box.top, box.bottom), column: beyond(clientX, box.left, box.right) }
}
