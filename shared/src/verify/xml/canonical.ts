import { escapeAttribute, escapeText } from '../../xml/index.ts'
import type { XmlAttribute, XmlElement } from './element.ts'

type Rendered = ReadonlyMap<string, string>

/** The tree never changes, and the data is hashed, compared and read. */
const made = new WeakMap<XmlElement, string>()

/** Exclusive C14N 1.0 of the subtree, without comments (the tree has none) and without an InclusiveNamespaces list. */
export function canonicalize(element: XmlElement): string {
  const known = made.get(element)
  if (known !== undefined) return known
  const text = write(element, new Map())
  made.set(element, text)
  return text
}

function write(element: XmlElement, rendered: Rendered): string {
  const tag = element.prefix === '' ? element.name : `${element.prefix}:${element.name}`
  const { text, rendered: inner } = namespaceAxis(element, rendered)
  const list = element.attributeList
  const attributes = list.length === 0 ? '' : list.toSorted(byNamespaceThenName).map(attribute).join('')
  let content = ''
  for (const part of element.content) content += typeof part === 'string' ? escapeText(part) : write(part, inner)
  return `<${tag}${text}${attributes}>${content}</${tag}>`
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const byNamespaceThenName = (a: XmlAttribute, b: XmlAttribute): number => order(a.namespace, b.namespace) || order(a.name, b.name)

const attribute = ({ prefix, name, value }: XmlAttribute): string =>
  ` ${prefix === '' ? name : `${prefix}:${name}`}="${escapeAttribute(value)}"`

/** Declarations that this element needs and that the output has not made yet. */
function namespaceAxis(element: XmlElement, rendered: Rendered): { readonly text: string; readonly rendered: Rendered } {
  const isPlain = element.attributeList.every(({ prefix }) => prefix === '')
  if (isPlain && element.prefix === '' && (rendered.get('') ?? '') === element.namespace) return { text: '', rendered }
  const used = new Map<string, string>([[element.prefix, element.namespace]])
  for (const { prefix, namespace } of element.attributeList) if (prefix !== '' && prefix !== 'xml') used.set(prefix, namespace)
  used.delete('xml')
  const missing = [...used].filter(([prefix, uri]) => (rendered.get(prefix) ?? '') !== uri).toSorted(([a], [b]) => order(a, b))
  if (missing.length === 0) return { text: '', rendered }
  const text = missing.map(([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeAttribute(uri)}"`).join('')
  return { text, rendered: new Map([...rendered, ...missing]) }
}
