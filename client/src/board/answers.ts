import type {
  Completion,
  Explained,
  Level,
  Periods,
  PrimaryAward,
  Promotion,
  StudyLevel,
  Title,
  YearResult,
} from '@hocba/shared/assessment'
import type { CellValue, GridState, Term } from '@hocba/shared/grid'
import type { SubjectKind } from '@hocba/shared/school'
import type { ColumnLine } from '../app/answers.ts'

/** The answers of /api/board, /api/year and /api/progress/days, as /api/openapi.json names them. */

type ByStudent<T> = { readonly [student: string]: T }

export interface StudentLine {
  readonly id: string
  readonly name: string
}

export interface BoardSubject {
  readonly grid: string
  readonly subject: string
  readonly subjectName: string
  readonly kind: SubjectKind
  readonly state: GridState
  /** The place in the grid's log that all of this is taken from. */
  readonly seq: number
  readonly teachers: readonly string[]
  readonly columns: readonly ColumnLine[]
  readonly values: ByStudent<{ readonly [column: string]: CellValue }>
  readonly results?: ByStudent<{ readonly tb: CellValue; readonly cn?: CellValue }>
  readonly term1?: ByStudent<CellValue>
  /** Cell -> time of its first value. */
  readonly late: { readonly [cell: string]: string }
  readonly missing: readonly string[]
  readonly filled: number
  readonly total: number
}

export interface Board {
  readonly class: string
  readonly term: Term
  readonly students: readonly StudentLine[]
  readonly subjects: readonly BoardSubject[]
}

export interface SecondaryVerdict {
  readonly study: Periods<Explained<StudyLevel>>
  readonly conduct: { readonly hk1: Level | null; readonly hk2: Level | null; readonly cn: Explained<Level | null> }
  readonly title: Explained<Title | null>
  readonly promotion: Explained<Promotion | null>
  readonly again: readonly string[]
}

export interface PrimaryVerdict {
  readonly result: Explained<YearResult | null>
  readonly award: Explained<PrimaryAward | null>
  readonly completion: Explained<Completion | null>
}

export interface YearLine extends StudentLine {
  readonly subjects: { readonly [subject: string]: Periods<Explained<CellValue>> }
  readonly absences: Periods<number | null>
  readonly secondary?: SecondaryVerdict
  readonly primary?: PrimaryVerdict
}

export interface ClassYear {
  readonly class: string
  readonly subjects: readonly { readonly id: string; readonly name: string; readonly kind: SubjectKind }[]
  readonly students: readonly YearLine[]
}

export interface EntryDays {
  readonly total: number
  readonly days: readonly { readonly day: string; readonly entered: number; readonly changed: number }[]
}
