import { type GridApi, createGrid } from 'ag-grid-community'
import { styleNonce } from '../app/nonce.ts'
import { CellEntry } from './cell-entry.ts'
import { listenToClipboard } from './clipboard-events.ts'
import { type StudentRow, columnDefinitions } from './columns.ts'
import type { Notice, Place } from './commands.ts'
import { describeVisible } from './describe.ts'
import { mountFillHandle } from './fill-handle.ts'
import { followFocus } from './focus.ts'
import { listenToKeys } from './keys.ts'
import { localeOf } from './locale.ts'
import type { GridModel } from './model.ts'
import { modules } from './modules.ts'
import { keepOneStop } from './one-stop.ts'
import { paintAll } from './paint.ts'
import { listenToMouse } from './pointer.ts'
import { pointOut } from './pointing.ts'
import { PresenceSheet } from './presence-sheet.ts'
import { refreshCells, refreshSigns } from './refresh.ts'
import { Selection } from './selection.ts'
import { type Sheet, elementAt, placeAt, spotOf } from './sheet.ts'
import type { GridText } from './text.ts'
import { theme } from './theme.ts'

/** What the grid asks of the page around it. */
export interface GridEvents {
  readonly focused: (place: Place | null) => void
  readonly notice: (notice: Notice) => void
  /** A sentence at a cell. */
  readonly refused: (place: Place, sentence: string) => void
  /** The history of a stored cell, or the explanation of a computed one. */
  readonly detail: (place: Place) => void
  /** Ctrl+F and `?`. */
  readonly find: () => void
  readonly help: () => void
}

export interface MountedGrid {
  readonly selection: Selection
  /** Rights, state or conflicts changed. */
  readonly refresh: () => void
  readonly focus: (place?: Place) => void
  /** Selects a cell and shows it; the keyboard stays where it is. */
  readonly show: (place: Place) => void
  readonly rectOf: (place: Place) => DOMRect | undefined
  readonly destroy: () => void
}

let count = 0

/** AG Grid in one element, without React: the replica's changes go straight to the cells they concern. */
export function mountGrid(
  host: HTMLElement,
  model: GridModel,
  label: string,
  text: GridText,
  language: string,
  events: GridEvents,
): MountedGrid {
  const localeText = localeOf(language)
  const scope = `hocba-grid-${(count += 1)}`
  host.classList.add(scope)
  const selection = new Selection({ rows: model.card.students.length, columns: model.axis.length }, { row: 0, column: 1 })
  const api = createGrid<StudentRow>(host, { ...optionsOf(model, text, selection, events, host, label), localeText }, { modules })
  nameGrid(host, label)
  const sheet: Sheet = { host, model, text, selection, entry: new CellEntry(api, model), events, ...viewOf(api, model, selection) }
  const stop = listen(sheet, api, scope)
  return {
    selection,
    refresh() {
      api.refreshCells({ force: true })
      describeVisible(host, model, text)
    },
    focus(place) {
      const spot = place && spotOf(model, place)
      if (spot) selection.place(spot)
      sheet.focus()
    },
    show(place) {
      const spot = spotOf(model, place)
      if (!spot) return
      selection.place(spot)
      sheet.reveal(spot)
    },
    rectOf(place) {
      const spot = spotOf(model, place)
      return spot && elementAt(sheet, spot)?.getBoundingClientRect()
    },
    destroy() {
      stop()
      api.destroy()
    },
  }
}

function optionsOf(model: GridModel, text: GridText, selection: Selection, events: GridEvents, host: HTMLElement, label: string) {
  return {
    theme,
    styleNonce: styleNonce(),
    rowData: model.card.students.map(({ id, name }): StudentRow => ({ id, name })),
    getRowId: ({ data }: { readonly data: StudentRow }) => data.id,
    columnDefs: columnDefinitions(model, text, selection, events.refused),
    defaultColDef: { sortable: false, resizable: false, suppressMovable: true },
    ...(model.card.kind === 'quality' ? { headerHeight: 72 } : {}),
    rowBuffer: 60, // a class is rendered whole, so that every jump finds its cell; longer lists are still virtual
    suppressColumnVirtualisation: true,
    tabIndex: -1, // see one-stop.ts
    suppressHeaderFocus: true, // a column is selected with Ctrl+Space
    stopEditingWhenCellsLoseFocus: true,
    animateRows: false,
    suppressColumnMoveAnimation: true,
    onCellDoubleClicked: () => openComputed(model, selection, events),
    onViewportChanged: () => keepOneStop(host, host.querySelector('[row-id] [data-active]')),
    onFirstDataRendered() {
      nameGrid(host, label)
      paintAll(host, model, selection)
    },
  }
}

/** Everything that follows the user or the replica; returns how to end it. */
function listen(sheet: Sheet, api: GridApi<StudentRow>, scope: string): () => void {
  const { host, model, text, selection, events } = sheet
  const shown = { api, host, model, text }
  const order = { students: model.card.students.map((student) => student.id), columns: model.axis }
  const presence = new PresenceSheet(scope, order)
  const handle = mountFillHandle(sheet)
  const stops = [
    model.replica.subscribe(() => presence.show(model.replica.presence)),
    model.replica.onCells((cells) => refreshCells(shown, cells)),
    model.replica.subscribe(refreshSigns(shown)),
    selection.subscribe(() => {
      paintAll(host, model, selection)
      events.focused(placeAt(model, selection.active))
    }),
    pointOut(model, selection),
    listenToKeys(sheet),
    listenToMouse(sheet),
    listenToClipboard(sheet),
    followFocus(sheet),
    handle.remove,
  ]
  presence.show(model.replica.presence)
  return () => {
    for (const stop of stops) stop()
    presence.remove()
  }
}

function viewOf(api: GridApi<StudentRow>, model: GridModel, selection: Selection): Pick<Sheet, 'focus' | 'reveal'> {
  const reveal: Sheet['reveal'] = ({ row, column }) => {
    api.ensureIndexVisible(row)
    api.ensureColumnVisible(model.axis[column] ?? 'name')
  }
  return {
    reveal,
    focus() {
      reveal(selection.active)
      api.setFocusedCell(selection.active.row, model.axis[selection.active.column] ?? 'name')
    },
  }
}

function nameGrid(host: HTMLElement, label: string): void {
  const grid = host.querySelector('[role="grid"], [role="treegrid"]')
  grid?.setAttribute('aria-label', label)
  grid?.setAttribute('aria-multiselectable', 'true')
}

function openComputed(model: GridModel, selection: Selection, events: GridEvents): void {
  const place = placeAt(model, selection.active)
  if (model.computed.some((id) => id === place.column)) events.detail(place)
}
