import { type Hash, createHash } from 'node:crypto'
import { fieldName } from '@hocba/shared/signing'
import type { Snapshot } from '@hocba/shared/snapshot'
import { Fault } from '@hocba/shared/core'
import type { Certificate } from '../certificate/subject.ts'
import { appearance } from './appearance.ts'
import { attributesDigest, signatureOctets, signedAttributes, signedData } from './cms.ts'
import { readPdf } from './file.ts'
import { fontResources, num, objectText, pdfDate, streamText, textString, xrefSection } from '@hocba/shared/pdf'
import { press } from './press.ts'

/** Hexadecimal characters of /Contents; a CMS with chain and time stamp takes a third of it. */
const contentsLength = 16_384

export interface PdfRequest {
  /** The file with the signatures made so far. */
  readonly pdf: Uint8Array
  readonly snapshot: Snapshot
  readonly position: number
  readonly certificate: Certificate
  /** DER of the issuing authorities. */
  readonly chain: readonly Uint8Array[]
  /** RFC 3339 with zone; becomes /M. */
  readonly time: string
}

/** A file that lacks only the signature over `digest`. */
export interface Prepared {
  readonly digest: Uint8Array
  /** What a time stamp of this signature is over. */
  readonly stamped: (signature: Uint8Array) => Uint8Array
  readonly finish: (signature: Uint8Array, token?: Uint8Array) => Uint8Array
}

/** Appends one signature: widget, its appearance, the signature dictionary, a cross-reference section. Nothing else is touched. */
export function preparePdf({ pdf, snapshot, position, certificate, chain, time }: PdfRequest): Prepared {
  const signer = snapshot.signers[position]
  if (signer === undefined) throw new Fault('signing.order')
  const shared = sharedLength(pdf)
  const file = readPdf(pdf, shared)
  const field = file.fields.find(({ name }) => name === fieldName(snapshot.signers, position))
  if (field === undefined || field.signed) throw new Fault('signing.order')
  const [form, signature] = [file.size, file.size + 1]
  const objects = [
    { number: field.number, text: objectText(field.number, signedField(field.value, signature, form)) },
    { number: form, text: streamText(form, formEntries(field.rect), appearance({ signer, certificate, time }, field.rect)) },
    { number: signature, text: objectText(signature, signatureValue(certificate, time)) },
  ]
  let text = ''
  const entries = objects.map((object) => {
    const offset = pdf.length + text.length
    text += object.text
    return { number: object.number, offset }
  })
  const trailer =
    `trailer\n<< /Size ${file.size + 2} /Root ${file.root} /Info ${file.info} /ID ${file.id} /Prev ${file.startxref} >>\n` +
    `startxref\n${pdf.length + text.length}\n%%EOF\n`
  const bytes = extended(pdf, text + xrefSection(entries) + trailer)
  return prepared(bytes, shared, entries[2]?.offset ?? 0, certificate, chain)
}

/** The file and an update after it, which is all ASCII. */
function extended(pdf: Uint8Array, update: string): Buffer {
  const bytes = Buffer.allocUnsafe(pdf.length + update.length)
  bytes.set(pdf)
  bytes.write(update, pdf.length, 'latin1')
  return bytes
}

const signedField = (value: string, signature: number, form: number): string =>
  value.replace(/ >>$/, ` /V ${signature} 0 R /AP << /N ${form} 0 R >> >>`)

/** Most of a file is the fonts that every file begins with: they are compared, not read. */
const sharedLength = (pdf: Uint8Array): number =>
  Buffer.compare(press.beginning, pdf.subarray(0, press.beginning.length)) === 0 ? press.beginning.length : 0

/** The state of SHA-256 after what all files begin with. */
let begun: Hash | undefined

/** SHA-256 of a file but for one gap. */
function digestAround(bytes: Uint8Array, shared: number, start: number, end: number): Buffer {
  if (shared > 0) begun ??= createHash('sha256').update(press.beginning)
  const hash = shared > 0 && begun !== undefined ? begun.copy() : createHash('sha256')
  return hash.update(bytes.subarray(shared, start)).update(bytes.subarray(end)).digest()
}

const formEntries = (rect: readonly [number, number, number, number]): string =>
  `/Type /XObject /Subtype /Form /BBox [0 0 ${num(rect[2] - rect[0])} ${num(rect[3] - rect[1])}] /Resources << ${fontResources} >>`

const noContents = '0'.repeat(contentsLength)

const rangeRoom = '/ByteRange [0 '.length + 3 * 10 + 2 + 1

const signatureValue = (certificate: Certificate, time: string): string =>
  `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (${pdfDate(time)}) /Name ${textString(certificate.commonName)}` +
  ` ${' '.repeat(rangeRoom)} /Contents <${noContents}> >>`

function prepared(bytes: Buffer, shared: number, signature: number, certificate: Certificate, chain: readonly Uint8Array[]): Prepared {
  const start = bytes.indexOf('/Contents <', signature, 'latin1') + '/Contents '.length
  const end = start + contentsLength + 2
  const range = `/ByteRange [0 ${start} ${end} ${bytes.length - end}]`
  bytes.write(range, start - '/Contents '.length - 1 - rangeRoom, 'latin1')
  const message = digestAround(bytes, shared, start, end)
  const attributes = signedAttributes(message, certificate)
  return {
    digest: attributesDigest(attributes),
    stamped: (value) => signatureOctets(value, certificate),
    finish: (value, token) => {
      const cms = Buffer.from(signedData(attributes, signatureOctets(value, certificate), certificate, chain, token)).toString('hex')
      if (cms.length > contentsLength) throw new RangeError('the CMS does not fit into /Contents')
      bytes.write(cms, start + 1, 'latin1')
      return bytes
    },
  }
}
