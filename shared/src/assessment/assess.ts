import { type Result, ok } from '../core/result.ts'
import type { Tenths } from '../core/tenths.ts'
import { type AssessStudent, type SubjectMarks, readAssessInput } from './assess-input.ts'
import { termAverage, termComment, yearAverage, yearComment } from './circular-22/average.ts'
import type { Title } from './circular-22/award.ts'
import type { Promotion } from './circular-22/promotion.ts'
import type { CommentLevel, Level } from './level.ts'
import type { Periods } from './periods.ts'
import type { InputFault } from './place.ts'
import { studentYear } from './student-year.ts'
import type { SubjectResult } from './subject-result.ts'

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
  const { study, conduct, title, promotion } = studentYear({ ...student, subjects: results })
  return {
    id: student.id,
    subjects: Object.fromEntries(results.map((one) => [one.cn.subject, onWire(one)])),
    study: { hk1: study.hk1.value.level, hk2: study.hk2.value.level, cn: study.cn.value.level },
    adjusted: { hk1: study.hk1.value.adjusted, hk2: study.hk2.value.adjusted, cn: study.cn.value.adjusted },
    conduct: { hk1: conduct.hk1, hk2: conduct.hk2, cn: conduct.cn.value },
    title: title.value,
    promotion: promotion.value,
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

const onWire = ({ hk1, hk2, cn }: Periods<SubjectResult>): Periods<number | CommentLevel | null> => ({
  hk1: decimal(hk1),
  hk2: decimal(hk2),
  cn: decimal(cn),
})

const decimal = (result: SubjectResult): number | CommentLevel | null =>
  result.kind === 'scored' && result.value !== null ? result.value / 10 : result.value
