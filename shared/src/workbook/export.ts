import type { CellKey, CellValue, Column, ColumnValue, GridName } from '../grid/index.ts'
import { cellKey, columnsOf, formatCell } from '../grid/index.ts'
import { safeText } from './safe-text.ts'
import { extraTitles, idTitle, nameTitle, summarySheet, columnTitle } from './template.ts'

/** A cell to write; numbers stay numbers, texts are safe already. */
export type SheetCell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number; readonly decimals: 0 | 1 }
  | null

export interface WrittenSheet {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: readonly (readonly SheetCell[])[]
}

export interface GridExport {
  readonly grid: GridName
  readonly students: readonly { readonly id: string; readonly name: string }[]
  value(cell: CellKey): CellValue
  /** Term result and, in the second term, the year's; not for the homeroom grid. */
  result?(student: string, term: 'term' | 'year'): CellValue
  /** Remarks by student; absent when they are not at hand. */
  readonly remarks?: ReadonlyMap<string, string>
}

const textCell = (text: string): SheetCell => (text === '' ? null : { kind: 'text', text: safeText(text) })

/** Tenths become a number with one decimal, whatever the language of the program that opens it. */
export function valueCell(kind: ColumnValue, value: CellValue): SheetCell {
  if (value === null) return null
  if (typeof value !== 'number') return textCell(formatCell(kind, value))
  if (kind === 'test') return { kind: 'number', value: value / 10, decimals: 0 }
  return kind === 'mark' ? { kind: 'number', value: value / 10, decimals: 1 } : { kind: 'number', value, decimals: 0 }
}

/** One grid as its sheet (contract: Workbooks), with what is computed and the remarks behind the columns of the contract. */
export function gridSheet({ grid, students, value, result, remarks }: GridExport): WrittenSheet {
  const columns = columnsOf(grid)
  const computed = result ? computedOf(grid) : []
  const kind = resultKind(grid)
  return {
    name: grid.id,
    header: [
      idTitle,
      nameTitle,
      ...columns.map(({ id }) => columnTitle(id)),
      ...computed.map(({ title }) => title),
      ...(remarks ? [extraTitles.remark] : []),
    ],
    rows: students.map((student) => [
      textCell(student.id),
      textCell(student.name),
      ...columns.map((column) => valueCell(column.value, value(cellKey(student.id, column.id)))),
      ...computed.map(({ term }) => valueCell(kind, result?.(student.id, term) ?? null)),
      ...(remarks ? [textCell(remarks.get(student.id) ?? '')] : []),
    ]),
  }
}

const resultKind = ({ subject }: Pick<GridName, 'subject'>): Column['value'] => (subject.kind === 'scored' ? 'mark' : 'comment')

function computedOf({ subject, term }: GridName): readonly { readonly title: string; readonly term: 'term' | 'year' }[] {
  if (subject.kind !== 'scored' && subject.kind !== 'comment') return []
  const scored = subject.kind === 'scored'
  const first = { title: scored ? extraTitles.average : extraTitles.level, term: 'term' } as const
  const year = { title: scored ? extraTitles.year : extraTitles.yearLevel, term: 'year' } as const
  return term === 'HK2' ? [first, year] : [first]
}

/** A class and term on one sheet: the result of every subject, conduct and absences. No ranks (school charter). */
export function summaryOf(grids: readonly GridExport[]): WrittenSheet {
  const students = grids[0]?.students ?? []
  const columns = grids.flatMap((one) => summaryColumns(one))
  return {
    name: summarySheet,
    header: [idTitle, nameTitle, ...columns.map(({ title }) => title)],
    rows: students.map((student) => [textCell(student.id), textCell(student.name), ...columns.map(({ of }) => of(student.id))]),
  }
}

interface SummaryColumn {
  readonly title: string
  of(student: string): SheetCell
}

function summaryColumns({ grid, value, result }: GridExport): readonly SummaryColumn[] {
  if (grid.subject.kind !== 'scored' && grid.subject.kind !== 'comment')
    return columnsOf(grid).map((column) => ({
      title: grid.subject.kind === 'homeroom' ? column.name : `${grid.subject.name}: ${column.name}`,
      of: (student) => valueCell(column.value, value(cellKey(student, column.id))),
    }))
  return computedOf(grid).map(({ term }) => ({
    title: term === 'year' ? `${grid.subject.name} (cả năm)` : grid.subject.name,
    of: (student) => valueCell(resultKind(grid), result?.(student, term) ?? null),
  }))
}
