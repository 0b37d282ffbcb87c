import type { XmlNode } from './tree.ts'

/** How one kind of JSON value is written as an element, read back and described to a schema: always by the same table. */
export interface Codec<T> {
  /** What writes elements of this name: made once, for a form has hundreds of the same. */
  readonly writer: (element: string) => ElementWriter<T>
  /** The value; throws a `ShapeError` on anything `write` would not have written. */
  readonly read: (node: XmlNode) => T
  /** The XSD type of the element, as the content of `xs:element`. */
  readonly schema: string
}

/** The text so far. Appended to one after another: V8 flattens a chain twice as fast as a tree of texts. */
export interface Page {
  text: string
}

/** Appends the value in canonical form. Throws on a value that an element could not carry back. */
export type Write<T> = (value: T, page: Page) => void

/** An element is `start`, what `write` appends, and `end`: apart, so that what two neighbours always have between them is one text. */
export interface ElementWriter<T> {
  readonly start: string
  readonly write: Write<T>
  readonly end: string
}

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

/** Tags of this name around what `write` appends. */
export const between = <T>(element: string, write: Write<T>): ElementWriter<T> => ({
  start: `<${element}>`,
  write,
  end: `</${element}>`,
})

/** For a `write` that appends the tags as well. */
export const whole = <T>(write: Write<T>): ElementWriter<T> => ({ start: '', write, end: '' })

/** Tags of this name around a text. */
export const textual = <T>(element: string, textOf: (value: T) => string): ElementWriter<T> =>
  between(element, (value, page) => {
    page.text += textOf(value)
  })

/** A type of the schema as it stands inside `xs:element`. */
export const simpleType = (restriction: string): string => `<xs:simpleType>${restriction}</xs:simpleType>`
