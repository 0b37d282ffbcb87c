import type { XmlNode } from './tree.ts'

/** How one kind of JSON value is written as an element, read back and described to a schema: always by the same table. */
export interface Codec<T> {
  /** What writes elements of this name: made once, for a form has hundreds of the same. */
  readonly writer: (element: string) => Write<T>
  /** The value; throws a `ShapeError` on anything `write` would not have written. */
  readonly read: (node: XmlNode) => T
  /** The XSD type of the element, as the content of `xs:element`. */
  readonly schema: string
}

/** The element in canonical form. Throws on a value that the element could not carry back. */
export type Write<T> = (value: T) => string

/** The tree is not what the shape prescribes. `path` grows from the inside out while the error travels. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'
  readonly path: readonly string[]

  constructor(reason: string, path: readonly string[] = []) {
    super(reason)
    this.path = path
  }
}

/** Runs a reader and adds the element's name to the path of its failure. */
export function within<T>(element: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof ShapeError) throw new ShapeError(error.message, [element, ...error.path])
    throw error
  }
}

/** Writes tags of this name around what `write` gives. */
export function between<T>(element: string, write: Write<T>): Write<T> {
  const [start, end] = [`<${element}>`, `</${element}>`]
  return (value) => start + write(value) + end
}

/** A type of the schema as it stands inside `xs:element`. */
export const simpleType = (restriction: string): string => `<xs:simpleType>${restriction}</xs:simpleType>`
