import { type Codec, type ElementWriter, type Page, ShapeError, type Write, between, within } from './codec.ts'
import { namespaces } from './name.ts'
import type { XmlNode } from './tree.ts'

interface Field<T, Optional extends boolean = boolean> {
  readonly element: string
  readonly codec: Codec<T>
  readonly optional: Optional
}

/** One field for each property of T, in the order in which they are written; optional where T says so. */
export type Fields<T> = {
  readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>, object extends Pick<T, K> ? true : false>
}

export const field = <T>(element: string, codec: Codec<T>): Field<T, false> => ({ element, codec, optional: false })

export const optional = <T>(element: string, codec: Codec<T>): Field<T, true> => ({ element, codec, optional: true })

type AnyField = readonly [key: string, field: Field<unknown>]

/** Takes the next child when it is the element asked for. */
class Cursor {
  #position = 0
  readonly #node: XmlNode

  constructor(node: XmlNode) {
    if (node.text !== '') throw new ShapeError('text between elements')
    this.#node = node
  }

  take(element: string): XmlNode | undefined {
    const child = this.#node.children[this.#position]
    if (child === undefined || child.name !== element || child.namespace !== namespaces.hocba) return undefined
    this.#position += 1
    return child
  }

  end(): void {
    const rest = this.#node.children[this.#position]
    if (rest !== undefined) throw new ShapeError(`unexpected element ${rest.name}`)
  }
}

/** Entries of a table, made once: a file has hundreds of rows of the same table. */
const entriesOf = new WeakMap<object, readonly AnyField[]>()

function entries(fields: object): readonly AnyField[] {
  const known = entriesOf.get(fields)
  if (known) return known
  const made = Object.entries(fields) as unknown as readonly AnyField[]
  entriesOf.set(fields, made)
  return made
}

interface FieldWriter {
  readonly key: string
  readonly optional: boolean
  readonly element: ElementWriter<unknown>
}

type Values = Readonly<Record<string, unknown>>

/** What is written for objects with the same properties. */
interface Row {
  readonly keys: readonly string[]
  readonly fields: readonly { readonly key: string; readonly before: string; readonly write: Write<unknown> }[]
  readonly end: string
}

/** Writes the properties of an object as elements in the order of the table, one after another. */
export function fieldsWriter<T extends object>(fields: Fields<T>): Write<T> {
  const writers = entries(fields).map(([key, one]) => ({ key, optional: one.optional, element: one.codec.writer(one.element) }))
  const known = new Set(writers.map(({ key }) => key))
  const rowFor = (values: Values): Row => {
    const given = Object.keys(values).filter((key) => values[key] !== undefined)
    const lost = given.find((key) => !known.has(key))
    // A property that the table does not know would be lost, and the digest with it.
    if (lost !== undefined) throw new TypeError(`the XML shape has no place for ${lost}`)
    const lacking = writers.find(({ key, optional: may }) => !may && !given.includes(key))
    if (lacking !== undefined) throw new TypeError(`the snapshot lacks ${lacking.key}`)
    return rowOf(
      given,
      writers.filter(({ key }) => given.includes(key)),
    )
  }
  // The rows of a form have the same few of many properties: what was chosen for the last row serves the next.
  let row: Row | undefined
  return (value, page) => {
    const values = value as Values
    if (row === undefined || !hasKeys(values, row.keys)) row = rowFor(values)
    writeRow(row, values, page)
  }
}

/** Whether a plain object has values of these names in this order and no other. */
function hasKeys(values: Values, keys: readonly string[]): boolean {
  let count = 0
  for (const key in values) if (key !== keys[count++] || values[key] === undefined) return false
  return count === keys.length
}

function rowOf(keys: readonly string[], writers: readonly FieldWriter[]): Row {
  const ends = ['', ...writers.map(({ element }) => element.end)]
  const fields = writers.map(({ key, element: { start, write } }, at) => ({ key, before: `${ends[at]}${start}`, write }))
  return { keys, fields, end: ends.at(-1) ?? '' }
}

function writeRow({ fields, end }: Row, values: Values, page: Page): void {
  for (const { key, before, write } of fields) {
    page.text += before
    write(values[key], page)
  }
  page.text += end
}

export function readFields<T extends object>(fields: Fields<T>, node: XmlNode): T {
  const cursor = new Cursor(node)
  const value: Record<string, unknown> = {}
  for (const [key, one] of entries(fields)) {
    const child = cursor.take(one.element)
    if (child) value[key] = within(one.element, () => one.codec.read(child))
    else if (!one.optional) throw new ShapeError(`missing element ${one.element}`)
  }
  cursor.end()
  return value as T
}

export const schemaOfFields = <T extends object>(fields: Fields<T>): string =>
  (Object.values(fields) as readonly Field<unknown>[])
    .map((one) => `<xs:element name="${one.element}"${one.optional ? ' minOccurs="0"' : ''}>${one.codec.schema}</xs:element>`)
    .join('')

function withoutAttributes(node: XmlNode): XmlNode {
  if (Object.keys(node.attributes).length > 0) throw new ShapeError('unexpected attribute')
  return node
}

/** An object: its properties as elements in a fixed order. */
export const record = <T extends object>(fields: Fields<T>): Codec<T> => ({
  writer: (element) => between(element, fieldsWriter(fields)),
  read: (node) => readFields(fields, withoutAttributes(node)),
  schema: `<xs:complexType><xs:sequence>${schemaOfFields(fields)}</xs:sequence></xs:complexType>`,
})

/** An array: a list element around its items, so that an empty array is not an absent one. */
export const list = <T>(item: string, codec: Codec<T>): Codec<readonly T[]> => ({
  writer(element) {
    const { start, write, end } = codec.writer(item)
    const joint = end + start
    return between(element, (values, page) => {
      let before = start
      for (const value of values) {
        page.text += before
        write(value, page)
        before = joint
      }
      if (values.length > 0) page.text += end
    })
  },
  read: (node) => readItems(item, codec, withoutAttributes(node)),
  schema:
    '<xs:complexType><xs:sequence>' +
    `<xs:element name="${item}" minOccurs="0" maxOccurs="unbounded">${codec.schema}</xs:element>` +
    '</xs:sequence></xs:complexType>',
})

function readItems<T>(item: string, codec: Codec<T>, node: XmlNode): readonly T[] {
  const cursor = new Cursor(node)
  const values: T[] = []
  for (let child = cursor.take(item); child !== undefined; child = cursor.take(item)) {
    const one = child
    values.push(within(`${item}[${values.length + 1}]`, () => codec.read(one)))
  }
  cursor.end()
  return values
}
