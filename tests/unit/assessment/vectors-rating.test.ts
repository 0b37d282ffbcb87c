import { type CommentLevel, type Level, baseLevel, studyLevel } from '@hocba/shared/assessment'
import { describe, expect, test } from 'vitest'
import { comments, scored, year } from './notation.ts'

const good = [8, 8.2, 8.5, 9, 8.1, 8, 6.5, 7]
const goodWith = (value: number): readonly number[] => good.with(6, value)
const fair = (last: number): readonly number[] => [6.5, 6.6, 6.7, 7, 6.5, 6.8, last, 5.5]
const oneFailed: readonly CommentLevel[] = ['D', 'CD', 'D', 'D']
const twoFailed: readonly CommentLevel[] = ['D', 'CD', 'CD', 'D']
const allPassed: readonly CommentLevel[] = ['D', 'D', 'D', 'D']

interface Vector {
  readonly name: string
  readonly values: readonly number[]
  readonly remarks?: readonly CommentLevel[]
  readonly base: Level
  readonly level: Level
}

const vectors: readonly Vector[] = [
  { name: 'T21 RATE-1 six averages of 8.0 and more, none below 6.5', values: good, base: 'T', level: 'T' },
  { name: 'T22 RATE-1 only five averages of 8.0 and more', values: good.with(0, 7.9), base: 'K', level: 'K' },
  { name: 'T23 RATE-7 one level below Tốt is not adjusted', values: goodWith(6.4), base: 'K', level: 'K' },
  { name: 'T24 RATE-7 Tốt but for one subject of 4.9', values: goodWith(4.9), base: 'D', level: 'K' },
  { name: 'T25 RATE-7 Tốt but for one subject of 3.4', values: goodWith(3.4), base: 'CD', level: 'D' },
  { name: 'T26 RATE-7 Khá but for one subject of 3.4', values: fair(3.4), base: 'CD', level: 'D' },
  { name: 'T27 RATE-7 one level below Khá is not adjusted', values: fair(4.9), base: 'D', level: 'D' },
  { name: 'T28 RATE-9 Tốt but for one comment-assessed subject', values: goodWith(7), remarks: oneFailed, base: 'D', level: 'K' },
  { name: 'T29 RATE-4 two comment-assessed subjects Chưa đạt', values: goodWith(7), remarks: twoFailed, base: 'CD', level: 'CD' },
  {
    name: 'T30 RATE-3 Khá but for one comment-assessed subject is one level',
    values: [6.5, 6.6, 6.7, 7, 6.5, 6.8, 5.5, 5.5],
    remarks: oneFailed,
    base: 'D',
    level: 'D',
  },
  { name: 'T31 RATE-3 six averages of 5.0, two of 3.5', values: [5, 5, 5, 5, 5, 5, 3.5, 3.5], base: 'D', level: 'D' },
  { name: 'T32 RATE-4 only five averages of 5.0', values: [5, 5, 5, 5, 5, 4.9, 3.5, 3.5], base: 'CD', level: 'CD' },
  {
    name: 'T33 RATE-8 without the subject the others are only Khá',
    values: [8, 8.2, 8.5, 9, 8.1, 6.6, 4.9, 7],
    base: 'D',
    level: 'D',
  },
  { name: 'T34 RATE-7 two subjects are not a single one', values: [8, 8.2, 8.5, 9, 8.1, 8, 4.9, 4.8], base: 'D', level: 'D' },
]

describe('study levels', () => {
  test.each(vectors)('$name', ({ values, remarks, base, level }) => {
    const results = year(values, remarks ?? allPassed)
    expect(baseLevel(results)).toBe(base)
    expect(studyLevel(results).value).toEqual({ level, adjusted: base !== level })
  })

  test('RATE-2 six averages of 6.5 and more, none below 5.0', () => {
    expect(studyLevel(year(fair(5))).value).toEqual({ level: 'K', adjusted: false })
  })

  test('RATE-5 five subjects never reach a level, however good', () => {
    expect(studyLevel([...scored(10, 10, 10, 10, 10), ...comments('D')]).value.level).toBe('CD')
  })

  test('RATE-8 seven scored subjects, one left out: six must be high', () => {
    expect(studyLevel(scored(8, 8, 8, 8, 8, 8, 4.9)).value).toEqual({ level: 'K', adjusted: true })
    expect(studyLevel(scored(8, 8, 8, 8, 8, 4.9)).value).toEqual({ level: 'CD', adjusted: false })
  })

  test.each([
    ['an undecided average', [...scored(9, 9, 9, 9, 9, 9, null), ...comments('D')]],
    ['an undecided remark', [...scored(9, 9, 9, 9, 9, 9, 9), ...comments(null)]],
    ['no subject at all', []],
  ])('RATE-6 %s leaves the level undecided', (_, results) => {
    expect(studyLevel(results).value).toEqual({ level: null, adjusted: false })
  })
})
