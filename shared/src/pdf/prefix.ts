import { Body, type XrefEntry } from './body.ts'
import { type Face, type Faces, type FontSubset, faces } from './faces.ts'
import { Pen } from './pen.ts'

/** Compresses in the zlib format, as well as can be. */
export type Deflate = (bytes: Uint8Array) => Uint8Array

/** Fixed object numbers of profile hbs-pdf-1; pages, contents and fields follow. */
export const numbers = { catalog: 1, pages: 2, info: 3, form: 4, firstFont: 5, first: 21 } as const

/** The font resources that pages and appearances use: `/F1` regular, `/F2` bold, `/F3` italic. */
export const fontResources = `/Font << ${faces.map((_, index) => `/F${index + 1} ${numbers.firstFont + index * 5} 0 R`).join(' ')} >>`

export const resourceOf = (face: Face): string => `/F${faces.indexOf(face) + 1}`

/** Header and fonts, the same in every document. */
export interface Prefix {
  readonly bytes: Uint8Array
  readonly entries: readonly XrefEntry[]
}

/** The second line marks the file as binary. */
const header = Uint8Array.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', (letter) => letter.charCodeAt(0))

export function makePrefix(fonts: Faces, deflate: Deflate): Prefix {
  const body = new Body(new Pen().octets(header))
  const toUnicode = numbers.firstFont + faces.length * 5
  /** Deflated as well as can be: all documents share it. */
  const pack: Pack = (number, content, entries = '') =>
    body.stream(number, `${entries}${entries === '' ? '' : ' '}/Filter /FlateDecode`, deflate(content))
  faces.forEach((face, index) => writeFont(body, pack, fonts.of(face), numbers.firstFont + index * 5, toUnicode))
  pack(toUnicode, unicodeMap())
  return { bytes: body.pen.written.slice(), entries: body.entries }
}

type Pack = (number: number, content: Uint8Array, entries?: string) => void

/** Type 0 font with Identity-H: a character code is the letter's UTF-16 unit, and the map below leads to the glyph. */
function writeFont(body: Body, pack: Pack, font: FontSubset, at: number, toUnicode: number): void {
  const name = `/${font.name}`
  body.object(
    at,
    `<< /Type /Font /Subtype /Type0 /BaseFont ${name} /Encoding /Identity-H /DescendantFonts [${at + 1} 0 R] /ToUnicode ${toUnicode} 0 R >>`,
  )
  body.object(
    at + 1,
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont ${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>` +
      ` /FontDescriptor ${at + 2} 0 R /DW 500 /W [${widthArray(font.widths)}] /CIDToGIDMap ${at + 4} 0 R >>`,
  )
  body.object(at + 2, descriptor(font, at + 3))
  pack(at + 3, font.file, `/Length1 ${font.file.length}`)
  pack(at + 4, glyphMap(font.glyphs))
}

const descriptor = (font: FontSubset, file: number): string =>
  `<< /Type /FontDescriptor /FontName /${font.name} /Flags ${font.italicAngle === 0 ? 6 : 70} /FontBBox [${font.box.join(' ')}]` +
  ` /ItalicAngle ${font.italicAngle} /Ascent ${font.ascent} /Descent ${font.descent} /CapHeight ${font.capHeight} /StemV 80 /FontFile2 ${file} 0 R >>`

const widthArray = (widths: ReadonlyMap<number, number>): string =>
  runs([...widths])
    .map((run) => `${run[0]?.[0]} [${run.map(([, width]) => width).join(' ')}]`)
    .join(' ')

function runs(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[][] {
  const all: (readonly [number, number])[][] = []
  for (const pair of pairs) {
    const run = all.at(-1)
    if (run !== undefined && run.at(-1)?.[0] === pair[0] - 1) run.push(pair)
    else all.push([pair])
  }
  return all
}

function glyphMap(glyphs: ReadonlyMap<number, number>): Uint8Array {
  const map = new DataView(new ArrayBuffer(2 * (Math.max(...glyphs.keys()) + 1)))
  for (const [code, glyph] of glyphs) map.setUint16(2 * code, glyph)
  return new Uint8Array(map.buffer)
}

/** Codes are UTF-16 already: each high byte maps to itself. */
function unicodeMap(): Uint8Array {
  const pages = ['00', '01', '03', '1E', '20', '21', '22']
  const ranges = pages.map((page) => `<${page}00> <${page}FF> <${page}00>`)
  const map = [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000> <FFFF>',
    'endcodespacerange',
    `${ranges.length} beginbfrange`,
    ...ranges,
    'endbfrange',
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ]
  return Uint8Array.from(map.join('\n'), (letter) => letter.charCodeAt(0))
}
