/** What the reader needs of a parsed element; any parser's tree can be put into this shape. */
export interface XmlNode {
  /** Local name. */
  readonly name: string
  /** Namespace URI, `''` for none. */
  readonly namespace: string
  /** Without namespace declarations. */
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlNode[]
  /** The character data directly inside this element, concatenated. */
  readonly text: string
}
