import { type Codec, ShapeError, type Write, between, within } from './codec.ts'
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
  readonly write: Write<unknown>
}

/** Writes the properties of an object as elements in the order of the table, one after another. */
export function fieldsWriter<T extends object>(fields: Fields<T>): Write<T> {
  const writers = entries(fields).map(([key, one]) => ({ key, optional: one.optional, write: one.codec.writer(one.element) }))
  const known = new Set(writers.map(({ key }) => key))
  // The rows of a form have the same few of many properties: what was chosen for the last row serves the next.
  let last: readonly string[] | undefined
  let chosen: readonly FieldWriter[] = []
  return (value) => {
    const values = value as Readonly<Record<string, unknown>>
    if (last === undefined || !hasKeys(values, last)) {
      const keys = Object.keys(values)
      const lost = keys.filter((key) => !known.has(key))
      const property = lost.find((key) => values[key] !== undefined)
      // A property that the table does not know would be lost, and the digest with it.
      if (property !== undefined) throw new TypeError(`the XML shape has no place for ${property}`)
      chosen = writers.filter(({ key, optional: may }) => !may || Object.hasOwn(values, key))
      last = lost.length === 0 ? keys : undefined
    }
    return writeAll(chosen, values)
  }
}

/** Whether a plain object has these properties in this order and no other. */
function hasKeys(values: Readonly<Record<string, unknown>>, keys: readonly string[]): boolean {
  let count = 0
  for (const key in values) if (key !== keys[count++]) return false
  return count === keys.length
}

function writeAll(writers: readonly FieldWriter[], values: Readonly<Record<string, unknown>>): string {
  let written = ''
  for (const { key, optional: may, write } of writers) {
    const given = values[key]
    if (given !== undefined) written += write(given)
    else if (!may) throw new TypeError(`the snapshot lacks ${key}`)
  }
  return written
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
    const write = codec.writer(item)
    return between(element, (values) => {
      let written = ''
      for (const value of values) written += write(value)
      return written
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
