import { termAverage, termComment, yearAverage, yearComment } from '@hocba/shared/assessment'
import { describe, expect, test } from 'vitest'
import { mark, term } from './notation.ts'

describe('term averages', () => {
  test.each([
    ['T1 AVG-2 55/7', [8, 9], 7, 8, 7.9],
    ['T2 AVG-3 6.25 is a tie and goes up', [7, 6, 6], 6.5, 6, 6.3],
    ['T3 AVG-3 6.45 crosses the gate of Tốt', [6.6, 6, 7], 7, 6, 6.5],
    ['T4 AVG-3 7.95 crosses 8.0', [8.6, 8, 8], 7.5, 8, 8],
    ['T5 AVG-2 64/9', [7, 8, 6, 9], 6.5, 7, 7.1],
    ['T6 AVG-2 regular marks count each, not as their mean', [10, 10, 10, 10], 5, 5, 7.2],
    ['T8 AVG-4 a refused make-up is entered as 0', [8, 8], 8, 0, 4.6],
    ['T9 AVG-4 zero is a mark', [0, 0], 0, 0, 0],
    ['T10 AVG-2 4.944', [5, 5.5, 4.5, 6], 5, 4.5, 4.9],
    ['T11 AVG-2 9.1375', [9.5, 9, 10], 8.5, 9.2, 9.1],
  ])('%s', (_, tx, gk, ck, expected) => {
    expect(termAverage(term(tx, gk, ck), tx.length).value).toBe(mark(expected))
  })

  test('T7 AVG-4 a missing final leaves the average empty', () => {
    expect(termAverage(term([8, 8], 8, null), 2).value).toBeNull()
  })

  test.each([
    ['a missing midterm', [8, 8], null, 8],
    ['a missing regular mark', [8, null], 8, 8],
    ['fewer regular marks than prescribed', [8], 8, 8],
  ])('AVG-4 AVG-9 %s leaves the average empty', (_, tx, gk, ck) => {
    expect(termAverage(term(tx, gk, ck), 2).value).toBeNull()
  })

  test('AVG-9 a regular mark beyond the prescribed number counts like the others', () => {
    expect(termAverage(term([8, 9, 4], 7, 8), 2).value).toBe(mark(7.4))
  })
})

describe('year averages', () => {
  test.each([
    ['T12 AVG-5 24.5/3', 7.9, 8.3, 8.2],
    ['T13 AVG-5 19.4/3', 6.4, 6.5, 6.5],
    ['T14 AVG-5 14.9/3, never a re-sit subject', 4.9, 5, 5],
    ['T15 AVG-5 14.8/3', 5.2, 4.8, 4.9],
  ])('%s', (_, hk1, hk2, expected) => {
    expect(yearAverage(mark(hk1), mark(hk2)).value).toBe(mark(expected))
  })

  test('T16 AVG-5 the year is taken from rounded terms: 4.1, where the unrounded ones would give 4.0', () => {
    // 30/8 = 3.75 and 33.5/8 = 4.1875; (3.75 + 2 × 4.1875) / 3 = 4.0417
    const hk1 = termAverage(term([3, 3, 4], 4, 4), 3).value
    const hk2 = termAverage(term([4, 4, 4.5], 4.5, 4), 3).value
    expect([hk1, hk2, yearAverage(hk1, hk2).value]).toEqual([38, 42, 41])
  })

  test('T17 AVG-6 a missing term leaves the year empty', () => {
    expect(yearAverage(null, mark(7)).value).toBeNull()
    expect(yearAverage(mark(7), null).value).toBeNull()
  })
})

describe('comment-assessed subjects', () => {
  test('T18 AVG-7 one Chưa đạt makes the term Chưa đạt', () => {
    expect(termComment({ tx: ['D', 'D'], gk: 'D', ck: 'CD' }, 2).value).toBe('CD')
  })

  test('AVG-7 all Đạt makes the term Đạt', () => {
    expect(termComment({ tx: ['D', 'D'], gk: 'D', ck: 'D' }, 2).value).toBe('D')
  })

  test('T19 AVG-8 term 1 Chưa đạt and term 2 Đạt: the year is Đạt', () => {
    expect(yearComment('D').value).toBe('D')
    expect(yearComment('CD').value).toBe('CD')
    expect(yearComment(null).value).toBeNull()
  })

  test('T20 AVG-4 a missing assessment without make-up is entered as Chưa đạt, and so is the term', () => {
    expect(termComment({ tx: ['D', 'D'], gk: 'D', ck: 'CD' }, 2).value).toBe('CD')
    expect(termComment({ tx: ['D', 'CD'], gk: 'D', ck: 'D' }, 2).value).toBe('CD')
  })

  test.each([
    ['an open final', { tx: ['D', 'D'], gk: 'D', ck: null }],
    ['an open midterm', { tx: ['D', 'D'], gk: null, ck: 'D' }],
    ['an open regular assessment', { tx: ['D', null], gk: 'D', ck: 'D' }],
    ['fewer regular assessments than prescribed', { tx: ['D'], gk: 'D', ck: 'D' }],
    ['an open final beside a Chưa đạt', { tx: ['D', 'CD'], gk: 'D', ck: null }],
  ] as const)('AVG-4 %s leaves the term undecided', (_, marks) => {
    expect(termComment(marks, 2).value).toBeNull()
  })
})
