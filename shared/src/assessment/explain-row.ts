import { type Tenths, isTenths } from '../core/tenths.ts'
import type { CellValue } from '../grid/cell.ts'
import type { Subject } from '../school/subject.ts'
import { type TermAssessments, termAverage, termComment, yearAverage, yearComment } from './circular-22/average.ts'
import { type SubjectLevel, isSubjectLevel, subjectLevelNames } from './circular-27/level.ts'
import { subjectYear } from './circular-27/subject.ts'
import { type Explained, explained } from './explained.ts'
import { type CommentLevel, isCommentLevel } from './level.ts'
import { articleOf, circular27 } from './rulebook.ts'

export type RowResult = Tenths | CommentLevel | SubjectLevel | null

/** `gridResult` with its explanation: how the term result of one row came about, from its cells by column id. */
export function explainTerm(subject: Subject, cells: ReadonlyMap<string, CellValue>): Explained<RowResult> {
  if (subject.kind === 'level') return explainLevel(cells.get('mck') ?? null)
  return subject.kind === 'scored'
    ? termAverage(assessments(subject, cells, isTenths), subject.regularCount)
    : termComment(assessments(subject, cells, isCommentLevel), subject.regularCount)
}

/** The year's result from both terms' results. */
export function explainYear(subject: Pick<Subject, 'kind'>, hk1: CellValue, hk2: CellValue): Explained<RowResult> {
  if (subject.kind === 'level') return subjectYear(isSubjectLevel(hk2) ? hk2 : null)
  if (subject.kind !== 'scored') return yearComment(isCommentLevel(hk2) ? hk2 : null)
  return yearAverage(isTenths(hk1) ? hk1 : null, isTenths(hk2) ? hk2 : null)
}

/** Circular 27 art. 7.1: the teacher gives the level; nothing is computed from the test. */
function explainLevel(value: CellValue): Explained<SubjectLevel | null> {
  const level = isSubjectLevel(value) ? value : null
  const name = level === null ? 'chưa có' : subjectLevelNames[level]
  return explained(level, articleOf(circular27, '7'), [`Mức cuối học kì do giáo viên đánh giá: ${name}.`])
}

function assessments<Value extends CellValue>(
  { regularCount }: Pick<Subject, 'regularCount'>,
  cells: ReadonlyMap<string, CellValue>,
  is: (value: unknown) => value is Value,
): TermAssessments<Value> {
  const read = (column: string): Value | null => {
    const value = cells.get(column)
    return is(value) ? value : null
  }
  const tx = Array.from({ length: regularCount }, (_, index) => read(`tx${index + 1}`))
  return { tx, gk: read('gk'), ck: read('ck') }
}
