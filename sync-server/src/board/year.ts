import { type Explained, type Periods, type StudentYear, explainTerm, explainYear, isLevel, studentYear, subjectResult } from '@hocba/shared/assessment'
import { type CellValue, type Term, cellKey, gridId } from '@hocba/shared/grid'
import { type Subject, type SubjectId, studySubjects } from '@hocba/shared/school'
import type { Folds, GridFold } from '../project/fold.ts'
import type { Services } from '../services.ts'
import { gridsOfClass, rowOf } from './board.ts'

/** One student's year as the grids stand now: every computed value with how it came about. */
export interface BoardYear {
  readonly id: string
  readonly name: string
  readonly subjects: { readonly [subject: string]: Periods<Explained<CellValue>> }
  readonly study: StudentYear['study']
  readonly conduct: StudentYear['conduct']
  readonly absences: { readonly hk1: number | null; readonly hk2: number | null; readonly cn: number | null }
  readonly title: StudentYear['title']
  readonly promotion: StudentYear['promotion']
  /** Subject ids (art. 14). */
  readonly again: readonly string[]
}

type FoldOf = (subject: SubjectId, term: Term) => GridFold | undefined

/** A class's year from both terms' logs, by the same rules as its transcripts. */
export async function classYear(services: Services, folds: Folds, className: string): Promise<readonly BoardYear[]> {
  const { school } = services
  const grids = await Promise.all(gridsOfClass(services, className).map(async (grid) => [grid.id, await folds.of(grid.id)] as const))
  const byId = new Map<string, GridFold>(grids)
  const foldOf: FoldOf = (subject, term) => byId.get(gridId(school.record.year, className, subject, term))
  return school.studentsOf(className).map(({ id, name }) => ({ id, name, ...yearOf(id, foldOf) }))
}

function yearOf(student: string, foldOf: FoldOf): Omit<BoardYear, 'id' | 'name'> {
  const subjects = studySubjects.map((subject) => ({ subject, periods: periodsOf(subject, student, foldOf) }))
  const homeroom = (term: Term, column: 'rl' | 'nghi'): CellValue => foldOf('GVCN', term)?.values.get(cellKey(student, column)) ?? null
  const absences = absencesOf(homeroom('HK1', 'nghi'), homeroom('HK2', 'nghi'))
  const year = studentYear({
    subjects: subjects.map(({ subject, periods: { hk1, hk2, cn } }) => ({
      hk1: subjectResult(subject, hk1.value),
      hk2: subjectResult(subject, hk2.value),
      cn: subjectResult(subject, cn.value),
    })),
    conduct: { hk1: levelIn(homeroom('HK1', 'rl')), hk2: levelIn(homeroom('HK2', 'rl')) },
    absences: absences.cn,
  })
  return {
    subjects: Object.fromEntries(subjects.map(({ subject, periods }) => [subject.id, periods])),
    study: year.study,
    conduct: year.conduct,
    absences,
    title: year.title,
    promotion: year.promotion,
    again: year.again.map(({ subject }) => subject),
  }
}

function periodsOf(subject: Subject, student: string, foldOf: FoldOf): Periods<Explained<CellValue>> {
  const term = (name: Term): Explained<CellValue> =>
    explainTerm(subject, rowOf({ subject }, foldOf(subject.id, name) ?? { values: new Map() }, student))
  const hk1 = term('HK1')
  const hk2 = term('HK2')
  return { hk1, hk2, cn: explainYear(subject, hk1.value, hk2.value) }
}

const levelIn = (value: CellValue) => (isLevel(value) ? value : null)

/** The year's half-days are undecided while one term's are. */
function absencesOf(hk1: CellValue, hk2: CellValue): BoardYear['absences'] {
  const one = typeof hk1 === 'number' ? hk1 : null
  const two = typeof hk2 === 'number' ? hk2 : null
  return { hk1: one, hk2: two, cn: one === null || two === null ? null : one + two }
}
