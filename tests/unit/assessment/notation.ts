import { type CommentLevel, type SubjectResult, type TermAssessments } from '@hocba/shared/assessment'
import { type Tenths, tenthsFromNumber } from '@hocba/shared/core'

/** Vectors are written as teachers write marks: 8.5 is 85 tenths. */
export function mark(value: number): Tenths {
  const tenths = tenthsFromNumber(value)
  if (!tenths.ok) throw new TypeError(`${value} is no mark`)
  return tenths.value
}

const markOrNull = (value: number | null): Tenths | null => (value === null ? null : mark(value))

export const term = (tx: readonly (number | null)[], gk: number | null, ck: number | null): TermAssessments<Tenths> => ({
  tx: tx.map(markOrNull),
  gk: markOrNull(gk),
  ck: markOrNull(ck),
})

export const scored = (...values: readonly (number | null)[]): readonly SubjectResult[] =>
  values.map((value, index) => ({ subject: `S${index + 1}`, kind: 'scored', value: markOrNull(value) }))

export const comments = (...values: readonly (CommentLevel | null)[]): readonly SubjectResult[] =>
  values.map((value, index) => ({ subject: `C${index + 1}`, kind: 'comment', value }))

/** Eight scored subjects and four comment-assessed ones, Đạt unless said. */
export const year = (values: readonly number[], remarks: readonly CommentLevel[] = ['D', 'D', 'D', 'D']): readonly SubjectResult[] => [
  ...scored(...values),
  ...comments(...remarks),
]

/** Every property is run with this seed; fast-check prints it with the counterexample. */
export const seed = 22_2021
