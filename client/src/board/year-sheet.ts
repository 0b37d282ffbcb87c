import type { Explained, Level, Periods, StudyLevel } from '@hocba/shared/assessment'
import type { CellValue } from '@hocba/shared/grid'
import type { ClassYear, YearLine } from './answers.ts'
import { showResult } from './marks-sheet.ts'
import type { Sheet, SheetCell, SheetColumn, SheetGroup } from './sheet.ts'
import type { BoardText } from './text.ts'

type Period = keyof Periods<unknown>

const periods: readonly Period[] = ['hk1', 'hk2', 'cn']

/** A cell of the year with how it came about, where it was computed. */
interface YearCell extends SheetCell {
  readonly why?: Explained<unknown>
}

export interface YearColumn extends Omit<SheetColumn, 'cell'> {
  readonly of: (line: YearLine) => YearCell
}

export interface YearGroup extends Omit<SheetGroup, 'columns'> {
  readonly columns: readonly YearColumn[]
}

/** Levels of the terms and the year, titles and promotion first, then each subject: terms and year, or the year alone. */
export function yearGroups(year: ClassYear, detail: boolean, text: BoardText): readonly YearGroup[] {
  const isPrimary = year.students.some(({ primary }) => primary !== undefined)
  const shown = detail ? periods : (['cn'] as const)
  const names = { hk1: text.term1Short, hk2: text.term2Short, cn: text.yearShort }
  const column = (id: string, name: string, width: number, of: YearColumn['of'], computed = true): YearColumn => ({
    id,
    name,
    width,
    computed,
    of,
  })
  const absences: YearGroup = {
    id: 'absences',
    name: text.absences,
    columns: shown.map((period) => column(`absences.${period}`, names[period], 64, (line) => number(line.absences[period]), false)),
  }
  return [
    ...(isPrimary ? primaryGroups(text, column) : secondaryGroups(names, text, column)),
    absences,
    ...year.subjects.map(({ id, name }): YearGroup => ({
      id,
      name,
      columns: shown.map((period) =>
        column(`${id}.${period}`, names[period], shown.length === 1 ? 84 : 62, (line) => resultCell(line.subjects[id]?.[period])),
      ),
    })),
  ]
}

type MakeColumn = (id: string, name: string, width: number, of: YearColumn['of'], computed?: boolean) => YearColumn

function secondaryGroups(names: Periods<string>, text: BoardText, column: MakeColumn): readonly YearGroup[] {
  return [
    {
      id: 'study',
      name: text.study,
      columns: periods.map((period) =>
        column(`study.${period}`, names[period], 92, (line) => studyCell(line.secondary?.study[period], text)),
      ),
    },
    {
      id: 'conduct',
      name: text.conduct,
      columns: periods.map((period) =>
        column(`conduct.${period}`, names[period], 84, (line) => conductCell(line, period, text), period === 'cn'),
      ),
    },
    {
      id: 'title',
      name: text.titleGroup,
      columns: [column('title.cn', text.yearShort, 96, ({ secondary }) => named(secondary?.title, text.award))],
    },
    {
      id: 'promotion',
      name: text.promotionGroup,
      columns: [column('promotion.cn', text.yearShort, 148, ({ secondary }) => named(secondary?.promotion, text.promotion))],
    },
  ]
}

const primaryGroups = (text: BoardText, column: MakeColumn): readonly YearGroup[] => [
  {
    id: 'result',
    name: text.resultGroup,
    columns: [column('result.cn', text.yearShort, 156, ({ primary }) => named(primary?.result, text.yearResult))],
  },
  {
    id: 'title',
    name: text.titleGroup,
    columns: [column('title.cn', text.yearShort, 96, ({ primary }) => named(primary?.award, text.primaryAward))],
  },
  {
    id: 'promotion',
    name: text.promotionGroup,
    columns: [column('promotion.cn', text.yearShort, 220, ({ primary }) => named(primary?.completion, text.completion))],
  },
]

export function yearSheet(year: ClassYear, groups: readonly YearGroup[]): Sheet {
  const lines = new Map(year.students.map((line) => [line.id, line]))
  const cellOf =
    ({ of }: YearColumn) =>
    (student: string): SheetCell => {
      const line = lines.get(student)
      return line ? of(line) : { text: '' }
    }
  return {
    students: year.students,
    groups: groups.map((group) => ({ ...group, columns: group.columns.map((one) => ({ ...one, cell: cellOf(one) })) })),
  }
}

function studyCell(why: Explained<StudyLevel> | undefined, text: BoardText): YearCell {
  if (!why) return { text: '' }
  const { level, adjusted } = why.value
  return { text: level === null ? '' : text.level[level], why, ...(adjusted ? { sign: 'adjusted', note: text.adjusted } : {}) }
}

function conductCell({ secondary }: YearLine, period: Period, text: BoardText): YearCell {
  if (!secondary) return { text: '' }
  const show = (level: Level | null): string => (level === null ? '' : text.level[level])
  if (period !== 'cn') return { text: show(secondary.conduct[period]) }
  return { text: show(secondary.conduct.cn.value), why: secondary.conduct.cn }
}

const named = <Code extends string>(why: Explained<Code | null> | undefined, names: Readonly<Record<Code, string>>): YearCell =>
  why ? { text: why.value === null ? '' : names[why.value], why } : { text: '' }

const number = (value: number | null): YearCell => ({ text: value === null ? '' : String(value) })

function resultCell(why: Explained<CellValue> | undefined): YearCell {
  if (!why) return { text: '' }
  return { text: showResult(why.value), why, low: typeof why.value === 'number' && why.value < 50 }
}
