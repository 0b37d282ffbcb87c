import type { Revision } from './file.ts'
import type { Field } from './form.ts'
import { type PdfDictionary, PdfRefusal, type Span, dictionary, isName, isSame, items, reference, string } from './value.ts'

/** One signature as an update appended it. */
export interface PdfSignature {
  readonly field: Field
  /** The token of /Contents with its angle brackets. */
  readonly contents: Span
  readonly byteRange: readonly number[]
  /** `D:20260620080000+07'00'` */
  readonly date: string
}

/**
 * An update writes exactly three objects: the widget of a field that was not signed yet, with /V and /AP added and everything
 * else as it was, its appearance, and its signature dictionary. Any other object is an attack.
 */
export function readUpdate(
  revision: Revision,
  fields: readonly Field[],
  known: ReadonlySet<number>,
  signed: ReadonlySet<number>,
): PdfSignature {
  const numbers = [...revision.objects.keys()]
  const field = fields.find(({ number }) => revision.objects.has(number))
  const added = numbers.filter((number) => !known.has(number))
  if (field === undefined || signed.has(field.number) || numbers.length !== 3 || added.length !== 2) {
    throw new PdfRefusal('objects other than one signature')
  }
  const widget = dictionary(revision.objects.get(field.number)?.value, field.name)
  checkWidget(widget, field)
  const appearance = dictionary(widget.entries.get('AP'), `${field.name}/AP`)
  if ([...appearance.entries.keys()].join() !== 'N') throw new PdfRefusal(`${field.name}/AP`)
  const form = reference(appearance.entries.get('N'), `${field.name}/AP`)
  const value = reference(widget.entries.get('V'), `${field.name}/V`)
  if (form === value || !added.includes(form) || !added.includes(value)) throw new PdfRefusal(`${field.name}: objects of another revision`)
  checkAppearance(revision, form, field)
  return { field, ...readSignatureDictionary(dictionary(revision.objects.get(value)?.value, `${field.name}/V`), field) }
}

function checkWidget(widget: PdfDictionary, field: Field): void {
  const before = field.widget.entries
  const kept = [...before].every(([key, value]) => isSame(widget.entries.get(key), value))
  const added = [...widget.entries.keys()].filter((key) => !before.has(key)).toSorted()
  if (!kept || added.join() !== 'AP,V') throw new PdfRefusal(`${field.name}: changed field`)
}

const appearanceKeys = ['Type', 'Subtype', 'FormType', 'BBox', 'Matrix', 'Resources', 'Filter', 'Length', 'Group']

function checkAppearance(revision: Revision, number: number, field: Field): void {
  const form = revision.objects.get(number)
  const { entries } = dictionary(form?.value, `${field.name}/AP`)
  const known = [...entries.keys()].every((key) => appearanceKeys.includes(key))
  if (form?.stream === undefined || !known || !isName(entries.get('Subtype'), 'Form')) throw new PdfRefusal(`${field.name}/AP`)
}

const signatureKeys = ['Type', 'Filter', 'SubFilter', 'M', 'Name', 'ByteRange', 'Contents', 'Reason', 'Location', 'ContactInfo']

function readSignatureDictionary({ entries }: PdfDictionary, { name }: Field): Omit<PdfSignature, 'field'> {
  const isProfile =
    isName(entries.get('Type'), 'Sig') &&
    isName(entries.get('Filter'), 'Adobe.PPKLite') &&
    isName(entries.get('SubFilter'), 'ETSI.CAdES.detached')
  if (!isProfile || [...entries.keys()].some((key) => !signatureKeys.includes(key))) throw new PdfRefusal(`${name}/V`)
  const contents = string(entries.get('Contents'), `${name}/Contents`)
  if (!contents.hex) throw new PdfRefusal(`${name}/Contents`)
  const byteRange = items(entries.get('ByteRange'), `${name}/ByteRange`).map((one) => (typeof one === 'number' ? one : Number.NaN))
  return { contents: { start: contents.start, end: contents.end }, byteRange, date: string(entries.get('M'), `${name}/M`).text }
}

/** The range starts at 0, leaves out exactly the token of /Contents, and ends where the revision ends. */
export function coversRevision({ byteRange, contents }: PdfSignature, revision: Revision): boolean {
  const expected = [0, contents.start, contents.end, revision.end - contents.end]
  return byteRange.length === 4 && byteRange.every((value, index) => value === expected[index])
}

/** RFC 3339 of a PDF date with zone; `undefined` for any other form. */
export function instantOfPdf(date: string): string | undefined {
  const match = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-]\d\d)'(\d\d)'?)$/.exec(date)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, zone, minutes] = match
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${zone === undefined ? 'Z' : `${zone}:${minutes}`}`
}
