import { type Result, ok } from '../core/result.ts'
import type { Tenths } from '../core/tenths.ts'
import { type AssessStudent, type SubjectMarks, readAssessInput } from './assess-input.ts'
import { termAverage, termComment, yearAverage, yearComment } from './circular-22/average.ts'
import { type Title, title } from './circular-22/award.ts'
import { conductYear } from './circular-22/conduct.ts'
import { type Promotion, promotion } from './circular-22/promotion.ts'
import { type StudyLevel, studyLevel } from './circular-22/rating.ts'
import { studyAfterReassessment } from './circular-22/reassessment.ts'
import type { CommentLevel, Level } from './level.ts'
import type { InputFault } from './place.ts'
import type { SubjectResult } from './subject-result.ts'

/** Both terms and the year, in this order on the wire. */
export interface Periods<Value> {
  readonly hk1: Value
  readonly hk2: Value
  readonly cn: Value
}

export interface AssessOutput {
  readonly students: readonly StudentOutcome[]
}

/** What `hocba assess` prints for a student: averages as numbers with one decimal, levels as codes, `null` = undecided. */
export interface StudentOutcome {
  readonly id: string
  readonly subjects: Readonly<Record<string, Periods<number | CommentLevel | null>>>
  readonly study: Periods<Level | null>
  /** Raised by art. 9.3. */
  readonly adjusted: Periods<boolean>
  readonly conduct: Periods<Level | null>
  readonly title: Title | null
  readonly promotion: Promotion | null
}

/** `hocba assess` under Circular 22: an input of unknown shape to every result of every student, or the first fault. */
export function assess(input: unknown): Result<AssessOutput, InputFault> {
  const read = readAssessInput(input)
  return read.ok ? ok({ students: read.value.students.map(assessStudent) }) : read
}

function assessStudent(student: AssessStudent): StudentOutcome {
  const results = student.marks.map(resultsOf)
  const year = results.map((one) => one.cn)
  const study = each(results, studyLevel)
  const conduct = { ...student.conduct, cn: conductYear(student.conduct.hk1, student.conduct.hk2).value }
  const reassessed = studyAfterReassessment(year, student.reassessed).value
  const verdict = { study: study.cn.level, conduct: conduct.cn }
  return {
    id: student.id,
    subjects: Object.fromEntries(results.map((one) => [one.cn.subject, onWire(one)])),
    study: { hk1: study.hk1.level, hk2: study.hk2.level, cn: study.cn.level },
    adjusted: { hk1: study.hk1.adjusted, hk2: study.hk2.adjusted, cn: study.cn.adjusted },
    conduct: { hk1: conduct.hk1, hk2: conduct.hk2, cn: conduct.cn },
    title: title({ ...verdict, results: year }).value,
    promotion: promotion({ ...verdict, absences: student.absences, reassessed }).value,
  }
}

/** One subject's results of both terms and the year. */
function resultsOf(marks: SubjectMarks): Periods<SubjectResult> {
  const { id: subject, regularCount } = marks.subject
  if (marks.kind === 'scored') {
    const hk1 = termAverage(marks.hk1, regularCount).value
    const hk2 = termAverage(marks.hk2, regularCount).value
    const scored = (value: Tenths | null): SubjectResult => ({ subject, kind: 'scored', value })
    return { hk1: scored(hk1), hk2: scored(hk2), cn: scored(yearAverage(hk1, hk2).value) }
  }
  const comment = (value: CommentLevel | null): SubjectResult => ({ subject, kind: 'comment', value })
  const hk1 = termComment(marks.hk1, regularCount).value
  const hk2 = termComment(marks.hk2, regularCount).value
  return { hk1: comment(hk1), hk2: comment(hk2), cn: comment(yearComment(hk2).value) }
}

function each(results: readonly Periods<SubjectResult>[], rate: typeof studyLevel): Periods<StudyLevel> {
  return {
    hk1: rate(results.map((one) => one.hk1)).value,
    hk2: rate(results.map((one) => one.hk2)).value,
    cn: rate(results.map((one) => one.cn)).value,
  }
}

const onWire = ({ hk1, hk2, cn }: Periods<SubjectResult>): Periods<number | CommentLevel | null> => ({
  hk1: decimal(hk1),
  hk2: decimal(hk2),
  cn: decimal(cn),
})

const decimal = (result: SubjectResult): number | CommentLevel | null =>
  result.kind === 'scored' && result.value !== null ? result.value / 10 : result.value
