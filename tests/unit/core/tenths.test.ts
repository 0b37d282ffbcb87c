import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Tenths, averageHalfUp, formatTenths, parseTenths, tenthsFromNumber } from '@hocba/shared/core'

const refused = { ok: false, error: 'value.invalid' }
const seed = 20_250_905

describe('marks in tenths', () => {
  test.each([
    ['8', 80],
    ['8,5', 85],
    ['8.5', 85],
    ['0', 0],
    ['10,0', 100],
    [' 7,0 ', 70],
    ['05', 50],
  ])('GRID-6 a mark typed as "%s" is %i tenths', (text, tenths) => {
    expect(parseTenths(text)).toEqual({ ok: true, value: tenths })
  })

  test.each(['', '10,1', '11', '-1', '8,55', '8,', ',5', '8 5', '1e1', '0x8', '٨', 'Đ', '100'])('GRID-6 "%s" is no mark', (text) => {
    expect(parseTenths(text)).toEqual(refused)
  })

  test.each([8.55, -1, -0.1, 10.1, Number.NaN, Number.POSITIVE_INFINITY, 1e-7, 1e21])('GRID-6 the number %d is no mark', (value) => {
    expect(tenthsFromNumber(value)).toEqual(refused)
  })

  test('GRID-6 what is shown reads back as the same mark, with comma and with point', () => {
    for (let tenths = 0; tenths <= 100; tenths += 1) {
      for (const point of ['.', ','] as const) {
        expect(parseTenths(formatTenths(tenths as Tenths, { point, fixed: tenths % 2 === 0 }))).toEqual({ ok: true, value: tenths })
      }
      expect(tenthsFromNumber(tenths / 10)).toEqual({ ok: true, value: tenths })
    }
  })

  test('GRID-6 a mark is shown with the decimal comma and without a needless zero', () => {
    expect(formatTenths(85 as Tenths)).toBe('8,5')
    expect(formatTenths(80 as Tenths)).toBe('8')
    expect(formatTenths(80 as Tenths, { fixed: true })).toBe('8,0')
    expect(formatTenths(5 as Tenths, { point: '.' })).toBe('0.5')
  })

  test('GRID-7 an average is rounded half up: the nearest tenth, the upper one of two', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 900 }), (weight, sum) => {
        const average = averageHalfUp(sum, weight)
        // |average − sum/weight| ≤ ½ in integers, and a tie goes up.
        expect(2 * (average * weight - sum)).toBeLessThanOrEqual(weight)
        expect(2 * (average * weight - sum)).toBeGreaterThan(-weight)
      }),
      { seed, numRuns: 1_000 },
    )
  })
})
