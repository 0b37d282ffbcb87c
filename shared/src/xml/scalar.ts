import type { CellValue } from '../grid/index.ts'
import { type Codec, type ElementWriter, type Page, ShapeError, simpleType, textual, whole } from './codec.ts'
import { escapeText } from './escape.ts'
import type { XmlNode } from './tree.ts'

/** The attribute that tells `null` from an empty text. */
const nullMark = 'Kieu'

function contentOf(node: XmlNode): string {
  if (node.children.length > 0) throw new ShapeError('unexpected child element')
  if (Object.keys(node.attributes).length > 0) throw new ShapeError('unexpected attribute')
  return node.text
}

const keptValues = 512

/** Elements with one of a few values, written once: marks, levels and codes are most of a form. */
function remembered<T>({ start, write, end }: ElementWriter<T>): ElementWriter<T> {
  const kept = new Map<T, string>()
  const textOf = (value: T): string => {
    const page: Page = { text: start }
    write(value, page)
    const text = page.text + end
    if (kept.size < keptValues) kept.set(value, text)
    return text
  }
  return whole((value, page) => {
    page.text += kept.get(value) ?? textOf(value)
  })
}

const remembering = <T>(codec: Codec<T>): Codec<T> => ({ ...codec, writer: (element) => remembered(codec.writer(element)) })

/** No pattern here takes a sign that XML escapes. */
function matching<T extends string>(pattern: RegExp, restriction: string): Codec<T> {
  const check = (text: string): T => {
    if (!pattern.test(text)) throw new ShapeError('value outside its pattern')
    return text as T
  }
  return {
    writer: (element) => textual(element, check),
    read: (node) => check(contentOf(node)),
    schema: simpleType(restriction),
  }
}

/** Free text; white space is kept as it is. */
export const text: Codec<string> = {
  writer: (element) => textual(element, escapeText),
  read: contentOf,
  schema: simpleType('<xs:restriction base="xs:string"/>'),
}

/** Text of a fixed form. `pattern` is written in what ECMAScript and XSD have in common, without anchors. */
export const patterned = <T extends string = string>(pattern: string): Codec<T> =>
  matching(new RegExp(`^(?:${pattern})$`), `<xs:restriction base="xs:string"><xs:pattern value="${pattern}"/></xs:restriction>`)

export function oneOf<const T extends string>(values: readonly T[]): Codec<T> {
  const codec = matching<T>(
    new RegExp(`^(?:${values.join('|')})$`),
    `<xs:restriction base="xs:string">${values.map((value) => `<xs:enumeration value="${value}"/>`).join('')}</xs:restriction>`,
  )
  return remembering(codec)
}

function parseInteger(digits: string): number {
  const value = Number(digits)
  if (!/^(?:0|[1-9][0-9]*)$/.test(digits) || !Number.isSafeInteger(value)) throw new ShapeError('not an integer in canonical form')
  return value
}

function demandInteger(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new ShapeError('not an integer in canonical form')
  return value
}

export const integer: Codec<number> = {
  writer: (element) => textual(element, (value) => String(demandInteger(value))),
  read: (node) => parseInteger(contentOf(node)),
  schema: simpleType('<xs:restriction base="xs:string"><xs:pattern value="0|[1-9][0-9]{0,15}"/></xs:restriction>'),
}

export const flag: Codec<boolean> = {
  writer: (element) => textual(element, String),
  read(node) {
    const content = contentOf(node)
    if (content !== 'true' && content !== 'false') throw new ShapeError('neither true nor false')
    return content === 'true'
  },
  schema: simpleType('<xs:restriction base="xs:string"><xs:enumeration value="true"/><xs:enumeration value="false"/></xs:restriction>'),
}

const isNull = (node: XmlNode): boolean => node.attributes[nullMark] !== undefined

function readNull(node: XmlNode): null {
  if (node.attributes[nullMark] !== 'rong') throw new ShapeError('unknown kind of value')
  if (Object.keys(node.attributes).length > 1 || node.children.length > 0 || node.text !== '') throw new ShapeError('null with content')
  return null
}

const nullableSchema = (restriction: string): string =>
  `<xs:complexType><xs:simpleContent><xs:extension base="${restriction}">` +
  `<xs:attribute name="${nullMark}"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="rong"/></xs:restriction></xs:simpleType></xs:attribute>` +
  '</xs:extension></xs:simpleContent></xs:complexType>'

function orNull<T>(codec: Codec<T>, base: string): Codec<T | null> {
  return {
    writer(element) {
      const { start, write, end } = codec.writer(element)
      const none = `<${element} ${nullMark}="rong"></${element}>`
      return whole((value, page) => {
        if (value === null) page.text += none
        else {
          page.text += start
          write(value, page)
          page.text += end
        }
      })
    },
    read: (node) => (isNull(node) ? readNull(node) : codec.read(node)),
    schema: nullableSchema(base),
  }
}

const levelCode = '[A-Z]{1,2}'
const level = patterned(levelCode)

const numberOrLevel: Codec<number | string> = {
  writer(element) {
    const [number, code] = [integer.writer(element), level.writer(element)]
    return { ...number, write: (value, page) => (typeof value === 'number' ? number.write(value, page) : code.write(value, page)) }
  },
  read: (node) => (/^[0-9]/.test(node.text) ? integer.read(node) : level.read(node)),
  schema: '',
}

/** A cell: integer tenths or half-days, a level code, or null. The two kinds of text never look alike. */
export const cell: Codec<CellValue> = remembering(orNull(numberOrLevel, 'GiaTriO'))

/** One of a few codes, or null. The codes are checked here; the schema knows their form. */
export const oneOfOrNull = <const T extends string>(values: readonly T[]): Codec<T | null> =>
  remembering(orNull(oneOf(values), 'MaHoacRong'))

/** The named types that the schemas of nullable values extend. */
export const namedTypes =
  `<xs:simpleType name="GiaTriO"><xs:restriction base="xs:string"><xs:pattern value="0|[1-9][0-9]{0,2}|${levelCode}|"/></xs:restriction></xs:simpleType>` +
  '<xs:simpleType name="MaHoacRong"><xs:restriction base="xs:string"><xs:pattern value="[A-Za-z\\-]*"/></xs:restriction></xs:simpleType>'
