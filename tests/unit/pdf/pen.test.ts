import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { num } from '@hocba/shared/pdf'
import { Faces, type OpenFont } from '../../../shared/src/pdf/faces.ts'
import { Pen } from '../../../shared/src/pdf/pen.ts'

const textOf = (pen: Pen): string => Buffer.from(pen.written).toString('latin1')

/** Letters as wide as their code says: 300 to 999 thousandths of an em. */
const font: OpenFont = {
  unitsPerEm: 1000,
  postscriptName: 'Uneven',
  ascent: 0,
  descent: 0,
  capHeight: 0,
  italicAngle: 0,
  bbox: { minX: 0, minY: 0, maxX: 0, maxY: 0 },
  hasGlyphForCodePoint: () => true,
  glyphForCodePoint: (code) => ({ advanceWidth: 300 + (code % 700) }),
  createSubset: () => ({ includeGlyph: () => 0, encode: () => new Uint8Array() }),
}

/** Also those whose octets are brackets, backslashes and line ends. */
const units = fc.string({
  unit: fc.oneof(fc.constantFrom('(', ')', '\\', '\r', '\n', '\u2828', '\u0d5c', 'ữ'), fc.string({ minLength: 1, maxLength: 1 })),
})

/** PDF 32000-1, 7.3.4.2 */
const literal = (text: string): string =>
  Buffer.from(text, 'utf16le')
    .swap16()
    .toString('latin1')
    .replaceAll(/[()\\]/g, '\\$&')
    .replaceAll('\r', '\\r')

const letters = fc.string({
  unit: fc.constantFrom(...'aăâbcdđeêghiklmnoôơpqrstuưvxy', 'ệ', 'ữ', ' ', ' ', ' ', '\n', '\u00a0'),
  maxLength: 120,
})

describe('octets of a page', () => {
  test('SIGN-52 a pen writes numbers, texts and codes as the strings of the same values, whatever room it began with', () => {
    fc.assert(
      fc.property(fc.double({ min: -99_999, max: 99_999, noNaN: true }), units, fc.nat({ max: 8 }), (value, text, room) => {
        const ascii = text.replaceAll(/[^ -~]/g, '?')
        const pen = new Pen(new Uint8Array(room)).num(value).ascii(ascii).codes(text).zeros(3).octets(Uint8Array.of(0x2e))
        expect(textOf(pen)).toBe(`${num(value)}${ascii}(${literal(text)})000.`)
      }),
    )
  })

  test('SIGN-53 wrapped lines are as wide as they may be and no wider, and lose no letter', () => {
    const faces = new Faces(() => font)
    fc.assert(
      fc.property(letters, fc.integer({ min: 12, max: 200 }), (text, width) => {
        const lines = faces.wrap(text, width, 'regular', 10)
        for (const line of lines) expect(faces.width('regular', 10, line)).toBeLessThanOrEqual(width)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(/\s/g, ''))
        lines.slice(1).forEach((line, index) => {
          const [word = ''] = line.split(' ')
          const before = lines[index] ?? ''
          const isBroken = text.replaceAll(/\s/g, ' ').includes(before.split(' ').at(-1) + word)
          if (!isBroken) expect(faces.width('regular', 10, `${before} ${word}`)).toBeGreaterThan(width)
        })
      }),
    )
  })
})
