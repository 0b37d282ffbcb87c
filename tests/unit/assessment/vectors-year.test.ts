import {
  type Level,
  type PromotionCase,
  conductYear,
  levels,
  promotion,
  reassessable,
  studyAfterReassessment,
  studyLevel,
  title,
} from '@hocba/shared/assessment'
import { describe, expect, test } from 'vitest'
import { mark, scored, year } from './notation.ts'

describe('conduct of the year', () => {
  test.each([
    ['T35 COND-2 Chưa đạt, then Tốt', 'CD', 'T', 'K'],
    ['T36 COND-2 Tốt, then Đạt', 'T', 'D', 'K'],
    ['T37 COND-3 Khá, then Đạt', 'K', 'D', 'D'],
    ['T38 COND-4 Tốt, then Chưa đạt', 'T', 'CD', 'CD'],
  ] as const)('%s', (_, hk1, hk2, expected) => {
    expect(conductYear(hk1, hk2).value).toBe(expected)
  })

  test('T38 PROM-4 conduct Chưa đạt leads to summer training', () => {
    expect(promotion({ study: 'K', conduct: conductYear('T', 'CD').value, absences: 0 }).value).toBe('summer-training')
  })

  test('COND-1 COND-2 COND-3 COND-4 every pair of terms follows the sentences of the circular', () => {
    const atLeast = (level: Level, floor: Level): boolean => levels.indexOf(level) <= levels.indexOf(floor)
    const spoken = (hk1: Level, hk2: Level): Level => {
      if (hk2 === 'T' && atLeast(hk1, 'K')) return 'T'
      if ((hk2 === 'K' && atLeast(hk1, 'D')) || (hk2 === 'D' && hk1 === 'T') || (hk2 === 'T' && !atLeast(hk1, 'K'))) return 'K'
      if ((hk2 === 'D' && hk1 !== 'T') || (hk2 === 'K' && hk1 === 'CD')) return 'D'
      return 'CD'
    }
    const pairs = levels.flatMap((hk1) => levels.map((hk2) => [hk1, hk2] as const))
    expect(pairs.map(([hk1, hk2]) => conductYear(hk1, hk2).value)).toEqual(pairs.map(([hk1, hk2]) => spoken(hk1, hk2)))
  })

  test.each(levels)('COND-5 a missing term beside %s leaves the year undecided', (level) => {
    expect([conductYear(null, level).value, conductYear(level, null).value]).toEqual([null, null])
  })
})

describe('titles', () => {
  const six = year([9, 9, 9.1, 9.5, 9, 9, 8, 8])
  const five = year([9, 9, 9.1, 9.5, 9, 8.9, 8, 8])

  test('T39 AWARD-1 both Tốt and six averages of 9.0 and more', () => {
    expect(title({ study: 'T', conduct: 'T', results: six }).value).toBe('XS')
  })

  test('T40 AWARD-2 both Tốt and five averages of 9.0 and more', () => {
    expect(title({ study: 'T', conduct: 'T', results: five }).value).toBe('G')
  })

  test('T41 AWARD-3 conduct Khá has no title', () => {
    expect(title({ study: 'T', conduct: 'K', results: six }).value).toBeNull()
  })

  test('AWARD-3 study Khá, and anything undecided, has no title', () => {
    expect(title({ study: 'K', conduct: 'T', results: six }).value).toBeNull()
    expect(title({ study: null, conduct: 'T', results: six }).value).toBeNull()
    expect(title({ study: 'T', conduct: null, results: six }).value).toBeNull()
  })
})

describe('promotion', () => {
  test('T42 PROM-1 PROM-2 45 half-days absent are promoted, 46 retained', () => {
    expect(promotion({ study: 'D', conduct: 'D', absences: 45 }).value).toBe('promoted')
    expect(promotion({ study: 'D', conduct: 'D', absences: 46 }).value).toBe('retained')
  })

  const weak = year([5.5, 5.5, 5.2, 5, 5.1, 5.3, 5, 3.2])

  test('T43 PROM-5 one subject of 3.2 is re-assessed', () => {
    expect(studyLevel(weak).value).toEqual({ level: 'CD', adjusted: false })
    expect(promotion({ study: 'CD', conduct: 'D', absences: 0 }).value).toBe('re-assessment')
    expect(reassessable(weak).map((result) => result.subject)).toEqual(['S8'])
  })

  test('T43 PROM-6 re-assessed at 5.0 the student is promoted', () => {
    const reassessed = studyAfterReassessment(weak, new Map([['S8', mark(5)]])).value
    expect(reassessed).toBe('D')
    expect(promotion({ study: 'CD', conduct: 'D', absences: 0, reassessed }).value).toBe('promoted')
  })

  test('T44 PROM-1 4.2 in place of 3.2 is promoted directly, without re-assessment', () => {
    const study = studyLevel(year([5.5, 5.5, 5.2, 5, 5.1, 5.3, 5, 4.2])).value.level
    expect(study).toBe('D')
    expect(promotion({ study, conduct: 'D', absences: 0 }).value).toBe('promoted')
  })

  const cases: readonly (readonly [string, PromotionCase, ReturnType<typeof promotion>['value']])[] = [
    ['PROM-2 absences retain whatever the levels', { study: 'CD', conduct: 'CD', absences: 46 }, 'retained'],
    ['PROM-3 undecided study', { study: null, conduct: 'T', absences: 46 }, null],
    ['PROM-3 undecided conduct', { study: 'T', conduct: null, absences: 46 }, null],
    ['PROM-3 undecided absences', { study: 'T', conduct: 'T', absences: null }, null],
    ['PROM-4 passed summer training', { study: 'D', conduct: 'CD', absences: 0, trained: 'D' }, 'promoted'],
    ['PROM-4 failed summer training', { study: 'D', conduct: 'CD', absences: 0, trained: 'CD' }, 'retained'],
    ['PROM-7 still Chưa đạt', { study: 'CD', conduct: 'T', absences: 0, reassessed: 'CD' }, 'retained'],
    ['PROM-7 an open re-assessment', { study: 'CD', conduct: 'T', absences: 0, reassessed: null }, 're-assessment'],
    ['PROM-8 both Chưa đạt', { study: 'CD', conduct: 'CD', absences: 0 }, 'decision-required'],
    ['PROM-8 trained, study still Chưa đạt', { study: 'CD', conduct: 'CD', absences: 0, trained: 'D' }, 'decision-required'],
    ['PROM-8 both tried again', { study: 'CD', conduct: 'CD', absences: 0, trained: 'D', reassessed: 'D' }, 'promoted'],
    ['PROM-4 re-assessed first, training due', { study: 'CD', conduct: 'CD', absences: 0, reassessed: 'D' }, 'summer-training'],
    ['PROM-9 a re-assessment nobody needed', { study: 'D', conduct: 'D', absences: 0, reassessed: 'CD' }, 'promoted'],
  ]
  test.each(cases)('%s', (_, student, expected) => {
    expect(promotion(student).value).toBe(expected)
  })
})

describe('re-assessment', () => {
  const two = year([5.5, 5.5, 5.2, 5, 5.1, 5.3, 3.1, 3.2], ['CD', 'D', 'D', 'D'])

  test('PROM-5 subjects below 5.0 or Chưa đạt, 5.0 itself never', () => {
    expect(reassessable(two).map((result) => result.subject)).toEqual(['S7', 'S8', 'C1'])
  })

  test('PROM-7 one of two announced subjects is open: no level yet', () => {
    const values = new Map([
      ['S7', mark(6)],
      ['S8', null],
    ])
    expect(studyAfterReassessment(two, values).value).toBeNull()
  })

  test('PROM-6 enough is enough: an open subject does not matter once the level is reached', () => {
    const results = year([5.5, 5.5, 5.2, 5, 5.1, 5.3, 3.1, 4.9])
    const values = new Map([
      ['S7', mark(3.5)],
      ['S8', null],
    ])
    expect(studyAfterReassessment(results, values).value).toBe('D')
  })

  test('PROM-9 a value for a subject that needs none is not used', () => {
    expect(studyAfterReassessment(two, new Map([['S1', mark(0)]])).value).toBeNull()
  })

  test('PROM-6 art. 9.3 applies to the level found anew', () => {
    const results = scored(8, 8, 8, 8, 8, 8, 3.4, 3.4)
    expect(studyLevel(results).value).toEqual({ level: 'CD', adjusted: false })
    expect(studyAfterReassessment(results, new Map([['S7', mark(6.5)]])).value).toBe('D')
  })
})
