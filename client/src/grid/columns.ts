import type { CellClassParams, ColDef, ICellRendererParams, ValueSetterParams } from 'ag-grid-community'
import { type CellKey, type CellValue, type Column, cellKey, formatCell } from '@hocba/shared/grid'
import { describeElement } from './describe.ts'
import { readEntry } from './entry.ts'
import type { ComputedId, GridModel } from './model.ts'
import type { GridText } from './text.ts'

export interface StudentRow {
  readonly id: string
  readonly name: string
}

/** An entry that means nothing in its cell: the sentence is shown there, and the cell keeps its value. */
export type Refuse = (cell: CellKey, sentence: string) => void

type Definition = ColDef<StudentRow, CellValue>

export function columnDefinitions(model: GridModel, text: GridText, refuse: Refuse): Definition[] {
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
    },
    ...model.columns.map((column) => stored(model, column, text, refuse)),
    ...model.computed.map((id) => computed(model, id, text)),
  ]
}

function stored(model: GridModel, column: Column, text: GridText, refuse: Refuse): Definition {
  const keyOf = ({ data }: { readonly data?: StudentRow | undefined }): CellKey => cellKey(data?.id ?? '', column.id)
  return {
    colId: column.id,
    headerName: column.name,
    width: column.value === 'mark' || column.value === 'comment' ? 88 : 130,
    cellDataType: false,
    editable: () => model.writable,
    valueGetter: ({ data }) => (data ? model.value(data.id, column) : null),
    valueFormatter: ({ value }) => formatCell(column.value, value ?? null),
    cellEditor: 'agTextCellEditor',
    cellEditorParams: { useFormatter: true },
    valueSetter: (params) => enter(model, column, keyOf(params), params, text, refuse),
    cellRenderer: (params: ICellRendererParams<StudentRow, CellValue>) =>
      described(params, model, column.id, formatCell(column.value, params.value ?? null), text),
    headerClass: 'centred',
    cellClass: 'mark',
    cellClassRules: {
      pending: (params: CellClassParams<StudentRow, CellValue>) => model.replica.isPending(keyOf(params)),
      conflict: (params: CellClassParams<StudentRow, CellValue>) => model.isConflict(keyOf(params)),
      refused: (params: CellClassParams<StudentRow, CellValue>) => model.refusedValue(keyOf(params)) !== undefined,
      low: ({ value }) => column.value === 'mark' && typeof value === 'number' && value < 50,
    },
  }
}

/** Synchronous, so that the document, the averages and the screen change in one task. */
function enter(
  model: GridModel,
  column: Column,
  cell: CellKey,
  params: ValueSetterParams<StudentRow, CellValue>,
  text: GridText,
  refuse: Refuse,
) {
  const typed = String(params.newValue ?? '')
  const entry = readEntry(column, typed, text)
  if (entry.ok) return model.replica.set([{ cell, value: entry.value }]) > 0
  refuse(cell, entry.error)
  return false
}

function computed(model: GridModel, id: ComputedId, text: GridText): Definition {
  const scored = model.card.kind === 'scored'
  const show = (value: CellValue | undefined): string => showResult(scored, value ?? null)
  return {
    colId: id,
    headerName: id === 'cn' ? text.year : scored ? text.average : text.result,
    width: 92,
    cellDataType: false,
    valueGetter: ({ data }) => (data ? model.result(data.id, id) : null),
    valueFormatter: ({ value }) => show(value),
    cellRenderer: (params: ICellRendererParams<StudentRow, CellValue>) => described(params, model, id, show(params.value), text),
    headerClass: 'centred',
    cellClass: 'computed',
  }
}

/** Averages are printed with their decimal, `8,0`, as the prescribed gradebook does. */
function showResult(scored: boolean, value: CellValue): string {
  if (typeof value === 'number') return `${Math.trunc(value / 10)},${value % 10}`
  return formatCell(scored ? 'mark' : 'comment', value)
}

function described(
  params: ICellRendererParams<StudentRow, CellValue>,
  model: GridModel,
  column: string,
  shown: string,
  text: GridText,
): string {
  if (params.data) describeElement(params.eGridCell, model, { student: params.data.id, column }, text)
  return shown
}
