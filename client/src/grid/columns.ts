import type { CellClassParams, ColDef, ICellRendererParams, ValueSetterParams } from 'ag-grid-community'
import { type CellKey, type CellValue, type Column, type ColumnValue, cellKey, formatCell } from '@hocba/shared/grid'
import { describeElement } from './describe.ts'
import { readEntry } from './entry.ts'
import type { ComputedId, GridModel } from './model.ts'
import type { Place } from './commands.ts'
import { cellWords } from './cell-words.ts'
import { paintCell } from './paint.ts'
import type { Selection } from './selection.ts'
import { spotOf } from './sheet.ts'
import { showResult } from './show-result.ts'
import type { GridText } from './text.ts'

export interface StudentRow {
  readonly id: string
  readonly name: string
}

/** An entry that means nothing in its cell: the sentence is shown there, and the cell keeps its value. */
export type Refuse = (place: Place, sentence: string) => void

type Definition = ColDef<StudentRow, CellValue>

/** Wide enough for the heading; the long ones of qualities and competences take several lines. */
const widths: Readonly<Record<ColumnValue, number>> = {
  mark: 88,
  comment: 88,
  conduct: 130,
  absences: 130,
  level: 120,
  test: 140,
  quality: 112,
}

const isLow = (kind: ColumnValue, value: CellValue | undefined): boolean =>
  (kind === 'mark' || kind === 'test') && typeof value === 'number' && value < 50

export function columnDefinitions(model: GridModel, text: GridText, selection: Selection, refuse: Refuse): Definition[] {
  return [
    {
      colId: 'stt',
      headerName: text.number,
      valueGetter: ({ node }) => (node?.rowIndex ?? 0) + 1,
      width: 48,
      pinned: 'left',
      cellClass: 'place',
    },
    {
      colId: 'name',
      headerName: text.student,
      valueGetter: ({ data }) => data?.name ?? '',
      width: 196,
      pinned: 'left',
      cellClass: 'place',
      cellAriaRole: 'rowheader',
      cellRenderer: ({ data, eGridCell }: ICellRendererParams<StudentRow>) => {
        if (data) describeElement(eGridCell, model, { student: data.id, column: 'name' }, text)
        if (data) paintCell(eGridCell, spotOf(model, { student: data.id, column: 'name' }), selection)
        return cellWords(data?.name ?? '')
      },
    },
    ...model.columns.map((column) => stored(model, column, text, selection, refuse)),
    ...model.computed.map((id) => computed(model, id, text, selection)),
  ]
}

function stored(model: GridModel, column: Column, text: GridText, selection: Selection, refuse: Refuse): Definition {
  const keyOf = ({ data }: { readonly data?: StudentRow | undefined }): CellKey => cellKey(data?.id ?? '', column.id)
  return {
    colId: column.id,
    headerName: column.name,
    width: widths[column.value],
    wrapHeaderText: column.value === 'quality',
    cellDataType: false,
    editable: () => model.writable,
    valueGetter: ({ data }) => (data ? model.value(data.id, column) : null),
    valueFormatter: ({ value }) => formatCell(column.value, value ?? null),
    cellEditor: 'agTextCellEditor',
    cellEditorParams: { useFormatter: true },
    valueSetter: (params) => enter(model, column, params, text, refuse),
    cellRenderer: (params: ICellRendererParams<StudentRow, CellValue>) =>
      described(params, model, column.id, formatCell(column.value, params.value ?? null), text, selection),
    headerClass: 'centred',
    cellClass: 'mark',
    cellClassRules: {
      pending: (params: CellClassParams<StudentRow, CellValue>) => model.replica.isPending(keyOf(params)),
      conflict: (params: CellClassParams<StudentRow, CellValue>) => model.isConflict(keyOf(params)),
      refused: (params: CellClassParams<StudentRow, CellValue>) => model.refusedValue(keyOf(params)) !== undefined,
      low: ({ value }) => isLow(column.value, value ?? null),
    },
  }
}

/** Synchronous, so that the document, the averages and the screen change in one task. */
function enter(model: GridModel, column: Column, params: ValueSetterParams<StudentRow, CellValue>, text: GridText, refuse: Refuse) {
  const student = params.data.id
  const entry = readEntry(column, String(params.newValue ?? ''), text)
  if (entry.ok) return model.replica.set([{ cell: cellKey(student, column.id), value: entry.value }]) > 0
  refuse({ student, column: column.id }, entry.error)
  return false
}

function computed(model: GridModel, id: ComputedId, text: GridText, selection: Selection): Definition {
  const scored = model.card.kind === 'scored'
  const show = (value: CellValue | undefined): string => showResult(scored, value ?? null)
  return {
    colId: id,
    headerName: id === 'cn' ? text.year : scored ? text.average : text.result,
    width: 92,
    cellDataType: false,
    valueGetter: ({ data }) => (data ? model.result(data.id, id) : null),
    valueFormatter: ({ value }) => show(value),
    cellRenderer: (params: ICellRendererParams<StudentRow, CellValue>) => described(params, model, id, show(params.value), text, selection),
    headerClass: 'centred',
    cellClass: 'computed',
  }
}

function described(
  params: ICellRendererParams<StudentRow, CellValue>,
  model: GridModel,
  column: string,
  shown: string,
  text: GridText,
  selection: Selection,
): HTMLElement {
  if (params.data) describeElement(params.eGridCell, model, { student: params.data.id, column }, text)
  if (params.data) paintCell(params.eGridCell, spotOf(model, { student: params.data.id, column }), selection)
  return cellWords(shown)
}
