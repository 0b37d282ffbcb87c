import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as fontkit from 'fontkit'

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

const files: Readonly<Record<Face, string>> = {
  regular: '400Regular/Tinos_400Regular.ttf',
  bold: '700Bold/Tinos_700Bold.ttf',
  italic: '400Regular_Italic/Tinos_400Regular_Italic.ttf',
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

const subsets = new Map<Face, FontSubset>()

/** The subset of a face; made once a process. */
export function fontOf(face: Face): FontSubset {
  const known = subsets.get(face)
  if (known !== undefined) return known
  const made = makeSubset(face)
  subsets.set(face, made)
  return made
}

function makeSubset(face: Face): FontSubset {
  const path = fileURLToPath(import.meta.resolve(`@expo-google-fonts/tinos/${files[face]}`))
  const font = fontkit.create(readFileSync(path)) as fontkit.Font
  const subset = font.createSubset()
  const widths = new Map<number, number>()
  const glyphs = new Map<number, number>()
  const scale = 1000 / font.unitsPerEm
  for (const code of ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index))) {
    if (!font.hasGlyphForCodePoint(code)) continue
    const glyph = font.glyphForCodePoint(code)
    // fontkit answers the index in the subset; its types say boolean.
    glyphs.set(code, subset.includeGlyph(glyph) as unknown as number)
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

const absent = 0xffff

/** Widths by code point as a flat table: measuring is what layout does most. */
const tables = new Map<Face, Uint16Array>()

function tableOf(face: Face): Uint16Array {
  const known = tables.get(face)
  if (known !== undefined) return known
  const table = new Uint16Array(0x10000).fill(absent)
  for (const [code, width] of fontOf(face).widths) table[code] = width
  tables.set(face, table)
  return table
}

/** Width in points. A letter that the font does not have is an error: nothing is signed that a reader cannot see. */
export function widthOf(face: Face, size: number, text: string): number {
  const table = tableOf(face)
  let sum = 0
  for (let index = 0; index < text.length; index++) {
    const width = table[text.charCodeAt(index)] ?? absent
    if (width === absent) throw new RangeError(`no glyph for U+${text.charCodeAt(index).toString(16)}`)
    sum += width
  }
  return (sum * size) / 1000
}
