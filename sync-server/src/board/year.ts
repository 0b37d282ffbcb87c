import {
  type Explained,
  type Periods,
  type StudentYear,
  explainTerm,
  explainYear,
  isLevel,
  studentYear,
  subjectResult,
} from '@hocba/shared/assessment'
import { type CellValue, type ColumnId, type Term, gridId } from '@hocba/shared/grid'
import { type Subject, type SubjectId, gradeOf, isKeptByHomeroom, subjectsOf } from '@hocba/shared/school'
import type { Folds, GridFold } from '../project/fold.ts'
import type { Services } from '../services.ts'
import { gridsOfClass, rowOf } from './board.ts'
import { type PrimaryVerdict, primaryVerdict } from './primary-year.ts'

/** What Circular 22 says of a student's year, each computed value with how it came about. */
export interface SecondaryVerdict {
  readonly study: StudentYear['study']
  readonly conduct: StudentYear['conduct']
  readonly title: StudentYear['title']
  readonly promotion: StudentYear['promotion']
  /** Subjects to be assessed again (art. 14). */
  readonly again: readonly SubjectId[]
}

/** One student's year as the grids stand now. */
export interface YearLine {
  readonly id: string
  readonly name: string
  readonly subjects: { readonly [subject: string]: Periods<Explained<CellValue>> }
  readonly absences: { readonly hk1: number | null; readonly hk2: number | null; readonly cn: number | null }
  /** One of the two, by the class's grade. */
  readonly secondary?: SecondaryVerdict
  readonly primary?: PrimaryVerdict
}

export interface ClassYear {
  readonly class: string
  readonly subjects: readonly { readonly id: string; readonly name: string; readonly kind: Subject['kind'] }[]
  readonly students: readonly YearLine[]
}

/** The cells of one student in one grid of the year. */
export type Cells = (subject: Subject, term: Term) => ReadonlyMap<string, CellValue>

/** A class's year from both terms' logs, by the same rules as its transcripts. */
export async function classYear(services: Services, folds: Folds, className: string): Promise<ClassYear> {
  const { school } = services
  const grade = gradeOf(className)
  const read = await Promise.all(gridsOfClass(services, className).map(async ({ id }) => [id, await folds.of(id)] as const))
  const byId = new Map<string, Pick<GridFold, 'values'>>(read)
  const cellsOf =
    (student: string): Cells =>
    (subject, term) =>
      rowOf({ subject }, byId.get(gridId(school.record.year, className, subject.id, term)) ?? { values: new Map() }, student)
  return {
    class: className,
    subjects: studied(grade).map(({ id, name, kind }) => ({ id, name, kind })),
    students: school.studentsOf(className).map(({ id, name }) => ({ id, name, ...lineOf(grade, cellsOf(id)) })),
  }
}

const studied = (grade: number): readonly Subject[] => subjectsOf(grade).filter((subject) => !isKeptByHomeroom(subject))

function lineOf(grade: number, cells: Cells): Omit<YearLine, 'id' | 'name'> {
  const results = studied(grade).map((subject) => ({ subject, periods: periodsOf(subject, cells) }))
  const homeroom = subjectsOf(grade).find(({ kind }) => kind === 'homeroom')
  const inHomeroom = (term: Term, column: ColumnId): CellValue => (homeroom && cells(homeroom, term).get(column)) ?? null
  const absences = absencesOf(inHomeroom('HK1', 'nghi'), inHomeroom('HK2', 'nghi'))
  const conduct = { hk1: levelIn(inHomeroom('HK1', 'rl')), hk2: levelIn(inHomeroom('HK2', 'rl')) }
  const isPrimary = studied(grade).some(({ kind }) => kind === 'level')
  return {
    subjects: Object.fromEntries(results.map(({ subject, periods }) => [subject.id, periods])),
    absences,
    ...(isPrimary ? { primary: primaryVerdict(grade, cells) } : { secondary: secondaryVerdict(results, conduct, absences.cn) }),
  }
}

function secondaryVerdict(
  results: readonly { readonly subject: Subject; readonly periods: Periods<Explained<CellValue>> }[],
  conduct: Parameters<typeof studentYear>[0]['conduct'],
  absences: number | null,
): SecondaryVerdict {
  const subjects = results.map(({ subject, periods: { hk1, hk2, cn } }) => ({
    hk1: subjectResult(subject, hk1.value),
    hk2: subjectResult(subject, hk2.value),
    cn: subjectResult(subject, cn.value),
  }))
  const { again, ...year } = studentYear({ subjects, conduct, absences })
  return { ...year, again: again.map(({ subject }) => subject as SubjectId) }
}

function periodsOf(subject: Subject, cells: Cells): Periods<Explained<CellValue>> {
  const hk1 = explainTerm(subject, cells(subject, 'HK1'))
  const hk2 = explainTerm(subject, cells(subject, 'HK2'))
  return { hk1, hk2, cn: explainYear(subject, hk1.value, hk2.value) }
}

const levelIn = (value: CellValue) => (isLevel(value) ? value : null)

/** The year's half-days are undecided while one term's are. */
function absencesOf(first: CellValue, second: CellValue): YearLine['absences'] {
  const hk1 = typeof first === 'number' ? first : null
  const hk2 = typeof second === 'number' ? second : null
  return { hk1, hk2, cn: hk1 === null || hk2 === null ? null : hk1 + hk2 }
}
