import { levels } from '@hocba/shared/assessment'
import type { CellValue } from '@hocba/shared/grid'
import type { Board, BoardSubject } from '../answers.ts'
import { columnName, computedOf } from '../marks-sheet.ts'
import type { BoardText } from '../text.ts'

export interface Bin {
  readonly name: string
  readonly count: number
}

/** One column of one class: how many students in each range, never who. */
export interface Distribution {
  readonly bins: readonly Bin[]
  readonly empty: number
}

export interface Choice {
  readonly id: string
  readonly name: string
}

/** The columns of a subject that have a distribution: marks, levels and results; absences have none. */
export function columnsToPlot(board: Pick<Board, 'term'>, subject: BoardSubject, text: BoardText): readonly Choice[] {
  const stored = subject.columns
    .filter(({ value }) => value !== 'absences')
    .map((column) => ({ id: column.id, name: columnName(column, text) }))
  const result = subject.kind === 'scored' ? text.average : text.result
  return [...stored, ...computedOf(board, subject).map((id) => ({ id, name: id === 'cn' ? text.yearShort : result }))]
}

export function distributionOf(subject: BoardSubject, column: string, students: readonly { readonly id: string }[]): Distribution {
  const values = students.map(({ id }) => valueOf(subject, column, id))
  const entered = values.filter((value) => value !== null)
  const isMark = subject.columns.find(({ id }) => id === column)?.value ?? (subject.kind === 'scored' ? 'mark' : 'level')
  const bins = isMark === 'mark' || isMark === 'test' ? markBins(entered) : levelBins(entered)
  return { bins, empty: values.length - entered.length }
}

function valueOf(subject: BoardSubject, column: string, student: string): CellValue {
  if (column === 'tb' || column === 'cn') return subject.results?.[student]?.[column] ?? null
  return subject.values[student]?.[column] ?? null
}

/** Ranges of one mark; 9 to 10 is the last. */
const starts = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const

const markBins = (values: readonly CellValue[]): readonly Bin[] =>
  starts.map((start) => ({
    name: start === 9 ? '9–10' : `${start}–${start},9`,
    count: values.filter((value) => typeof value === 'number' && Math.min(9, Math.floor(value / 10)) === start).length,
  }))

const codes = [...new Set([...levels, 'H', 'C'])]
const shown: Readonly<Record<string, string>> = { D: 'Đ', CD: 'CĐ' }

/** The codes that occur, best first. */
const levelBins = (values: readonly CellValue[]): readonly Bin[] =>
  codes
    .map((code) => ({ name: shown[code] ?? code, count: values.filter((value) => value === code).length }))
    .filter(({ count }) => count > 0)
