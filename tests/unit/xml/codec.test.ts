import { canonicalJson } from '@hocba/shared/core'
import { emitData, emitDocument, kindOf, readData, schemas } from '@hocba/shared/xml'
import * as fc from 'fast-check'
import { XmlBufferInputProvider, XmlDocument, XsdValidator, XmlC14NMode, ParseOption, xmlRegisterInputProvider } from 'libxml2-wasm'
import { describe, expect, it } from 'vitest'
import { canonicalize } from '../../../shared/src/verify/xml/canonical.ts'
import { parseXml } from '../../../shared/src/verify/xml/parse.ts'
import { gridSnapshots, snapshots } from '../../support/arbitrary-snapshot.ts'

const digest = 'ab'.repeat(32)
const options = { id: 'DL-1', digest }
const runs = { seed: 20260110, numRuns: 150 }
const file = (data: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${data}`

xmlRegisterInputProvider(
  new XmlBufferInputProvider(Object.fromEntries(Object.entries(schemas).map(([name, xsd]) => [name, new TextEncoder().encode(xsd)]))),
)

const validator = (name: keyof typeof schemas): XsdValidator =>
  XsdValidator.fromDoc(XmlDocument.fromString(schemas[name], { option: ParseOption.XML_PARSE_NONET }))

describe('codec between snapshot and XML', () => {
  it('XML-1 reading gives back exactly the JSON that was written', () => {
    fc.assert(
      fc.property(snapshots, fc.option(fc.string(), { nil: undefined }), (snapshot, note) => {
        const text = note?.replace(/[^\n -~]/g, '')
        const proof = text === undefined ? undefined : { index: text.length, leaf: text, path: text === '' ? [] : [digest], note: text }
        const xml = emitData(snapshot, { ...options, ...(proof === undefined ? {} : { proof }) })
        const read = readData(parseXml(file(xml)))
        if (!read.ok) throw new Error(read.error)
        expect(canonicalJson(read.value.snapshot)).toBe(canonicalJson(snapshot))
        expect(read.value).toMatchObject({ id: 'DL-1', digest, kind: kindOf(snapshot) })
        expect(read.value.proof).toEqual(proof)
      }),
      runs,
    )
  })

  it('XML-2 the data element is its own exclusive canonical form, for libxml2 and for the verifier', () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const xml = emitData(snapshot, options)
        expect(canonicalize(parseXml(file(xml)))).toBe(xml)
        const document = XmlDocument.fromString(xml)
        try {
          expect(document.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 })).toBe(xml)
        } finally {
          document.dispose()
        }
      }),
      runs,
    )
  })

  it('XML-3 every written file is valid under its schema', () => {
    const validators = { grid: validator('hocba-grid-1.xsd'), transcript: validator('hocba-transcript-1.xsd') }
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const root = kindOf(snapshot)
        const document = XmlDocument.fromString(
          emitDocument({ root, dataXml: emitData(snapshot, { ...options, xmlns: false }), signaturesXml: '' }),
        )
        try {
          validators[root].validate(document)
        } finally {
          document.dispose()
        }
      }),
      runs,
    )
  })

  it('XML-4 a property without a place in the shape stops the writer', () => {
    const [snapshot] = fc.sample(gridSnapshots, { seed: 1, numRuns: 1 })
    const extended = Object.assign({}, snapshot, { secret: 1 })
    expect(() => emitData(extended, options)).toThrow('no place for secret')
  })

  it('XML-5 a character that XML cannot carry stops the writer', () => {
    const [snapshot] = fc.sample(gridSnapshots, { seed: 1, numRuns: 1 })
    if (!snapshot) throw new Error('no sample')
    expect(() => emitData({ ...snapshot, class: '6\u0000A' }, options)).toThrow('XML cannot carry')
  })

  it.each([
    ['an extra element', '</NoiDung>', '<Them></Them></NoiDung>', 'unexpected element Them'],
    ['text between elements', '<NoiDung>', '<NoiDung> ', 'text between elements'],
    ['an integer with a leading zero', '<Luot>', '<Luot>0', 'canonical form'],
    ['an attribute', '<NoiDung>', '<NoiDung Kieu="rong">', 'unexpected attribute'],
    ['another namespace', '<NoiDung>', '<NoiDung xmlns="urn:x">', 'missing element NoiDung'],
  ])('XML-6 reading refuses %s', (_, before, after, reason) => {
    const [snapshot] = fc.sample(gridSnapshots, { seed: 1, numRuns: 1 })
    if (!snapshot) throw new Error('no sample')
    const xml = emitData({ ...snapshot, epoch: 7 }, options).replace(before, after)
    const read = readData(parseXml(file(xml)))
    expect(read).toMatchObject({ ok: false })
    if (!read.ok) expect(read.error).toContain(reason)
  })
})
