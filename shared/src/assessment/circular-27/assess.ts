import { type Result, ok } from '../../core/result.ts'
import type { InputFault } from '../place.ts'
import { type PrimaryStudent, type TermEnd, type Terms, readPrimaryInput } from './assess-input.ts'
import { type PrimaryAward, primaryAward } from './award.ts'
import { type Completion, completion, resultAfterReassessment } from './completion.ts'
import type { QualityLevel, SubjectLevel, YearResult } from './level.ts'
import { qualityYear } from './quality.ts'
import { type PrimaryYear, yearResult } from './result.ts'
import { subjectYear } from './subject.ts'

export interface PrimaryOutput {
  readonly students: readonly PrimaryOutcome[]
}

type WithYear<Value> = Terms<Value> & { readonly cn: Value }

/** What `hocba assess` prints for a primary student; `null` = undecided. */
export interface PrimaryOutcome {
  readonly id: string
  readonly subjects: Readonly<Record<string, WithYear<SubjectLevel | null>>>
  /** Marks of the end-of-term tests, of subjects that have them. */
  readonly tests: Readonly<Record<string, Terms<number | null>>>
  readonly qualities: Readonly<Record<string, WithYear<QualityLevel | null>>>
  readonly result: YearResult | null
  readonly award: PrimaryAward | null
  readonly completion: Completion | null
}

/** `hocba assess` under Circular 27: an input of unknown shape to every result of every student, or the first fault. */
export function assessPrimary(input: unknown): Result<PrimaryOutput, InputFault> {
  const read = readPrimaryInput(input)
  return read.ok ? ok({ students: read.value.students.map((student) => assessStudent(read.value.grade, student)) }) : read
}

function assessStudent(grade: number, student: PrimaryStudent): PrimaryOutcome {
  const year = yearOf(student)
  const result = yearResult(year).value
  const tested = student.marks.filter(({ subject }) => subject.kind === 'tested')
  return {
    id: student.id,
    subjects: Object.fromEntries(
      student.marks.map(({ subject, hk1, hk2 }) => [subject.id, { hk1: hk1.level, hk2: hk2.level, cn: subjectYear(hk2.level).value }]),
    ),
    tests: Object.fromEntries(tested.map(({ subject, hk1, hk2 }) => [subject.id, { hk1: decimal(hk1), hk2: decimal(hk2) }])),
    qualities: Object.fromEntries(student.qualities.map(({ quality, hk1, hk2 }) => [quality.id, { hk1, hk2, cn: qualityYear(hk2).value }])),
    result,
    award: primaryAward(result, student.recognition).value,
    completion: completion(grade, result, resultAfterReassessment(year, student.reassessed)).value,
  }
}

const yearOf = ({ marks, qualities }: PrimaryStudent): PrimaryYear => ({
  subjects: marks.map(({ subject, hk2 }) => ({
    subject: subject.id,
    level: subjectYear(hk2.level).value,
    ...(subject.kind === 'tested' ? { test: hk2.test } : {}),
  })),
  qualities: qualities.map(({ quality, hk2 }) => ({ quality: quality.id, level: qualityYear(hk2).value })),
})

const decimal = ({ test }: TermEnd): number | null => (test === null ? null : test / 10)
