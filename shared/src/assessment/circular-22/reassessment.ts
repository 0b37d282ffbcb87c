import { type Tenths, isTenths } from '../../core/tenths.ts'
import { type Explained, explained } from '../explained.ts'
import { type CommentLevel, type Level, isCommentLevel, levelName } from '../level.ts'
import { articleOf, circular22, rulingStep } from '../rulebook.ts'
import { type SubjectResult, showResults } from '../subject-result.ts'
import { studyLevel } from './rating.ts'

/** Values of re-assessed subjects by subject; `null` is a subject announced for re-assessment and not decided yet. */
export type Reassessed = ReadonlyMap<string, Tenths | CommentLevel | null>

const passMark = 50 as Tenths
const article = articleOf(circular22, '14')

/** Art. 14: the subjects a student with study Chưa đạt may be re-assessed in. */
export const reassessable = (results: readonly SubjectResult[]): readonly SubjectResult[] => results.filter(isReassessable)

const isReassessable = (result: SubjectResult): boolean =>
  result.value !== null && (result.kind === 'comment' ? result.value === 'CD' : result.value < passMark)

/**
 * The study level for promotion once re-assessed subjects are replaced; `null` while none is, or while the level is
 * still Chưa đạt and an announced one is open. Values of subjects that need no re-assessment are not used.
 */
export function studyAfterReassessment(results: readonly SubjectResult[], values: Reassessed): Explained<Level | null> {
  const announced = reassessable(results).filter((result) => values.has(result.subject))
  const replaced = announced.map((result) => replacement(result, values)).filter((result) => result.value !== null)
  if (replaced.length === 0) return explained(null, article, ['Chưa có kết quả đánh giá lại.'])
  const { level } = studyLevel(results.map((result) => replaced.find((one) => one.subject === result.subject) ?? result)).value
  const open = level === 'CD' && replaced.length < announced.length
  return explained(open ? null : level, article, [
    `Kết quả đánh giá lại: ${showResults(replaced)}.`,
    rulingStep(circular22, 'reassessment'),
    open ? 'Còn môn chưa có kết quả đánh giá lại.' : `Học tập sau đánh giá lại: ${levelName(level)}.`,
  ])
}

function replacement(result: SubjectResult, values: Reassessed): SubjectResult {
  const value = values.get(result.subject) ?? null
  if (result.kind === 'scored') return { ...result, value: isTenths(value) ? value : null }
  return { ...result, value: isCommentLevel(value) ? value : null }
}
