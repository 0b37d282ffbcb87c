import type { PrimaryOutcome, QualityLevel, SubjectLevel } from '@hocba/shared/assessment'
import { assessFile } from '@hocba/shared/assessment'
import { qualitiesOf } from '@hocba/shared/school'

export const tested = ['TV', 'TOAN', 'NN1']
export const untested = ['DD', 'AN', 'MT', 'GDTC']
export const subjects = [
  ...tested.map((id) => ({ id, kind: 'tested' as const })),
  ...untested.map((id) => ({ id, kind: 'level' as const })),
]

type Levels = Readonly<Record<string, SubjectLevel | null>>

const term = (levels: Levels, tests: readonly (number | null)[]) => (id: string) => ({
  mck: id in levels ? levels[id] : 'T',
  ...(tested.includes(id) ? { ktck: tests[tested.indexOf(id)] } : {}),
})

export interface Case {
  readonly grade?: number
  /** End-of-year tests of TV, TOAN, NN1. */
  readonly tests?: readonly (number | null)[]
  /** End-of-year levels that are not T. */
  readonly levels?: Levels
  readonly hk1?: Levels
  readonly qualities?: Readonly<Record<string, QualityLevel | null>>
  readonly recognition?: { readonly merit?: boolean; readonly byClass?: boolean }
  readonly reassessed?: unknown
}

/** A student of a primary class whose every level is T, save what is said. */
export function fileOf(one: Case) {
  const grade = one.grade ?? 3
  const hk1 = term(one.hk1 ?? {}, [10, 10, 10])
  const hk2 = term(one.levels ?? {}, one.tests ?? [9, 9, 10])
  const levelOf = (id: string) => (one.qualities && id in one.qualities ? one.qualities[id] : 'T')
  return {
    rulebook: 'TT27/2020',
    grade,
    subjects,
    students: [
      {
        id: `${grade}A-01`,
        marks: Object.fromEntries(subjects.map(({ id }) => [id, { hk1: hk1(id), hk2: hk2(id) }])),
        qualities: Object.fromEntries(qualitiesOf(grade).map(({ id }) => [id, { hk1: { ck: 'T' }, hk2: { ck: levelOf(id) } }])),
        ...(one.recognition ? { recognition: one.recognition } : {}),
        ...(one.reassessed === undefined ? {} : { reassessed: one.reassessed }),
      },
    ],
  }
}

export function outcome(input: unknown): PrimaryOutcome {
  const read = assessFile(input)
  if (!read.ok) throw new TypeError(`${read.error.path}: ${read.error.message}`)
  const [first] = read.value.students
  if (!first || !('completion' in first)) throw new TypeError('a primary student')
  return first
}

export const verdict = (one: Case): readonly unknown[] => {
  const { result, award, completion } = outcome(fileOf(one))
  return [result, award, completion]
}
