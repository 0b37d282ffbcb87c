import { type GridApi, createGrid } from 'ag-grid-community'
import { type CellKey, cellKey, parseCellKey } from '@hocba/shared/grid'
import { type StudentRow, columnDefinitions } from './columns.ts'
import { type Notice, type Place, columnAt } from './commands.ts'
import { listenToKeys } from './keys.ts'
import { describeVisible } from './describe.ts'
import { localeOf } from './locale.ts'
import type { GridModel } from './model.ts'
import { modules } from './modules.ts'
import { PresenceSheet } from './presence-sheet.ts'
import type { GridText } from './text.ts'
import { theme } from './theme.ts'

/** What the grid asks of the page around it. */
export interface GridEvents {
  readonly focused: (place: Place | null) => void
  readonly notice: (notice: Notice) => void
  /** A sentence at a cell, which is given with its place on the screen. */
  readonly refused: (cell: CellKey, sentence: string) => void
  /** The history of a stored cell, or the explanation of a computed one. */
  readonly detail: (place: Place) => void
}

export interface MountedGrid {
  /** Rights, state or conflicts changed. */
  readonly refresh: () => void
  readonly focus: (place: Place) => void
  readonly rectOf: (place: Place) => DOMRect | undefined
  readonly destroy: () => void
}

interface Shown {
  readonly api: GridApi<StudentRow>
  readonly host: HTMLElement
  readonly model: GridModel
  readonly text: GridText
}

let count = 0

/** AG Grid in one element, without React: the replica's changes go straight to the cells they concern. */
export async function mountGrid(
  host: HTMLElement,
  model: GridModel,
  label: string,
  text: GridText,
  language: string,
  events: GridEvents,
): Promise<MountedGrid> {
  const localeText = await localeOf(language)
  const scope = `hocba-grid-${(count += 1)}`
  host.classList.add(scope)
  const api = createGrid<StudentRow>(
    host,
    {
      theme,
      localeText,
      rowData: model.card.students.map(({ id, name }) => ({ id, name })),
      getRowId: ({ data }) => data.id,
      columnDefs: columnDefinitions(model, text, events.refused),
      defaultColDef: { sortable: false, resizable: false, suppressMovable: true },
      enterNavigatesVertically: true,
      enterNavigatesVerticallyAfterEdit: true,
      stopEditingWhenCellsLoseFocus: true,
      animateRows: false,
      suppressColumnMoveAnimation: true,
      onCellFocused: () => announceFocus(api, model, events),
      onCellDoubleClicked: () => openComputed(api, model, events),
      onFirstDataRendered: () => nameGrid(host, label),
    },
    { modules },
  )
  nameGrid(host, label)
  const shown: Shown = { api, host, model, text }
  const sheet = new PresenceSheet(scope)
  const stopPresence = model.replica.subscribe(() => sheet.show(model.replica.presence))
  const stopCells = model.replica.onCells((cells) => refreshCells(shown, cells))
  const stopPending = model.replica.subscribe(refreshSigns(shown))
  const stopKeys = listenToKeys(host, model, text, {
    ...events,
    place: () => placeOf(api),
    editing: () => api.getEditingCells().length > 0,
  })
  return {
    refresh() {
      api.refreshCells({ force: true })
      describeVisible(host, model, text)
    },
    focus: (place) => focusOn(api, model, place),
    rectOf: (place) =>
      host.querySelector(`[row-id="${CSS.escape(place.student)}"] [col-id="${CSS.escape(place.column)}"]`)?.getBoundingClientRect(),
    destroy() {
      for (const stop of [stopPresence, stopCells, stopPending, stopKeys]) stop()
      sheet.remove()
      api.destroy()
    },
  }
}

function nameGrid(host: HTMLElement, label: string): void {
  host.querySelector('[role="grid"], [role="treegrid"]')?.setAttribute('aria-label', label)
}

function placeOf(api: GridApi<StudentRow>): Place | null {
  const focused = api.getFocusedCell()
  if (!focused) return null
  const student = api.getDisplayedRowAtIndex(focused.rowIndex)?.data?.id
  return student === undefined ? null : { student, column: focused.column.getColId() }
}

function announceFocus(api: GridApi<StudentRow>, model: GridModel, events: GridEvents): void {
  const place = placeOf(api)
  const column = place ? columnAt(model, place) : undefined
  model.replica.point(place && column ? cellKey(place.student, column.id) : null)
  events.focused(place)
}

function openComputed(api: GridApi<StudentRow>, model: GridModel, events: GridEvents): void {
  const place = placeOf(api)
  if (place && model.computed.some((id) => id === place.column)) events.detail(place)
}

/** The cells that changed and the averages over them, nothing else. */
function refreshCells({ api, host, model, text }: Shown, cells: ReadonlySet<CellKey>): void {
  const students = new Set<string>()
  const columns = new Set<string>(model.computed)
  for (const cell of cells) {
    const place = parseCellKey(cell)
    if (!place) continue
    students.add(place.student)
    columns.add(place.column)
  }
  const rowNodes = [...students].flatMap((id) => api.getRowNode(id) ?? [])
  if (rowNodes.length === 0) return
  api.refreshCells({ rowNodes, columns: [...columns], force: true })
  describeVisible(host, model, text, students)
}

/** Unsent and refused cells carry a sign that goes when the acknowledgement comes: their cells, when their number changes. */
function refreshSigns(shown: Shown): () => void {
  let before = signedCells(shown.model)
  return () => {
    const now = signedCells(shown.model)
    const changed = new Set([...before, ...now].filter((cell) => before.has(cell) !== now.has(cell)))
    before = now
    if (changed.size > 0) refreshCells(shown, changed)
  }
}

const signedCells = ({ replica }: GridModel): ReadonlySet<CellKey> =>
  new Set([...replica.waiting, ...replica.status.refused].flatMap((row) => row.cells.map((intent) => intent.cell)))

function focusOn(api: GridApi<StudentRow>, model: GridModel, place: Place): void {
  const row = model.card.students.findIndex((student) => student.id === place.student)
  if (row < 0) return
  api.ensureIndexVisible(row)
  api.setFocusedCell(row, place.column)
}
