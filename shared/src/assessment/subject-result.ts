import { type Tenths, formatTenths, isTenths } from '../core/tenths.ts'
import type { CellValue } from '../grid/cell.ts'
import { isSubjectId, subjectOf } from '../school/subject.ts'
import { type CommentLevel, isCommentLevel, levelNames } from './level.ts'

/** What one subject contributes to a study level, of a term or of the year; `null` is undecided. */
export type SubjectResult = ScoredResult | CommentResult

export interface ScoredResult {
  readonly subject: string
  readonly kind: 'scored'
  readonly value: Tenths | null
}

export interface CommentResult {
  readonly subject: string
  readonly kind: 'comment'
  readonly value: CommentLevel | null
}

/** A value of a grid or a snapshot as a subject's result; what does not fit the subject is undecided. */
export function subjectResult(subject: { readonly id: string; readonly kind: string }, value: CellValue): SubjectResult {
  if (subject.kind === 'scored') return { subject: subject.id, kind: 'scored', value: isTenths(value) ? value : null }
  return { subject: subject.id, kind: 'comment', value: isCommentLevel(value) ? value : null }
}

/** The name as printed; a subject outside the prescribed list keeps its id. */
export const subjectName = (id: string): string => (isSubjectId(id) ? subjectOf(id).name : id)

/** `Toán 4,9`, `Nghệ thuật Chưa đạt` */
export function showResult(result: SubjectResult): string {
  const name = subjectName(result.subject)
  if (result.value === null) return `${name} chưa có`
  return result.kind === 'scored' ? `${name} ${formatTenths(result.value, { fixed: true })}` : `${name} ${levelNames[result.value]}`
}

export const showResults = (results: readonly SubjectResult[]): string => results.map(showResult).join('; ')
