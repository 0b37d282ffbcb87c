import type { SigningRole } from '../../signing/index.ts'
import type { PdfObject, Revision } from './file.ts'
import { type PdfDictionary, PdfRefusal, dictionary, isName, items, reference, string, textOf } from './value.ts'

export interface Field {
  readonly number: number
  readonly name: string
  readonly role: SigningRole
  readonly widget: PdfDictionary
}

/** The first revision: the form as it was rendered, with one empty field a signer. */
export interface Form {
  readonly fields: readonly Field[]
  /** Snapshot digest from the document information. */
  readonly digest: string
  readonly format: string | undefined
  /** The uid that each field's certificate must carry, by field name. */
  readonly signers: ReadonlyMap<string, string> | undefined
  /** Proof of the log, as text. */
  readonly log: string | undefined
}

const catalogKeys = [
  'Type',
  'Version',
  'Pages',
  'AcroForm',
  'Lang',
  'ViewerPreferences',
  'Metadata',
  'MarkInfo',
  'StructTreeRoot',
  'OutputIntents',
  'PageLabels',
]
const formKeys = ['Fields', 'SigFlags', 'DR', 'DA']

export function readForm({ objects, trailer }: Revision): Form {
  const catalog = resolve(objects, reference(trailer.entries.get('Root'), 'Root'), 'Catalog')
  onlyKeys(catalog, catalogKeys, 'Catalog')
  const form = resolve(objects, reference(catalog.entries.get('AcroForm'), 'AcroForm'), 'AcroForm')
  onlyKeys(form, formKeys, 'AcroForm')
  if (form.entries.get('SigFlags') !== 3) throw new PdfRefusal('SigFlags')
  const fields = items(form.entries.get('Fields'), 'Fields').map((one) => readField(objects, reference(one, 'Fields')))
  checkPages(objects, reference(catalog.entries.get('Pages'), 'Pages'), fields)
  const info = resolve(objects, reference(trailer.entries.get('Info'), 'Info'), 'Info')
  const entry = (key: string): string | undefined => {
    const value = info.entries.get(key)
    return value === undefined ? undefined : textOf(string(value, key))
  }
  return {
    fields,
    digest: string(info.entries.get('HocbaDigest'), 'HocbaDigest').text,
    format: entry('HocbaFormat'),
    signers: readSigners(entry('HocbaSigners'), fields),
    log: entry('HocbaLog'),
  }
}

/** `CKS_gvbm_1=CCCD:… CKS_gvcn=…`: every field once, in its order. */
function readSigners(text: string | undefined, fields: readonly Field[]): ReadonlyMap<string, string> | undefined {
  if (text === undefined) return undefined
  const pairs = text.split(' ').map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)] as const)
  if (pairs.map(([name]) => name).join() !== fields.map(({ name }) => name).join()) throw new PdfRefusal('HocbaSigners')
  return new Map(pairs)
}

/** A receipt is a PDF of the school too, but nobody signs it. */
export function isReceipt({ objects, trailer }: Revision): boolean {
  const info = trailer.entries.get('Info')
  const format = info === undefined ? undefined : resolve(objects, reference(info, 'Info'), 'Info').entries.get('HocbaFormat')
  return format !== undefined && textOf(string(format, 'HocbaFormat')) === 'hocba-receipt-1'
}

const resolve = (objects: ReadonlyMap<number, PdfObject>, number: number, what: string): PdfDictionary =>
  dictionary(objects.get(number)?.value, what)

function onlyKeys({ entries }: PdfDictionary, allowed: readonly string[], what: string): void {
  const stranger = [...entries.keys()].find((key) => !allowed.includes(key))
  if (stranger !== undefined) throw new PdfRefusal(`${what}/${stranger}`)
}

const roles: readonly (readonly [RegExp, SigningRole])[] = [
  [/^CKS_gvbm_[1-9]\d?$/, 'subject-teacher'],
  [/^CKS_gvcn$/, 'homeroom-teacher'],
  [/^CKS_ht$/, 'principal'],
  [/^CKS_dv$/, 'organisation'],
]

const widgetKeys = ['Type', 'Subtype', 'FT', 'T', 'TU', 'F', 'Rect', 'P']

function readField(objects: ReadonlyMap<number, PdfObject>, number: number): Field {
  const widget = resolve(objects, number, 'field')
  onlyKeys(widget, widgetKeys, 'field')
  const name = string(widget.entries.get('T'), 'field').text
  const role = roles.find(([pattern]) => pattern.test(name))?.[1]
  if (role === undefined || !isName(widget.entries.get('FT'), 'Sig') || !isName(widget.entries.get('Subtype'), 'Widget')) {
    throw new PdfRefusal(`field ${name}`)
  }
  return { number, name, role, widget }
}

/** The fields of the profile in their order: `CKS_gvbm_1…n CKS_gvcn CKS_ht CKS_dv`. */
export function hasExpectedFields(fields: readonly Field[]): boolean {
  const teachers = fields.filter(({ role }) => role === 'subject-teacher')
  const expected = [...teachers.map((_, index) => `CKS_gvbm_${index + 1}`), 'CKS_gvcn', 'CKS_ht', 'CKS_dv']
  return fields.map(({ name }) => name).join() === expected.join()
}

/** Walks the page tree: the only annotations are the fields, each on the page it names, nothing runs by itself. */
function checkPages(objects: ReadonlyMap<number, PdfObject>, root: number, fields: readonly Field[]): void {
  const placed = new Set<number>()
  const seen = new Set<number>()
  const visit = (number: number): void => {
    if (seen.has(number)) throw new PdfRefusal('page tree')
    seen.add(number)
    const node = resolve(objects, number, 'page')
    if (node.entries.has('AA')) throw new PdfRefusal('page/AA')
    if (isName(node.entries.get('Type'), 'Pages')) {
      for (const kid of items(node.entries.get('Kids'), 'Kids')) visit(reference(kid, 'Kids'))
      return
    }
    const annotations = node.entries.get('Annots')
    for (const one of annotations === undefined ? [] : items(annotations, 'Annots')) {
      const field = fields.find((candidate) => candidate.number === reference(one, 'Annots'))
      if (field === undefined || placed.has(field.number)) throw new PdfRefusal('annotation')
      if (reference(field.widget.entries.get('P'), 'P') !== number) throw new PdfRefusal(`field ${field.name}/P`)
      placed.add(field.number)
    }
  }
  visit(root)
  if (placed.size !== fields.length) throw new PdfRefusal('field on no page')
}
