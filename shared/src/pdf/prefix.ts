import { type Face, type Faces, type FontSubset, faces } from './faces.ts'
import { type Deflate, type XrefEntry, ascii, concat, objectText, packedStream } from './object.ts'

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
const header = concat([ascii('%PDF-1.7\n%'), Uint8Array.of(0xe2, 0xe3, 0xcf, 0xd3, 0x0a)])

export function makePrefix(fonts: Faces, deflate: Deflate): Prefix {
  const toUnicode = numbers.firstFont + faces.length * 5
  const objects = [
    ...faces.flatMap((face, index) => fontObjects(fonts.of(face), numbers.firstFont + index * 5, toUnicode, deflate)),
    unicodeMap(toUnicode, deflate),
  ]
  let offset = header.length
  const entries = objects.map(({ number, bytes }) => {
    const entry = { number, offset }
    offset += bytes.length
    return entry
  })
  return { bytes: concat([header, ...objects.map(({ bytes }) => bytes)]), entries }
}

interface Numbered {
  readonly number: number
  readonly bytes: Uint8Array
}

/** Type 0 font with Identity-H: a character code is the letter's UTF-16 unit, and the map below leads to the glyph. */
function fontObjects(font: FontSubset, at: number, toUnicode: number, deflate: Deflate): readonly Numbered[] {
  const name = `/${font.name}`
  return [
    {
      number: at,
      bytes: object(
        at,
        `<< /Type /Font /Subtype /Type0 /BaseFont ${name} /Encoding /Identity-H /DescendantFonts [${at + 1} 0 R] /ToUnicode ${toUnicode} 0 R >>`,
      ),
    },
    {
      number: at + 1,
      bytes: object(
        at + 1,
        `<< /Type /Font /Subtype /CIDFontType2 /BaseFont ${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>` +
          ` /FontDescriptor ${at + 2} 0 R /DW 500 /W [${widthArray(font.widths)}] /CIDToGIDMap ${at + 4} 0 R >>`,
      ),
    },
    { number: at + 2, bytes: object(at + 2, descriptor(font, at + 3)) },
    { number: at + 3, bytes: packedStream(at + 3, `/Length1 ${font.file.length}`, font.file, deflate) },
    { number: at + 4, bytes: packedStream(at + 4, '', glyphMap(font.glyphs), deflate) },
  ]
}

const object = (number: number, value: string): Uint8Array => ascii(objectText(number, value))

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
function unicodeMap(number: number, deflate: Deflate): Numbered {
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
  return { number, bytes: packedStream(number, '', ascii(map.join('\n')), deflate) }
}
