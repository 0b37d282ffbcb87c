import { type Codec, ShapeError, within } from './codec.ts'
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

/** Entries of a table, made once: a form has hundreds of rows of the same table. */
const entriesOf = new WeakMap<object, readonly AnyField[]>()

function entries(fields: object): readonly AnyField[] {
  const known = entriesOf.get(fields)
  if (known) return known
  const made = Object.entries(fields) as unknown as readonly AnyField[]
  entriesOf.set(fields, made)
  return made
}

export function writeFields<T extends object>(fields: Fields<T>, value: T): string {
  const values = value as Readonly<Record<string, unknown>>
  let written = ''
  for (const [key, one] of entriesFor(fields, values)) {
    const given = values[key]
    if (given !== undefined) written += one.codec.write(one.element, given)
    else if (!one.optional) throw new TypeError(`the snapshot lacks ${key}`)
  }
  return written
}

interface Selection {
  readonly keys: readonly string[]
  readonly entries: readonly AnyField[]
}

/** The rows of a form have the same few of many properties: what was chosen for the last row serves the next. */
const lastSelection = new WeakMap<object, Selection>()

/** The entries to write: those of the value's own properties, and those that it must have. */
function entriesFor(fields: object, values: Readonly<Record<string, unknown>>): readonly AnyField[] {
  const keys = Object.keys(values)
  const last = lastSelection.get(fields)
  if (last?.keys.length === keys.length && last.keys.every((key, index) => key === keys[index])) return last.entries
  const lost = keys.filter((key) => !Object.hasOwn(fields, key))
  const property = lost.find((key) => values[key] !== undefined)
  // A property that the table does not know would be lost, and the digest with it.
  if (property !== undefined) throw new TypeError(`the XML shape has no place for ${property}`)
  const chosen = entries(fields).filter(([key, one]) => !one.optional || Object.hasOwn(values, key))
  if (lost.length === 0) lastSelection.set(fields, { keys, entries: chosen })
  return chosen
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
  write: (name, value) => `<${name}>${writeFields(fields, value)}</${name}>`,
  read: (node) => readFields(fields, withoutAttributes(node)),
  schema: `<xs:complexType><xs:sequence>${schemaOfFields(fields)}</xs:sequence></xs:complexType>`,
})

/** An array: a list element around its items, so that an empty array is not an absent one. */
export const list = <T>(item: string, codec: Codec<T>): Codec<readonly T[]> => ({
  write(name, values) {
    let written = ''
    for (const value of values) written += codec.write(item, value)
    return `<${name}>${written}</${name}>`
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
