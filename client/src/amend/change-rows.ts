import { type CellKey, type CellValue, type Column, type ColumnId, cellKey, formatCell, parseCell, parseCellKey } from '@hocba/shared/grid'
import type { GridCard } from '../app/answers.ts'
import type { AmendmentDraft } from './draft.ts'

/** One line of the form, as typed. */
export interface ChangeRow {
  readonly key: number
  readonly student: string
  readonly column: string
  readonly text: string
}

export type RowFault = 'incomplete' | 'invalid' | 'same' | 'twice'

export interface Change {
  readonly cell: CellKey
  readonly after: CellValue
}

/** The value that is in force, `undefined` while it is not known. */
export type Present = (student: string, column: string) => CellValue | undefined

export const emptyRow = (key: number): ChangeRow => ({ key, student: '', column: '', text: '' })

export function rowsOfDraft(draft: AmendmentDraft | undefined, columns: GridCard['columns']): readonly ChangeRow[] {
  const rows = (draft?.changes ?? []).flatMap(({ cell, after }, key): readonly ChangeRow[] => {
    const place = parseCellKey(cell)
    const column = columns.find(({ id }) => id === place?.column)
    return place === undefined || column === undefined
      ? []
      : [{ key, student: place.student, column: column.id, text: formatCell(column.value, after) }]
  })
  return rows.length === 0 ? [emptyRow(0)] : rows
}

export const columnOf = (columns: GridCard['columns'], id: string): Pick<Column, 'id' | 'value'> | undefined =>
  columns.find((column) => column.id === id)

/** What is wrong with a line, looking also at the lines above it. */
export function faultOf(rows: readonly ChangeRow[], index: number, columns: GridCard['columns'], present: Present): RowFault | undefined {
  const row = rows[index]
  const column = row === undefined ? undefined : columnOf(columns, row.column)
  if (row === undefined || row.student === '' || column === undefined) return 'incomplete'
  if (rows.slice(0, index).some((other) => other.student === row.student && other.column === row.column)) return 'twice'
  const parsed = parseCell(column, row.text)
  if (!parsed.ok || parsed.value === null) return 'invalid'
  return parsed.value === present(row.student, row.column) ? 'same' : undefined
}

/** The changes to send; only called when no line has a fault. */
export function changesOf(rows: readonly ChangeRow[], columns: GridCard['columns']): readonly Change[] {
  return rows.flatMap((row): readonly Change[] => {
    const column = columnOf(columns, row.column)
    const parsed = column === undefined ? undefined : parseCell(column, row.text)
    return parsed?.ok === true ? [{ cell: cellKey(row.student, row.column as ColumnId), after: parsed.value }] : []
  })
}
