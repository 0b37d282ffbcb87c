export type Face = 'regular' | 'bold' | 'italic'

export const faces: readonly Face[] = ['regular', 'bold', 'italic']

/** One face of Tinos, cut down to the letters of Vietnamese forms and shared by every document. */
export interface FontSubset {
  readonly name: string
  /** TrueType file, for /FontFile2. */
  readonly file: Uint8Array
  /** Advance in thousandths of an em by code point. */
  readonly widths: ReadonlyMap<number, number>
  /** Glyph of the subset by code point: the document's character codes are UTF-16 and need no other table. */
  readonly glyphs: ReadonlyMap<number, number>
  readonly ascent: number
  readonly descent: number
  readonly capHeight: number
  readonly box: readonly [number, number, number, number]
  readonly italicAngle: number
}

/** A font as the program's font library opens it. */
export interface OpenFont {
  readonly unitsPerEm: number
  readonly postscriptName: string
  readonly ascent: number
  readonly descent: number
  readonly capHeight: number
  readonly italicAngle: number
  readonly bbox: { readonly minX: number; readonly minY: number; readonly maxX: number; readonly maxY: number }
  hasGlyphForCodePoint(code: number): boolean
  glyphForCodePoint(code: number): OpenGlyph
  createSubset(): { includeGlyph(glyph: OpenGlyph): number; encode(): Uint8Array }
}

export interface OpenGlyph {
  readonly advanceWidth: number
}

/** Latin with Vietnamese, combining marks for names of other peoples of Vietnam, and the signs that forms use. */
const ranges = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x1a0, 0x1a1],
  [0x1af, 0x1b0],
  [0x300, 0x304],
  [0x306, 0x309],
  [0x31b, 0x31b],
  [0x323, 0x323],
  [0x1ea0, 0x1ef9],
  [0x2010, 0x2015],
  [0x2018, 0x201e],
  [0x2022, 0x2022],
  [0x2026, 0x2026],
  [0x2190, 0x2193],
  [0x2264, 0x2265],
] as const

const absent = 0xffff

/** The faces that documents are written in, each opened and cut down once. */
export class Faces {
  readonly #open: (face: Face) => OpenFont
  readonly #subsets = new Map<Face, FontSubset>()
  /** Widths by code point as flat tables: measuring is what layout does most. */
  readonly #tables = new Map<Face, Uint16Array>()

  constructor(open: (face: Face) => OpenFont) {
    this.#open = open
  }

  of(face: Face): FontSubset {
    const known = this.#subsets.get(face)
    if (known !== undefined) return known
    const made = makeSubset(this.#open(face))
    this.#subsets.set(face, made)
    return made
  }

  /** Width in points. A letter that the font does not have is an error: nothing is signed that a reader cannot see. */
  width(face: Face, size: number, text: string): number {
    return (units(this.#tableOf(face), text, 0, text.length) * size) / 1000
  }

  /** Breaks a text into lines no wider than `width`; a word that is too long is broken by letters. */
  wrap(text: string, width: number, face: Face, size: number): readonly string[] {
    const table = this.#tableOf(face)
    const limit = (width * 1000) / size
    const even = uneven.test(text) ? text.replaceAll(/\s+/g, ' ').trim() : text
    const lines: string[] = []
    let [start, end, filled] = [0, 0, 0]
    for (let from = 0; from < even.length; from = end + 1) {
      const to = endOfWord(even, from)
      const needed = units(table, even, from, to)
      const joined = filled + (table[space] ?? absent) + needed
      if (end > start && joined <= limit) filled = joined
      else {
        if (end > start) lines.push(even.slice(start, end))
        start = needed <= limit ? from : breakWord(table, even, { from, to, limit }, lines)
        filled = start === from ? needed : units(table, even, start, to)
      }
      end = to
    }
    if (end > start) lines.push(even.slice(start, end))
    return lines
  }

  #tableOf(face: Face): Uint16Array {
    const known = this.#tables.get(face)
    if (known !== undefined) return known
    const table = new Uint16Array(0x10000).fill(absent)
    for (const [code, width] of this.of(face).widths) table[code] = width
    this.#tables.set(face, table)
    return table
  }
}

const space = 0x20

/** White space other than one space between two words. */
const uneven = /^ | $| {2}|[^\S ]/

function endOfWord(text: string, from: number): number {
  const end = text.indexOf(' ', from)
  return end < 0 ? text.length : end
}

function units(table: Uint16Array, text: string, start: number, end: number): number {
  let sum = 0
  for (let index = start; index < end; index++) {
    const width = table[text.charCodeAt(index)] ?? absent
    if (width === absent) throw new RangeError(`no glyph for U+${text.charCodeAt(index).toString(16)}`)
    sum += width
  }
  return sum
}

interface LongWord {
  readonly from: number
  readonly to: number
  readonly limit: number
}

/** Puts whole lines of a word that is too long; returns where its rest begins. */
function breakWord(table: Uint16Array, text: string, { from, to, limit }: LongWord, lines: string[]): number {
  let start = from
  for (let end = from + 1; end <= to; end++) {
    if (end - start === 1 || units(table, text, start, end) <= limit) continue
    lines.push(text.slice(start, end - 1))
    start = end - 1
  }
  return start
}

function makeSubset(font: OpenFont): FontSubset {
  const subset = font.createSubset()
  const widths = new Map<number, number>()
  const glyphs = new Map<number, number>()
  const scale = 1000 / font.unitsPerEm
  for (const code of ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index))) {
    if (!font.hasGlyphForCodePoint(code)) continue
    const glyph = font.glyphForCodePoint(code)
    glyphs.set(code, subset.includeGlyph(glyph))
    widths.set(code, Math.round(glyph.advanceWidth * scale))
  }
  const { minX, minY, maxX, maxY } = font.bbox
  return {
    name: `HOCBAA+${font.postscriptName}`,
    file: subset.encode(),
    widths,
    glyphs,
    ascent: Math.round(font.ascent * scale),
    descent: Math.round(font.descent * scale),
    capHeight: Math.round(font.capHeight * scale),
    box: [Math.round(minX * scale), Math.round(minY * scale), Math.round(maxX * scale), Math.round(maxY * scale)],
    italicAngle: Math.round(font.italicAngle),
  }
}
