import {
  type CommentLevel,
  type Level,
  type SubjectResult,
  baseLevel,
  levels,
  studyAfterReassessment,
  studyLevel,
  termAverage,
  yearAverage,
} from '@hocba/shared/assessment'
import { type Tenths, averageHalfUp } from '@hocba/shared/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seed } from './notation.ts'

const anyMark = fc.integer({ min: 0, max: 100 }) as fc.Arbitrary<Tenths>
/** The gates of art. 9.2 and their neighbours, where levels change. */
const gateMark = fc.constantFrom(34, 35, 49, 50, 64, 65, 79, 80, 90, 100) as fc.Arbitrary<Tenths>
const average = fc.oneof({ weight: 4, arbitrary: gateMark }, { weight: 1, arbitrary: anyMark })
const comment = fc.constantFrom<CommentLevel>('D', 'D', 'D', 'D', 'CD')
const regular = fc.array(anyMark, { minLength: 1, maxLength: 6 })

/** Mostly one level with a few strays: plain random averages would hardly ever reach Tốt or art. 9.3. */
const lists = fc
  .record({
    ground: fc.constantFrom(50, 65, 80) as fc.Arbitrary<Tenths>,
    same: fc.integer({ min: 0, max: 8 }),
    strays: fc.array(average, { maxLength: 5 }),
    remarks: fc.array(comment, { maxLength: 5 }),
  })
  .map(({ ground, same, strays, remarks }): readonly SubjectResult[] => [
    ...[...Array.from({ length: same }, () => ground), ...strays].map((value, index): SubjectResult => ({
      subject: `S${index}`,
      kind: 'scored',
      value,
    })),
    ...remarks.map((value, index): SubjectResult => ({ subject: `C${index}`, kind: 'comment', value })),
  ])
  .filter((results) => results.length > 0)

const rank = (level: Level | null): number => (level === null ? -1 : levels.length - levels.indexOf(level))
const options = { seed, numRuns: 2_000 }

/** Art. 9.2 written out a second time, sentence by sentence. */
function spoken(results: readonly SubjectResult[]): Level {
  const marks = results.flatMap((one) => (one.kind === 'scored' && one.value !== null ? [Number(one.value)] : []))
  const failed = results.filter((one) => one.value === 'CD').length
  const from = (floor: number): number => marks.filter((one) => one >= floor).length
  if (failed === 0 && from(65) === marks.length && from(80) >= 6) return 'T'
  if (failed === 0 && from(50) === marks.length && from(65) >= 6) return 'K'
  if (failed <= 1 && from(50) >= 6 && from(35) === marks.length) return 'D'
  return 'CD'
}

const without = (results: readonly SubjectResult[], index: number): readonly SubjectResult[] => results.filter((_, at) => at !== index)

describe(`averages, seed ${seed}`, () => {
  test('AVG-3 rounding equals exact fractions for every sum and weight that can occur', () => {
    for (const weight of [3, 6, 7, 8, 9, 10, 11]) {
      for (let sum = 0; sum <= 100 * weight; sum += 1) {
        const [whole, rest] = [BigInt(sum) / BigInt(weight), BigInt(sum) % BigInt(weight)]
        expect(BigInt(averageHalfUp(sum, weight))).toBe(2n * rest >= BigInt(weight) ? whole + 1n : whole)
      }
    }
  })

  test('AVG-2 the term average is the exact fraction, half up', () => {
    fc.assert(
      fc.property(regular, anyMark, anyMark, (tx, gk, ck) => {
        const weight = BigInt(tx.length + 5)
        const sum = tx.reduce((total, one) => total + BigInt(one), 2n * BigInt(gk) + 3n * BigInt(ck))
        const value = BigInt(termAverage({ tx, gk, ck }, tx.length).value ?? -1)
        // value - 1/2 <= sum/weight < value + 1/2, in integers
        return (2n * value - 1n) * weight <= 2n * sum && 2n * sum < (2n * value + 1n) * weight
      }),
      options,
    )
  })

  test('AVG-3 an exact tie needs an odd number of regular marks, and no year average is one', () => {
    const tie = (sum: number, weight: number): boolean => (2 * sum) % (2 * weight) === weight
    const hasTie = (weight: number): boolean => Array.from({ length: 100 * weight + 1 }, (_, sum) => sum).some((sum) => tie(sum, weight))
    expect([1, 2, 3, 4, 5].filter((count) => hasTie(count + 5))).toEqual([1, 3, 5])
    expect(hasTie(3)).toBe(false)
  })

  test('AVG-1 an average lies between the lowest and the highest mark', () => {
    fc.assert(
      fc.property(regular, anyMark, anyMark, (tx, gk, ck) => {
        const value = Number(termAverage({ tx, gk, ck }, tx.length).value)
        return Math.min(...tx, gk, ck) <= value && value <= Math.max(...tx, gk, ck)
      }),
      options,
    )
    fc.assert(
      fc.property(anyMark, anyMark, (hk1, hk2) => {
        const value = Number(yearAverage(hk1, hk2).value)
        return Math.min(hk1, hk2) <= value && value <= Math.max(hk1, hk2)
      }),
      options,
    )
  })

  test('AVG-2 AVG-5 a better mark never lowers an average', () => {
    fc.assert(
      fc.property(regular, anyMark, anyMark, fc.nat(7), anyMark, (tx, gk, ck, at, better) => {
        const all = [...tx, gk, ck]
        const index = at % all.length
        const raised = all.with(index, Math.max(all[index] ?? 0, better) as Tenths)
        const after = { tx: raised.slice(0, -2), gk: raised.at(-2) ?? gk, ck: raised.at(-1) ?? ck }
        const [before, now] = [termAverage({ tx, gk, ck }, tx.length).value, termAverage(after, tx.length).value]
        return Number(now) >= Number(before) && Number(yearAverage(gk, now).value) >= Number(yearAverage(gk, before).value)
      }),
      options,
    )
  })

  test('AVG-2 the order of regular marks does not matter', () => {
    fc.assert(
      fc.property(regular, anyMark, anyMark, (tx, gk, ck) => {
        const count = tx.length
        return termAverage({ tx, gk, ck }, count).value === termAverage({ tx: tx.toReversed(), gk, ck }, count).value
      }),
      options,
    )
  })

  test('AVG-4 one empty assessment is enough to leave the average empty', () => {
    fc.assert(
      fc.property(regular, anyMark, anyMark, fc.nat(7), (tx, gk, ck, at) => {
        const all: (Tenths | null)[] = [...tx, gk, ck]
        const holed = all.with(at % all.length, null)
        return termAverage({ tx: holed.slice(0, -2), gk: holed.at(-2) ?? null, ck: holed.at(-1) ?? null }, tx.length).value === null
      }),
      options,
    )
  })
})

describe(`study levels, seed ${seed}`, () => {
  test('the lists reach every level and the adjustment from both sides', () => {
    const seen = fc.sample(lists, options).map((results) => `${baseLevel(results)}>${studyLevel(results).value.level}`)
    expect([...new Set(seen)].toSorted()).toEqual(['CD>CD', 'CD>D', 'D>D', 'D>K', 'K>K', 'T>T'])
  })

  test('RATE-1 RATE-2 RATE-3 RATE-4 the level before adjustment is what the sentences of art. 9.2 say', () => {
    fc.assert(
      fc.property(lists, (results) => baseLevel(results) === spoken(results)),
      options,
    )
  })

  test('RATE-7 RATE-8 adjusted by exactly one level, exactly when leaving one subject out is two levels better', () => {
    fc.assert(
      fc.property(lists, (results) => {
        const base = rank(spoken(results))
        const causes = results.filter((_, index) => rank(spoken(without(results, index))) >= base + 2)
        const { level, adjusted } = studyLevel(results).value
        expect(causes.length).toBeLessThanOrEqual(1)
        expect(adjusted).toBe(causes.length === 1)
        expect(rank(level)).toBe(adjusted ? base + 1 : base)
      }),
      options,
    )
  })

  test('RATE-7 Tốt is never reached by adjustment', () => {
    fc.assert(
      fc.property(lists, (results) => {
        const { level, adjusted } = studyLevel(results).value
        return !(level === 'T' && adjusted)
      }),
      options,
    )
  })

  test('RATE-10 a better result never lowers the level', () => {
    fc.assert(
      fc.property(lists, fc.nat(20), average, (results, at, better) => {
        const index = at % results.length
        const raised = results.map((one, here) => (here === index ? raise(one, better) : one))
        return rank(studyLevel(raised).value.level) >= rank(studyLevel(results).value.level)
      }),
      options,
    )
  })

  test('RATE-7 the order of subjects does not matter', () => {
    fc.assert(
      fc.property(lists, (results) => {
        expect(studyLevel(results.toReversed()).value).toEqual(studyLevel(results).value)
      }),
      options,
    )
  })

  test('RATE-6 one undecided subject leaves the level undecided', () => {
    fc.assert(
      fc.property(lists, fc.nat(20), (results, at) => {
        const holed = results.map((one, here): SubjectResult => (here === at % results.length ? { ...one, value: null } : one))
        expect(studyLevel(holed).value).toEqual({ level: null, adjusted: false })
      }),
      options,
    )
  })

  test('PROM-6 replacing results by better ones never lowers the level', () => {
    fc.assert(
      fc.property(lists, average, (results, better) => {
        const values = new Map(results.map((one) => [one.subject, raise(one, better).value]))
        const after = studyAfterReassessment(results, values).value
        return after === null || rank(after) >= rank(studyLevel(results).value.level)
      }),
      options,
    )
  })
})

function raise(result: SubjectResult, better: Tenths): SubjectResult {
  if (result.kind === 'comment') return { ...result, value: 'D' }
  return { ...result, value: Math.max(result.value ?? 0, better) as Tenths }
}
