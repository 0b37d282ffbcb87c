import type { Sheet } from './layout.ts'
import { type XrefEntry, ascii, concat, num, objectText, pdfDate, streamText, textString, xrefSection } from './object.ts'
import { type Prefix, fontResources, numbers } from './prefix.ts'

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

/** Revision 0: PDF 1.7, classic cross-reference, fields in drawing order, SigFlags 3; a document without fields has no form. The same parts give the same bytes. */
export function writeDocument(parts: DocumentParts, { bytes, entries }: Prefix): Uint8Array {
  const offsets: XrefEntry[] = [{ number: 0, offset: 0 }, ...entries]
  let text = ''
  for (const { number, text: object } of documentObjects(parts)) {
    offsets.push({ number, offset: bytes.length + text.length })
    text += object
  }
  const id = `<${parts.id.slice(0, 32).toUpperCase()}>`
  const trailer = `trailer\n<< /Size ${offsets.length} /Root ${numbers.catalog} 0 R /Info ${numbers.info} 0 R /ID [${id} ${id}] >>\nstartxref\n${bytes.length + text.length}\n%%EOF\n`
  return concat([bytes, ascii(text + xrefSection(offsets) + trailer)])
}

interface Numbered {
  readonly number: number
  readonly text: string
}

function documentObjects({ title, info, createdAt, sheets, fields }: DocumentParts): readonly Numbered[] {
  const pageNumber = (index: number): number => numbers.first + 2 * index
  const fieldNumber = (index: number): number => numbers.first + 2 * sheets.length + index
  const object = (number: number, value: string): Numbered => ({ number, text: objectText(number, value) })
  const references = (list: readonly number[]): string => list.map((number) => `${number} 0 R`).join(' ')
  return [
    object(
      numbers.catalog,
      `<< /Type /Catalog /Pages ${numbers.pages} 0 R${fields.length > 0 ? ` /AcroForm ${numbers.form} 0 R` : ''} /Lang (vi-VN) /ViewerPreferences << /DisplayDocTitle true >> >>`,
    ),
    object(numbers.pages, `<< /Type /Pages /Kids [${references(sheets.map((_, index) => pageNumber(index)))}] /Count ${sheets.length} >>`),
    object(
      numbers.info,
      `<< /Title ${textString(title)} /Producer (Hocba) /CreationDate (${pdfDate(createdAt)}) ${Object.entries(info)
        .map(([key, value]) => `/${key} ${value}`)
        .join(' ')} >>`,
    ),
    object(
      numbers.form,
      `<< /Fields [${references(fields.map((_, index) => fieldNumber(index)))}] /SigFlags 3 /DR << ${fontResources} >> >>`,
    ),
    ...sheets.flatMap((sheet, index) => {
      const annotations = fields.flatMap((field, at) => (field.page === index ? [fieldNumber(at)] : []))
      return [
        object(pageNumber(index), pageValue(sheet, pageNumber(index) + 1, references(annotations))),
        { number: pageNumber(index) + 1, text: streamText(pageNumber(index) + 1, '', sheet.content()) },
      ]
    }),
    ...fields.map((field, index) => object(fieldNumber(index), fieldValue(field, pageNumber(field.page)))),
  ]
}

const pageValue = (sheet: Sheet, content: number, annotations: string): string =>
  `<< /Type /Page /Parent ${numbers.pages} 0 R /MediaBox [0 0 ${num(sheet.width)} ${num(sheet.height)}] /Resources << ${fontResources} >>` +
  ` /Contents ${content} 0 R${annotations === '' ? '' : ` /Annots [${annotations}]`} /Tabs /S >>`

const fieldValue = (field: SignatureField, page: number): string =>
  `<< /Type /Annot /Subtype /Widget /FT /Sig /T (${field.name}) /TU ${textString(field.label)} /F 132 /Rect [${field.rect.map(num).join(' ')}] /P ${page} 0 R >>`
