import { type GridApi, type ColDef, type ColGroupDef, createGrid } from 'ag-grid-community'
import { styleNonce } from '../app/nonce.ts'
import { cellWords } from '../grid/cell-words.ts'
import { localeOf } from '../grid/locale.ts'
import { modules } from '../grid/modules.ts'
import { keepOneStop } from '../grid/one-stop.ts'
import { theme } from '../grid/theme.ts'
import type { StudentLine } from './answers.ts'
import { GroupHeading } from './group-heading.ts'

/** A sign in a cell; its meaning stands in words in `note`. */
export type Sign = 'missing' | 'late' | 'adjusted'

export interface SheetCell {
  readonly text: string
  readonly sign?: Sign
  /** What the sign means; shown on hover and read out. */
  readonly note?: string
  readonly low?: boolean
}

export interface SheetColumn {
  /** Unique on the sheet: `TOAN.tx1`. */
  readonly id: string
  readonly name: string
  readonly width: number
  readonly computed: boolean
  readonly cell: (student: string) => SheetCell
}

export interface SheetGroup {
  readonly id: string
  readonly name: string
  /** A word beside the name, with a drawing: the state of the grid. */
  readonly state?: { readonly sign: 'open' | 'lock' | 'seal'; readonly word: string }
  readonly columns: readonly SheetColumn[]
}

export interface Sheet {
  readonly students: readonly StudentLine[]
  readonly groups: readonly SheetGroup[]
}

export interface SheetPlace {
  readonly student: string
  readonly column: string
}

export interface SheetText {
  readonly label: string
  readonly number: string
  readonly student: string
  readonly language: string
}

export interface SheetEvents {
  readonly focused: (place: SheetPlace | undefined) => void
  /** Enter, F2 or a double click. */
  readonly open: (place: SheetPlace) => void
}

export interface MountedSheet {
  readonly show: (sheet: Sheet) => void
  readonly focus: (place: SheetPlace) => void
  readonly rectOf: (place: SheetPlace) => DOMRect | undefined
  readonly destroy: () => void
}

/** A grid to read: pinned names, columns in groups, virtualised both ways. React renders none of it. */
export function mountSheet(host: HTMLElement, first: Sheet, text: SheetText, events: SheetEvents): MountedSheet {
  const localeText = localeOf(text.language)
  let sheet = first
  const cellOf = (student: string, column: string): SheetCell | undefined =>
    sheet.groups
      .flatMap((group) => group.columns)
      .find((one) => one.id === column)
      ?.cell(student)
  const api = createGrid<StudentLine>(
    host,
    {
      theme,
      styleNonce: styleNonce(),
      localeText,
      rowData: [...first.students],
      getRowId: ({ data }) => data.id,
      columnDefs: definitions(first, text, cellOf),
      defaultColDef: { sortable: false, resizable: false, suppressMovable: true },
      groupHeaderHeight: 52,
      headerHeight: 32,
      animateRows: false,
      suppressColumnMoveAnimation: true,
      tabIndex: -1, // one stop of the Tab key: see one-stop.ts
      suppressHeaderFocus: true,
      tabToNextCell: () => false, // out of the sheet, not through every cell
      onViewportChanged: () => keepStop(host, api),
      onCellFocused() {
        keepStop(host, api)
        events.focused(placeOf(api))
      },
      onCellDoubleClicked: () => openAt(placeOf(api), events),
      onFirstDataRendered() {
        nameSheet(host, text.label)
        keepStop(host, api)
      },
    },
    { modules },
  )
  nameSheet(host, text.label)
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'F2') return
    const place = isInCell(event) ? placeOf(api) : undefined
    if (!place) return
    event.preventDefault()
    event.stopPropagation()
    openAt(place, events)
  }
  host.addEventListener('keydown', onKey, { capture: true })
  return {
    show(next) {
      const [before, after] = [shapeOf(sheet), shapeOf(next)]
      if (next.students !== sheet.students) api.setGridOption('rowData', [...next.students])
      sheet = next
      if (before !== after) api.setGridOption('columnDefs', definitions(next, text, cellOf))
      else api.refreshCells()
    },
    focus({ student, column }) {
      const row = sheet.students.findIndex(({ id }) => id === student)
      if (row < 0 || cellOf(student, column) === undefined) return
      api.ensureIndexVisible(row)
      api.setFocusedCell(row, column)
    },
    rectOf: ({ student, column }) =>
      host.querySelector(`[row-id="${CSS.escape(student)}"] [col-id="${CSS.escape(column)}"]`)?.getBoundingClientRect(),
    destroy() {
      host.removeEventListener('keydown', onKey, { capture: true })
      api.destroy()
    },
  }
}

type CellOf = (student: string, column: string) => SheetCell | undefined

function definitions({ groups }: Sheet, text: SheetText, cellOf: CellOf): (ColDef<StudentLine> | ColGroupDef<StudentLine>)[] {
  return [
    {
      colId: 'stt',
      headerName: text.number,
      valueGetter: ({ node }) => (node?.rowIndex ?? 0) + 1,
      width: 48,
      pinned: 'left',
    },
    { colId: 'name', headerName: text.student, valueGetter: ({ data }) => data?.name ?? '', width: 188, pinned: 'left' },
    ...groups.map((group): ColGroupDef<StudentLine> => ({
      groupId: group.id,
      headerName: group.name,
      headerGroupComponent: GroupHeading,
      headerGroupComponentParams: { state: group.state },
      marryChildren: true,
      children: group.columns.map((column, index) => definition(column, index === 0, cellOf)),
    })),
  ]
}

function definition({ id, name, width, computed }: SheetColumn, isFirst: boolean, cellOf: CellOf): ColDef<StudentLine, SheetCell> {
  return {
    colId: id,
    headerName: name,
    width,
    cellDataType: false,
    headerClass: 'centred',
    valueGetter: ({ data }) => (data && cellOf(data.id, id)) ?? { text: '' },
    valueFormatter: ({ value }) => value?.text ?? '',
    equals: (a, b) => a?.text === b?.text && a?.sign === b?.sign && a?.note === b?.note,
    cellRenderer: ({ eGridCell, value }: { readonly eGridCell: HTMLElement; readonly value: SheetCell | null }) =>
      described(eGridCell, value ?? { text: '' }),
    cellClass: ['mark', ...(computed ? ['computed'] : []), ...(isFirst ? ['group-first'] : [])],
    cellClassRules: {
      missing: ({ value }) => value?.sign === 'missing',
      late: ({ value }) => value?.sign === 'late',
      adjusted: ({ value }) => value?.sign === 'adjusted',
      low: ({ value }) => value?.low === true,
    },
  }
}

/** A sign is never colour alone: it has a drawing, a title and words for a screen reader. */
function described(element: HTMLElement, { text, note }: SheetCell): HTMLElement {
  element.setAttribute('aria-readonly', 'true')
  element.title = note ?? ''
  if (note === undefined) element.removeAttribute('aria-label')
  else element.setAttribute('aria-label', text === '' ? note : `${text}, ${note}`)
  return cellWords(text)
}

function placeOf(api: GridApi<StudentLine>): SheetPlace | undefined {
  const focused = api.getFocusedCell()
  const student = focused && api.getDisplayedRowAtIndex(focused.rowIndex)?.data?.id
  return student === undefined || student === null ? undefined : { student, column: focused?.column.getColId() ?? '' }
}

function openAt(place: SheetPlace | undefined, events: SheetEvents): void {
  if (place && place.column !== 'stt' && place.column !== 'name') events.open(place)
}

function keepStop(host: HTMLElement, api: GridApi<StudentLine>): void {
  const focused = api.getFocusedCell()
  const cell = focused && host.querySelector(`[row-index="${focused.rowIndex}"] [col-id="${CSS.escape(focused.column.getColId())}"]`)
  keepOneStop(host, cell)
}

const isInCell = ({ target }: Event): boolean => target instanceof Element && target.closest('[row-id]') !== null

/** Other columns are another grid to AG Grid. */
const shapeOf = ({ groups }: Sheet): string =>
  JSON.stringify(groups.map(({ id, name, state, columns }) => [id, name, state, columns.map((column) => [column.id, column.width])]))

function nameSheet(host: HTMLElement, label: string): void {
  const grid = host.querySelector('[role="grid"], [role="treegrid"]')
  grid?.setAttribute('aria-label', label)
  grid?.setAttribute('aria-readonly', 'true')
}
