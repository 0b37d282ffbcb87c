import { type ColumnId, type GridId, columnsOf } from '../grid/index.ts'
import type { DescribedGrid } from './described-grid.ts'
import { folded, readHeading } from './heading.ts'
import { type Problem, problem } from './problem.ts'
import { type MarkChange, readRow } from './row.ts'
import { type Field, extraTitles, idTitle, isExtra, nameTitle, summarySheet, columnTitle, wantedOf } from './template.ts'
import type { WorkbookSheet } from './workbook.ts'

/** A column of the sheet that the template knows. */
export interface MatchedColumn {
  /** As the template writes it. */
  readonly title: string
  /** Place in a row, from 0. */
  readonly at: number
  readonly use: 'id' | 'name' | 'passed-over' | ColumnId
}

export interface MarksSheet {
  readonly sheet: string
  /** `undefined` when the sheet's name is no known grid. */
  readonly grid: GridId | undefined
  /** Empty when there is a problem: a sheet is taken whole or not at all. */
  readonly changes: readonly MarkChange[]
  /** What the rows without a problem would change, for a person who asks for these alone. */
  readonly goodRows: { readonly changes: readonly MarkChange[]; readonly count: number }
  readonly columns: readonly MatchedColumn[]
  readonly problems: readonly Problem[]
}

/** The sheet is named for its grid. */
export const gridOfSheet = (name: string): GridId => name.normalize('NFKC').replaceAll(/\s+/g, '').toUpperCase() as GridId

/** Empty sheets and the overview of an export hold no marks. */
export const holdsMarks = ({ name, rows }: WorkbookSheet): boolean => rows.length > 0 && folded(name) !== folded(summarySheet)

const noGrid = {
  vi: 'Tên trang tính phải là mã bảng điểm có trong trường, ví dụ 2025-6A.TOAN.HK1.',
  en: 'The sheet must be named by the id of a grid of the school, such as 2025-6A.TOAN.HK1.',
}
const twice = { vi: 'Hai trang tính cùng một bảng điểm.', en: 'Two sheets are for one grid.' }

const refusedSheet = (sheet: WorkbookSheet, grid: GridId | undefined, problems: readonly Problem[]): MarksSheet => ({
  sheet: sheet.name,
  grid,
  changes: [],
  goodRows: { changes: [], count: 0 },
  columns: [],
  problems,
})

/**
 * Reads a sheet of marks: Đ/CĐ in comment-assessed subjects, RL and NGHI in the homeroom grid.
 * An empty cell leaves the grid's cell as it is. `taken` remembers the grids that the workbook has had already.
 */
export function readMarksSheet(sheet: WorkbookSheet, described: DescribedGrid | undefined, taken: Set<string>): MarksSheet {
  const whole = { sheet: sheet.name, row: 0, value: sheet.name }
  if (!described) return refusedSheet(sheet, undefined, [problem(whole, 'grid.unknown', noGrid)])
  const { id } = described.grid
  if (taken.has(id)) return refusedSheet(sheet, id, [problem(whole, 'import.duplicate', twice)])
  taken.add(id)
  return readGrid(sheet, described)
}

function readGrid(sheet: WorkbookSheet, described: DescribedGrid): MarksSheet {
  const columns = columnsOf(described.grid)
  const { heading, problems } = readHeading(sheet, wantedOf(columns, described.grid))
  const grid = described.grid.id
  if (problems.length > 0) return refusedSheet(sheet, grid, problems)
  const seen = new Map<string, number>()
  const rows = heading.rows.map((row) => readRow({ sheet: sheet.name, row, heading, columns, described, seen }))
  const isNews = ({ cell, value }: MarkChange): boolean => (described.values?.get(cell) ?? null) !== value
  const good = rows.filter((row) => row.problems.length === 0)
  const changes = good.flatMap((row) => row.changes).filter(isNews)
  return {
    sheet: sheet.name,
    grid,
    changes: good.length < rows.length ? [] : changes,
    goodRows: { changes, count: good.length },
    columns: [...heading.places].map(([field, at]) => ({ title: titleOf(field), at, use: useOf(field) })),
    problems: rows.flatMap((row) => row.problems),
  }
}

function titleOf(field: Field): string {
  if (field === 'id') return idTitle
  if (field === 'name') return nameTitle
  return isExtra(field) ? extraTitles[field] : columnTitle(field)
}

const useOf = (field: Field): MatchedColumn['use'] => (isExtra(field) ? 'passed-over' : field)
