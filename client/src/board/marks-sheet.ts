import { type CellValue, type ColumnValue, formatCell } from '@hocba/shared/grid'
import type { ColumnLine } from '../app/answers.ts'
import { showDay } from '../text/time.ts'
import type { Board, BoardSubject } from './answers.ts'
import type { Sheet, SheetCell, SheetColumn, SheetGroup } from './sheet.ts'
import type { BoardText } from './text.ts'

export type ComputedId = 'tb' | 'cn'

/** A class and term as a sheet: a group a subject, in detail or its averages alone. */
export function marksSheet(board: Board, detail: boolean, text: BoardText): Sheet {
  return { students: board.students, groups: board.subjects.map((subject) => groupOf(board, subject, detail, text)).filter(hasColumns) }
}

const hasColumns = ({ columns }: SheetGroup): boolean => columns.length > 0

const signs = { open: 'open', locked: 'lock', frozen: 'seal' } as const

function groupOf(board: Board, subject: BoardSubject, detail: boolean, text: BoardText): SheetGroup {
  const missing = new Set(subject.missing)
  const stored = detail ? subject.columns : subject.columns.filter((column) => isResult(subject, column))
  return {
    id: subject.subject,
    name: subject.subjectName,
    state: { sign: signs[subject.state], word: text.state[subject.state] },
    columns: [
      ...stored.map((column) => storedColumn(subject, column, missing, text)),
      ...computedOf(board, subject).map((id) => computedColumn(subject, id, detail, text)),
    ],
  }
}

/** What stands for a grid without its details: a primary level is given at the end of the term, not computed (Circular 27 art. 7, 8). */
function isResult({ kind }: BoardSubject, { id }: ColumnLine): boolean {
  if (kind === 'level') return id === 'mck'
  return kind === 'homeroom' || (kind === 'quality' && id.endsWith('ck'))
}

/** What a term shows beside the entered columns: only what is computed from them. */
export function computedOf({ term }: Pick<Board, 'term'>, subject: BoardSubject): readonly ComputedId[] {
  if (subject.kind !== 'scored' && subject.kind !== 'comment') return []
  return term === 'HK2' ? ['tb', 'cn'] : ['tb']
}

export const columnName = ({ id, name }: ColumnLine, text: BoardText): string => text.short[id] ?? name

const widths: Readonly<Record<ColumnValue, number>> = {
  mark: 58,
  comment: 58,
  conduct: 118,
  absences: 118,
  level: 78,
  test: 66,
  quality: 150,
}

function storedColumn(subject: BoardSubject, column: ColumnLine, missing: ReadonlySet<string>, text: BoardText): SheetColumn {
  return {
    id: `${subject.subject}.${column.id}`,
    name: columnName(column, text),
    width: widths[column.value],
    computed: false,
    cell(student) {
      const value = subject.values[student]?.[column.id] ?? null
      const low = (column.value === 'mark' || column.value === 'test') && typeof value === 'number' && value < 50
      return { text: formatCell(column.value, value), low, ...signOf(subject.late, missing, `${student}/${column.id}`, text) }
    },
  }
}

/** The sign of an entered cell, with its meaning. */
export function signOf(
  late: BoardSubject['late'],
  missing: ReadonlySet<string>,
  cell: string,
  text: BoardText,
): Pick<SheetCell, 'sign' | 'note'> {
  if (missing.has(cell)) return { sign: 'missing', note: text.missing }
  const at = late[cell]
  return at === undefined ? {} : { sign: 'late', note: text.lateAt(showDay(text.language, at)) }
}

function computedColumn(subject: BoardSubject, id: ComputedId, detail: boolean, text: BoardText): SheetColumn {
  return {
    id: `${subject.subject}.${id}`,
    name: id === 'cn' ? text.yearShort : subject.kind === 'scored' ? text.average : text.result,
    width: detail ? 58 : 84,
    computed: true,
    cell(student) {
      const value = subject.results?.[student]?.[id] ?? null
      return { text: showResult(value), low: typeof value === 'number' && value < 50 }
    },
  }
}

/** Averages are printed with their decimal, `8,0`, as the prescribed gradebook does; levels as in the grid. */
export function showResult(value: CellValue): string {
  if (typeof value === 'number') return `${Math.trunc(value / 10)},${value % 10}`
  return formatCell('comment', value)
}
