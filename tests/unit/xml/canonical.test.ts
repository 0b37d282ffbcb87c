import * as fc from 'fast-check'
import { XmlC14NMode, XmlDocument } from 'libxml2-wasm'
import { describe, expect, it } from 'vitest'
import { escapeAttribute, escapeText } from '@hocba/shared/xml'
import { canonicalize, isCanonical } from '../../../shared/src/verify/xml/canonical.ts'
import { elementsOf } from '../../../shared/src/verify/xml/element.ts'
import { parseXml } from '../../../shared/src/verify/xml/parse.ts'
import { text } from '../../support/arbitrary-snapshot.ts'

interface Shape {
  readonly prefix: string
  readonly name: string
  readonly declarations: Readonly<Record<string, string>>
  readonly attributes: Readonly<Record<string, string>>
  readonly content: readonly (Shape | string)[]
  readonly quote: '"' | "'"
}

const uri = fc.constantFrom('urn:a', 'urn:b', 'urn:c')
const plainName = fc.constantFrom('a', 'b', 'ab', 'c')

const shape = fc.letrec<{ node: Shape }>((tie) => ({
  node: fc.record({
    prefix: fc.constantFrom('', 'p', 'q'),
    name: plainName,
    declarations: fc.dictionary(fc.constantFrom('', 'p', 'q'), uri, { maxKeys: 3 }),
    attributes: fc.dictionary(fc.constantFrom('a', 'b', 'Id', 'p:a', 'q:b', 'xml:lang'), text, { maxKeys: 4 }),
    content: fc.array(fc.oneof({ maxDepth: 4 }, text, tie('node')), { maxLength: 4 }),
    quote: fc.constantFrom('"', "'"),
  }),
})).node

function write({ prefix, name, declarations, attributes, content, quote }: Shape): string {
  const tag = prefix === '' ? name : `${prefix}:${name}`
  const quoted = (value: string): string => `${quote}${escapeAttribute(value).replaceAll("'", '&apos;')}${quote}`
  const spaces = Object.entries(declarations).map(([key, value]) => ` ${key === '' ? 'xmlns' : `xmlns:${key}`}=${quoted(value)}`)
  const others = Object.entries(attributes).map(([key, value]) => `  ${key}=${quoted(value)}`)
  const inner = content.map((part) => (typeof part === 'string' ? escapeText(part) : write(part))).join('')
  const head = `${tag}${[...others, ...spaces].join('')}`
  return inner === '' ? `<${head} />` : `<${head}>${inner}</${tag}>`
}

/** The same without prefixes, as in the files of the profile. */
const plain = (node: Shape): Shape => ({
  ...node,
  prefix: '',
  declarations: Object.fromEntries(Object.entries(node.declarations).filter(([key]) => key === '')),
  attributes: Object.fromEntries(Object.entries(node.attributes).filter(([key]) => !key.includes(':'))),
  content: node.content.map((part) => (typeof part === 'string' ? part : plain(part))),
})

/** A text that the parser of the profile may refuse; then libxml2's opinion does not matter. */
const read = (xml: string): ReturnType<typeof parseXml> | undefined => {
  try {
    return parseXml(xml)
  } catch {
    return undefined
  }
}

describe('exclusive canonical form', () => {
  it('XML-7 agrees with libxml2 on every tree that the parser accepts, whatever prefixes and quotes it uses', () => {
    let compared = 0
    fc.assert(
      fc.property(shape, (node) => {
        const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<r xmlns="urn:r" xmlns:p="urn:p" xmlns:q="urn:q">${write(node)}</r>`
        const root = read(xml)
        if (root === undefined) return
        const document = XmlDocument.fromString(xml)
        try {
          const options = { mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 }
          expect(canonicalize(root)).toBe(document.canonicalizeToString(options))
          const child = document.root.firstChild
          const [own] = root.children
          if (own && child) expect(canonicalize(own)).toBe(child.canonicalizeToString(options))
          compared += 1
        } finally {
          document.dispose()
        }
      }),
      { seed: 20260110, numRuns: 400 },
    )
    expect(compared).toBeGreaterThan(250)
  })

  it('XML-7 a source is its own canonical form exactly when writing it again gives the same, and then its parts are cut from it', () => {
    const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    const forms = { same: 0, other: 0 }
    const look = (text: string): string | undefined => {
      const [root, fresh] = [read(declaration + text), read(declaration + text)]
      if (root === undefined || fresh === undefined) return undefined
      const written = canonicalize(fresh)
      expect(isCanonical(declaration + text, declaration.length, root)).toBe(written === text)
      forms[written === text ? 'same' : 'other'] += 1
      // Each part on its own: the whole must not be in memory before its parts.
      const parts = elementsOf(root).map(canonicalize)
      expect(parts).toEqual(elementsOf(read(declaration + text) ?? root).map(canonicalize))
      return written
    }
    const rooted = (node: Shape): string => `<r xmlns="urn:r" xmlns:p="urn:p" xmlns:q="urn:q">${write(node)}</r>`
    fc.assert(
      fc.property(shape, fc.boolean(), (node, isPlain) => {
        const written = look(isPlain ? `<r>${write(plain(node))}</r>` : rooted(node))
        if (written !== undefined) expect(look(written)).toBe(written)
      }),
      { seed: 20260111, numRuns: 150 },
    )
    expect(Math.min(forms.same, forms.other)).toBeGreaterThan(50)
  })

  it('XML-8 what the parser accepts libxml2 accepts too', () => {
    const pieces = fc.constantFrom(
      '<a>',
      '</a>',
      '<a/>',
      '<a b="1">',
      'x',
      '&amp;',
      '&#65;',
      '&#x0;',
      '&x;',
      ']]>',
      '<',
      '>',
      '"',
      ' ',
      '<a b="1" b="2">',
      '<p:a>',
      '<a xmlns:p="">',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 7 }), (parts) => {
        const xml = `<?xml version="1.0" encoding="UTF-8"?><r>${parts.join('')}</r>`
        if (read(xml) === undefined) return
        const document = XmlDocument.fromString(xml)
        document.dispose()
      }),
      { seed: 20260110, numRuns: 2_000 },
    )
  })
})
