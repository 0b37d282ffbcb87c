import { escapeAttribute, escapeText } from '../../xml/index.ts'
import type { XmlAttribute, XmlElement } from './element.ts'

type Rendered = ReadonlyMap<string, string>

/** The tree never changes, and the data is hashed, compared and read. */
const made = new WeakMap<XmlElement, string>()

/** Sources that are their own canonical form and use no prefix, by their root. */
const sources = new WeakMap<XmlElement, string>()

/** Exclusive C14N 1.0 of the subtree, without comments (the tree has none) and without an InclusiveNamespaces list. */
export function canonicalize(element: XmlElement): string {
  const known = made.get(element)
  if (known !== undefined) return known
  const source = sources.get(rootOf(element))
  const text = source === undefined ? write(element, new Map()) : cut(element, source)
  made.set(element, text)
  return text
}

/** Whether the source from the root's start tag to its end tag is the root's canonical form. */
export function isCanonical(source: string, start: number, root: XmlElement): boolean {
  const reading = { source, at: start, prefixed: false }
  if (!follow(reading, root, new Map()) || reading.at !== root.end) return false
  if (!reading.prefixed) sources.set(root, source)
  return true
}

/**
 * Of a canonical source: below the apex nothing is written otherwise than in the whole, as long as the default namespace is the only
 * one, because the apex itself renders it. A prefix that was declared further out would have to be declared again.
 */
const cut = (element: XmlElement, source: string): string => startTag(element, new Map()).text + source.slice(element.inside, element.end)

function rootOf(element: XmlElement): XmlElement {
  let root = element
  while (root.parent !== undefined) root = root.parent
  return root
}

function write(element: XmlElement, rendered: Rendered): string {
  const start = startTag(element, rendered)
  let { text } = start
  for (const part of element.content) text += typeof part === 'string' ? escapeText(part) : write(part, start.rendered)
  return `${text}</${tagOf(element)}>`
}

interface Reading {
  readonly source: string
  at: number
  prefixed: boolean
}

/** The same as `write`, compared piece by piece instead of put together. */
function follow(reading: Reading, element: XmlElement, rendered: Rendered): boolean {
  const inner = followStart(reading, element, rendered)
  if (inner === undefined) return false
  for (const part of element.content) {
    if (!(typeof part === 'string' ? followText(reading, element, part) : follow(reading, part, inner))) return false
  }
  // The scanner takes an end tag in its only form, so that its length tells it from none.
  reading.at += tagOf(element).length + 3
  return reading.at === element.end
}

function followText(reading: Reading, { verbatim }: XmlElement, text: string): boolean {
  if (!verbatim) return take(reading, escapeText(text))
  reading.at += text.length
  return true
}

function followStart(reading: Reading, element: XmlElement, rendered: Rendered): Rendered | undefined {
  if (element.attributeList.length === 0 && element.prefix === '' && (rendered.get('') ?? '') === element.namespace) {
    // `<Name>`: whatever else stood there made it longer.
    const isPlain = element.inside === reading.at + element.name.length + 2
    reading.at = element.inside
    return isPlain ? rendered : undefined
  }
  if (element.prefix !== '' || !hasPlainAttributes(element)) reading.prefixed = true
  const start = startTag(element, rendered)
  return take(reading, start.text) ? start.rendered : undefined
}

function take(reading: Reading, text: string): boolean {
  if (!reading.source.startsWith(text, reading.at)) return false
  reading.at += text.length
  return true
}

const tagOf = ({ prefix, name }: XmlElement): string => (prefix === '' ? name : `${prefix}:${name}`)

const hasPlainAttributes = ({ attributeList }: XmlElement): boolean => attributeList.every(({ prefix }) => prefix === '')

function startTag(element: XmlElement, before: Rendered): { readonly text: string; readonly rendered: Rendered } {
  const { text, rendered } = namespaceAxis(element, before)
  return { text: `<${tagOf(element)}${text}${attributesText(element.attributeList)}>`, rendered }
}

function attributesText(list: readonly XmlAttribute[]): string {
  const [first, second] = list
  if (first === undefined) return ''
  return second === undefined ? attribute(first) : list.toSorted(byNamespaceThenName).map(attribute).join('')
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const byNamespaceThenName = (a: XmlAttribute, b: XmlAttribute): number => order(a.namespace, b.namespace) || order(a.name, b.name)

const attribute = ({ prefix, name, value }: XmlAttribute): string =>
  ` ${prefix === '' ? name : `${prefix}:${name}`}="${escapeAttribute(value)}"`

/** Declarations that this element needs and that the output has not made yet. */
function namespaceAxis(element: XmlElement, rendered: Rendered): { readonly text: string; readonly rendered: Rendered } {
  if (element.prefix === '' && hasPlainAttributes(element) && (rendered.get('') ?? '') === element.namespace) return { text: '', rendered }
  const used = new Map<string, string>([[element.prefix, element.namespace]])
  for (const { prefix, namespace } of element.attributeList) if (prefix !== '' && prefix !== 'xml') used.set(prefix, namespace)
  used.delete('xml')
  const missing = [...used].filter(([prefix, uri]) => (rendered.get(prefix) ?? '') !== uri).toSorted(([a], [b]) => order(a, b))
  if (missing.length === 0) return { text: '', rendered }
  const text = missing.map(([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeAttribute(uri)}"`).join('')
  return { text, rendered: new Map([...rendered, ...missing]) }
}
