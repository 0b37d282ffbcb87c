import type { Tenths } from '../../core/tenths.ts'
import { type Explained, explained } from '../explained.ts'
import { articleOf, circular27, rulingStep } from '../rulebook.ts'
import { type QualityLevel, type SubjectLevel, type YearResult, yearResultName } from './level.ts'
import { type PrimaryYear, yearResult } from './result.ts'
import type { PrimarySubjectResult } from './subject.ts'

/** `guidance`: helped and assessed once more; `decision-required`: the principal decides. */
export type Completion = 'completed' | 'guidance' | 'decision-required'

/** A subject assessed once more: absent is left as it was, `null` is announced and not decided yet. */
export interface SubjectAgain {
  readonly level?: SubjectLevel | null
  readonly test?: Tenths | null
}

/** What was assessed once more, by subject and by quality. */
export interface Reassessment {
  readonly subjects: ReadonlyMap<string, SubjectAgain>
  readonly qualities: ReadonlyMap<string, QualityLevel | null>
}

const article = articleOf(circular27, '11')

const lastGrade = 5

/** Art. 11: every result but Chưa hoàn thành completes the class; else guidance and another assessment, and then the principal. */
export function completion(grade: number, result: YearResult | null, reassessed: YearResult | null = null): Explained<Completion | null> {
  const facts = `Kết quả giáo dục cả năm: ${yearResultName(result)}.`
  if (result === null) return explained(null, article, [facts, 'Chưa xét hoàn thành chương trình lớp học.'])
  if (result !== 'C') return explained('completed', article, [facts, completed(grade)])
  if (reassessed === null) return explained('guidance', article, [facts, 'Hướng dẫn, giúp đỡ học sinh rồi đánh giá bổ sung.'])
  const again = `Sau đánh giá bổ sung: ${yearResultName(reassessed)}.`
  const ruling = rulingStep(circular27, 'reassessment')
  if (reassessed !== 'C') return explained('completed', article, [facts, again, ruling, completed(grade)])
  return explained('decision-required', article, [facts, again, ruling, 'Hiệu trưởng xem xét, quyết định lên lớp hoặc ở lại lớp.'])
}

const completed = (grade: number): string =>
  grade === lastGrade ? 'Hoàn thành chương trình tiểu học.' : `Hoàn thành chương trình lớp ${grade}.`

/**
 * The result of the year once what was assessed again is replaced, for completion only; `null` while nothing is,
 * or while the result is still Chưa hoàn thành and an announced assessment is open.
 */
export function resultAfterReassessment(year: PrimaryYear, again: Reassessment): YearResult | null {
  const values = [...[...again.subjects.values()].flatMap(({ level, test }) => [level, test]), ...again.qualities.values()]
  if (!values.some((value) => value !== undefined && value !== null)) return null
  const result = yearResult({
    subjects: year.subjects.map((one) => replaced(one, again.subjects.get(one.subject) ?? {})),
    qualities: year.qualities.map((one) => ({ ...one, level: again.qualities.get(one.quality) ?? one.level })),
  }).value
  return result === 'C' && values.includes(null) ? null : result
}

function replaced(one: PrimarySubjectResult, again: SubjectAgain): PrimarySubjectResult {
  const test = again.test ?? one.test
  return { ...one, level: again.level ?? one.level, ...(test === undefined ? {} : { test }) }
}
