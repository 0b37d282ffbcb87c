import { studyLevel, termAverage, yearComment } from '@hocba/shared/assessment'
import { describe, expect, test } from 'vitest'
import { comments, mark, scored, term } from './notation.ts'

const halfEven = (value: number): number => {
  const tenfold = value * 10
  const floor = Math.floor(tenfold)
  if (tenfold - floor !== 0.5) return Math.round(tenfold) / 10
  return (floor % 2 === 0 ? floor : floor + 1) / 10
}

describe('a known wrong product: the mean of the regular marks over 6, ties to even', () => {
  const meanOverSix = (tx: readonly number[], gk: number, ck: number): number =>
    halfEven((tx.reduce((sum, one) => sum + one, 0) / tx.length + 2 * gk + 3 * ck) / 6)

  test('AVG-2 each regular mark counts: 7.2 and not 5.8', () => {
    expect(meanOverSix([10, 10, 10, 10], 5, 5)).toBe(5.8)
    expect(termAverage(term([10, 10, 10, 10], 5, 5), 4).value).toBe(mark(7.2))
  })

  test('AVG-3 a tie goes up: 6.3 and not 6.2', () => {
    expect(halfEven(6.25)).toBe(6.2)
    expect(termAverage(term([7, 6, 6], 6.5, 6), 3).value).toBe(mark(6.3))
  })
})

describe('another known wrong product: comments of both terms, and min(6, n) high averages', () => {
  test('AVG-8 the year of a comment-assessed subject asks nothing of term 1', () => {
    const bothTerms = (hk1: string, hk2: string): string => (hk1 === 'D' && hk2 === 'D' ? 'D' : 'CD')
    expect(bothTerms('CD', 'D')).toBe('CD')
    expect(yearComment('D').value).toBe('D')
  })

  test('RATE-5 five subjects do not lower the six that are asked', () => {
    const averages = [9, 9, 9, 9, 9]
    expect(averages.filter((one) => one >= 8).length >= Math.min(6, averages.length)).toBe(true)
    expect(studyLevel([...scored(...averages), ...comments('D', 'D')]).value.level).toBe('CD')
  })
})

describe('binary floating point', () => {
  test('AVG-3 the usual float rounding misses exact ties of three regular marks, integer tenths do not', () => {
    const floating = (tx: readonly number[], gk: number, ck: number): number =>
      Math.floor(((tx.reduce((sum, one) => sum + one, 0) + 2 * gk + 3 * ck) / (tx.length + 5)) * 10 + 0.5) / 10
    // gk and ck are 0, so that the sum in tenths is 1 + 2 + tenths, over 8
    const missed = tenthsUpTo(100).flatMap((tenths) => {
      const tx = [0.1, 0.2, tenths / 10]
      const sum = 3 + tenths
      const exact = Math.floor((2 * sum + 8) / 16) / 10
      return floating(tx, 0, 0) === exact ? [] : [{ tx, exact }]
    })
    expect(missed.length).toBeGreaterThan(0)
    for (const { tx, exact } of missed) expect(termAverage(term(tx, 0, 0), 3).value).toBe(mark(exact))
  })
})

const tenthsUpTo = (limit: number): readonly number[] => Array.from({ length: limit + 1 }, (_, index) => index)
