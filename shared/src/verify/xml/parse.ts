import type { XmlAttribute, XmlElement } from './element.ts'
import { XmlRefusal, xmlLimits } from './limits.ts'
import { type RawAttribute, Scanner, type Token } from './scanner.ts'

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'

/** `Element` while it is being filled. */
interface Draft extends XmlElement {
  readonly tag: string
  readonly scope: ReadonlyMap<string, string>
  readonly parent: Draft | undefined
  children: XmlElement[]
  content: (XmlElement | string)[]
  text: string
  verbatim: boolean
  end: number
}

const malformed = (what: string): XmlRefusal => new XmlRefusal('xml.wellformed', what)

// eslint-disable-next-line no-control-regex
const notText = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/

/** Bytes to text: UTF-8 and nothing else, one BOM tolerated. */
export function decodeXml(bytes: Uint8Array): string {
  let source: string
  try {
    source = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw malformed('not UTF-8')
  }
  if (notText.test(source)) throw malformed('character that does not belong into XML')
  return source
}

/** The bytes that `decodeXml` read, without a byte order mark. */
export const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes

const prolog = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n?/

/** The tree of a file: declaration, root, nothing else. */
export function parseXml(source: string): XmlElement {
  const start = prolog.exec(source)?.[0].length
  if (start === undefined) throw malformed('declaration')
  if (/^<!(?!--)/.test(source.slice(start, start + 8).trimStart())) throw new XmlRefusal('xml.plain', 'DTD')
  const scanner = new Scanner(source, start)
  const root = parseElements(scanner)
  if (!/^\n?$/.test(source.slice(scanner.position))) throw malformed('content after the root element')
  return root
}

function parseElements(scanner: Scanner): XmlElement {
  let open: Draft | undefined
  let depth = 0
  for (let count = 0; count <= xmlLimits.elements;) {
    const token = scanner.next()
    if (token.kind === 'text') {
      addText(open, token.text, token.verbatim)
      continue
    }
    if (token.kind === 'open') {
      count += 1
      depth += 1
      if (depth > xmlLimits.depth) throw new XmlRefusal('xml.limits', 'too deep')
      open = begin(token, open, scanner.position)
      if (!token.empty) continue
    }
    if (open === undefined || (token.kind === 'close' && token.name !== open.tag)) throw malformed('tags do not match')
    depth -= 1
    open.end = scanner.position
    if (open.parent === undefined) return open
    open = open.parent
  }
  throw new XmlRefusal('xml.limits', 'too many elements')
}

function addText(open: Draft | undefined, text: string, verbatim: boolean): void {
  if (open === undefined) throw malformed('text outside the root element')
  addPart(open, text)
  open.text += text
  if (!verbatim) open.verbatim = false
}

function begin(token: Extract<Token, { kind: 'open' }>, parent: Draft | undefined, inside: number): Draft {
  const declarations = token.attributes.length === 0 ? noDeclarations : declared(token.attributes)
  const outer = parent?.scope ?? new Map([['', '']])
  const scope = declarations.size === 0 ? outer : new Map([...outer, ...declarations])
  // Every element that declares one copies the scope: without a cap a small file costs gigabytes.
  if (scope.size > xmlLimits.namespaces) throw new XmlRefusal('xml.limits', 'too many namespaces')
  const [prefix, name] = split(token.name)
  const attributeList = token.attributes.length === 0 ? noAttributes : attributesOf(token.attributes, scope)
  const draft: Draft = {
    tag: token.name,
    scope,
    parent,
    prefix,
    name,
    namespace: lookUp(scope, prefix),
    attributeList,
    attributes: attributeList.length === 0 ? noNames : Object.fromEntries(attributeList.map(named)),
    children: nothing,
    content: nothing,
    text: '',
    verbatim: true,
    inside,
    end: inside,
  }
  if (parent === undefined) return draft
  addPart(parent, draft)
  if (parent.children.length === 0) parent.children = [draft]
  else parent.children.push(draft)
  return draft
}

/** Most elements hold one text and nothing else: a list that grows would take room for many. */
function addPart(draft: Draft, part: XmlElement | string): void {
  if (draft.content.length === 0) draft.content = [part]
  else draft.content.push(part)
}

/** Never written to: the first part brings its own list. */
const nothing: never[] = []
const noNames: Readonly<Record<string, string>> = {}

const noDeclarations: ReadonlyMap<string, string> = new Map()
const noAttributes: readonly XmlAttribute[] = []

const named = ({ prefix, name, value }: XmlAttribute): readonly [string, string] => [prefix === '' ? name : `${prefix}:${name}`, value]

function split(qualified: string): readonly [prefix: string, name: string] {
  const colon = qualified.indexOf(':')
  return colon < 0 ? ['', qualified] : [qualified.slice(0, colon), qualified.slice(colon + 1)]
}

function lookUp(scope: ReadonlyMap<string, string>, prefix: string): string {
  const uri = prefix === 'xml' ? xmlNamespace : scope.get(prefix)
  if (uri === undefined) throw malformed('undeclared prefix')
  return uri
}

const isDeclaration = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:')

function declared(attributes: readonly RawAttribute[]): ReadonlyMap<string, string> {
  const found = attributes.filter(({ name }) => isDeclaration(name))
  if (found.length === 0) return noDeclarations
  const map = new Map(found.map(({ name, value }) => [name.slice(6), value]))
  if (map.size !== found.length) throw malformed('namespace declared twice')
  for (const [prefix, uri] of map) {
    if (prefix === 'xml' || prefix === 'xmlns' || (prefix !== '' && uri === '') || uri === xmlNamespace) throw malformed('namespace')
  }
  return map
}

function attributesOf(attributes: readonly RawAttribute[], scope: ReadonlyMap<string, string>): readonly XmlAttribute[] {
  const list: XmlAttribute[] = []
  for (const { name: qualified, value } of attributes) {
    if (isDeclaration(qualified)) continue
    const [prefix, name] = split(qualified)
    list.push({ prefix, name, namespace: prefix === '' ? '' : lookUp(scope, prefix), value })
  }
  if (list.length > 1 && new Set(list.map(({ namespace, name }) => `${namespace} ${name}`)).size !== list.length) {
    throw malformed('attribute twice')
  }
  return list
}
