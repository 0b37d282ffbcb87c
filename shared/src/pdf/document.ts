import { Body } from './body.ts'
import type { Sheet } from './layout.ts'
import { Pen } from './pen.ts'
import { type Prefix, fontResources, numbers } from './prefix.ts'
import { num, pdfDate, textString } from './value.ts'

/** Lower left and upper right corner in PDF coordinates. */
export type Rect = readonly [number, number, number, number]

/** An empty signature field, placed when the page is laid out. */
export interface SignatureField {
  readonly name: string
  /** What a reader's assistive technology says. */
  readonly label: string
  readonly page: number
  readonly rect: Rect
}

export interface DocumentParts {
  readonly title: string
  /** Further entries of the document information, as PDF values. */
  readonly info: Readonly<Record<string, string>>
  /** Names the content, in hex: the same content has the same file identifier. */
  readonly id: string
  /** RFC 3339 with zone. */
  readonly createdAt: string
  readonly sheets: readonly Sheet[]
  readonly fields: readonly SignatureField[]
}

/** Octets to be written over; what they hold before does not matter. */
export type Allocate = (octets: number) => Uint8Array<ArrayBuffer>

/** Octets of a document beside its prefix and its pages' contents. */
const roomForObjects = 8192

/** Octets that a signature adds to a document, roughly: most of them its /Contents. */
const roomForSignature = 20_480

/** Revision 0: PDF 1.7, classic cross-reference, fields in drawing order, SigFlags 3; a document without fields has no form. The same parts give the same bytes. */
export function writeDocument(parts: DocumentParts, { bytes, entries }: Prefix, allocate: Allocate): Uint8Array {
  const { sheets, fields } = parts
  const contents = sheets.map((sheet) => sheet.content())
  const room = contents.reduce((sum, content) => sum + content.length, bytes.length + roomForObjects + fields.length * roomForSignature)
  const body = new Body(new Pen(allocate(room)).octets(bytes), [{ number: 0, offset: 0 }, ...entries])
  writeCatalog(body, parts)
  sheets.forEach((sheet, page) => {
    const annotations = fields.flatMap((field, at) => (field.page === page ? [fieldNumber(parts, at)] : []))
    body.object(pageNumber(page), pageValue(sheet, pageNumber(page) + 1, references(annotations)))
    body.stream(pageNumber(page) + 1, '', contents[page] ?? new Uint8Array())
    sheet.done()
  })
  fields.forEach((field, at) => body.object(fieldNumber(parts, at), fieldValue(field, pageNumber(field.page))))
  const id = `<${parts.id.slice(0, 32).toUpperCase()}>`
  return body.end(`/Size ${body.entries.length} /Root ${numbers.catalog} 0 R /Info ${numbers.info} 0 R /ID [${id} ${id}]`)
}

const pageNumber = (page: number): number => numbers.first + 2 * page

const fieldNumber = ({ sheets }: DocumentParts, at: number): number => pageNumber(sheets.length) + at

const references = (list: readonly number[]): string => list.map((number) => `${number} 0 R`).join(' ')

function writeCatalog(body: Body, parts: DocumentParts): void {
  const { title, info, createdAt, sheets, fields } = parts
  const form = fields.length > 0 ? ` /AcroForm ${numbers.form} 0 R` : ''
  const kids = references(sheets.map((_, page) => pageNumber(page)))
  const facts = Object.entries(info).map(([key, value]) => `/${key} ${value}`)
  const places = references(fields.map((_, at) => fieldNumber(parts, at)))
  body.object(
    numbers.catalog,
    `<< /Type /Catalog /Pages ${numbers.pages} 0 R${form} /Lang (vi-VN) /ViewerPreferences << /DisplayDocTitle true >> >>`,
  )
  body.object(numbers.pages, `<< /Type /Pages /Kids [${kids}] /Count ${sheets.length} >>`)
  body.object(numbers.info, `<< /Title ${textString(title)} /Producer (Hocba) /CreationDate (${pdfDate(createdAt)}) ${facts.join(' ')} >>`)
  body.object(numbers.form, `<< /Fields [${places}] /SigFlags 3 /DR << ${fontResources} >> >>`)
}

const pageValue = (sheet: Sheet, content: number, annotations: string): string =>
  `<< /Type /Page /Parent ${numbers.pages} 0 R /MediaBox [0 0 ${num(sheet.width)} ${num(sheet.height)}] /Resources << ${fontResources} >>` +
  ` /Contents ${content} 0 R${annotations === '' ? '' : ` /Annots [${annotations}]`} /Tabs /S >>`

const fieldValue = (field: SignatureField, page: number): string =>
  `<< /Type /Annot /Subtype /Widget /FT /Sig /T (${field.name}) /TU ${textString(field.label)} /F 132 /Rect [${field.rect.map(num).join(' ')}] /P ${page} 0 R >>`
