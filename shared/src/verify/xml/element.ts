import type { XmlNode } from '../../xml/index.ts'

export interface XmlAttribute {
  readonly prefix: string
  readonly name: string
  readonly namespace: string
  readonly value: string
}

/** A parsed element with all that canonical form needs. It is an `XmlNode`, so the snapshot is read from the very tree that is hashed. */
export interface XmlElement extends XmlNode {
  readonly prefix: string
  readonly attributeList: readonly XmlAttribute[]
  readonly children: readonly XmlElement[]
  /** Children and character data in document order. */
  readonly content: readonly (XmlElement | string)[]
  readonly parent: XmlElement | undefined
  /** The character data directly inside stands in the source as it reads, without a reference or `>`. */
  readonly verbatim: boolean
  /** Offset in the source behind the start tag, and behind the end tag. */
  readonly inside: number
  readonly end: number
}

/** The element and everything below it, in document order. */
export function elementsOf(root: XmlElement): readonly XmlElement[] {
  const found: XmlElement[] = []
  collect(root, found)
  return found
}

function collect(element: XmlElement, found: XmlElement[]): void {
  found.push(element)
  for (const child of element.children) collect(child, found)
}
