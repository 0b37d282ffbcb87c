import { type Hash, createHash } from 'node:crypto'
import { fieldName } from '@hocba/shared/signing'
import type { Snapshot } from '@hocba/shared/snapshot'
import { Fault } from '@hocba/shared/core'
import type { Certificate } from '../certificate/subject.ts'
import { appearance } from './appearance.ts'
import { attributesDigest, signedAttributes, signedData } from './cms.ts'
import { readPdf } from './file.ts'
import { fontResources, num, objectBytes, packedStream, pdfDate, textString, xrefSection } from '@hocba/shared/pdf'
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
  const file = readPdf(pdf, known(pdf))
  const field = file.fields.find(({ name }) => name === fieldName(snapshot.signers, position))
  if (field === undefined || field.signed) throw new Fault('signing.order')
  const [form, signature] = [file.size, file.size + 1]
  const objects = [
    {
      number: field.number,
      bytes: objectBytes(field.number, field.value.replace(/ >>$/, ` /V ${signature} 0 R /AP << /N ${form} 0 R >> >>`)),
    },
    { number: form, bytes: packedStream(form, formEntries(field.rect), appearance({ signer, certificate, time }, field.rect)) },
    { number: signature, bytes: objectBytes(signature, signatureValue(certificate, time)) },
  ]
  let offset = pdf.length
  const entries = objects.map(({ number, bytes }) => {
    const entry = { number, offset }
    offset += bytes.length
    return entry
  })
  const trailer = `trailer\n<< /Size ${file.size + 2} /Root ${file.root} /Info ${file.info} /ID ${file.id} /Prev ${file.startxref} >>\nstartxref\n${offset}\n%%EOF\n`
  const bytes = Buffer.concat([pdf, ...objects.map((object) => object.bytes), Buffer.from(xrefSection(entries) + trailer, 'latin1')])
  return prepared(bytes, entries[2]?.offset ?? 0, certificate, chain)
}

/** Nearly all of a file is the fonts that every file begins with: they are compared, not read. */
const known = (pdf: Uint8Array): number =>
  Buffer.compare(press.beginning, pdf.subarray(0, press.beginning.length)) === 0 ? press.beginning.length : 0

let begun: { readonly of: Uint8Array; readonly hash: Hash } | undefined

/** SHA-256 of a file but for one gap; what all files begin with is hashed once. */
function digestAround(bytes: Uint8Array, start: number, end: number): Buffer {
  const length = known(bytes)
  if (length > 0 && begun?.of !== press.beginning) begun = { of: press.beginning, hash: createHash('sha256').update(press.beginning) }
  const hash = length > 0 && begun ? begun.hash.copy() : createHash('sha256')
  return hash.update(bytes.subarray(length, start)).update(bytes.subarray(end)).digest()
}

const formEntries = (rect: readonly [number, number, number, number]): string =>
  `/Type /XObject /Subtype /Form /BBox [0 0 ${num(rect[2] - rect[0])} ${num(rect[3] - rect[1])}] /Resources << ${fontResources} >>`

const rangeRoom = '/ByteRange [0 '.length + 3 * 10 + 2 + 1

const signatureValue = (certificate: Certificate, time: string): string =>
  `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (${pdfDate(time)}) /Name ${textString(certificate.commonName)}` +
  ` ${' '.repeat(rangeRoom)} /Contents <${'0'.repeat(contentsLength)}> >>`

function prepared(bytes: Buffer, signature: number, certificate: Certificate, chain: readonly Uint8Array[]): Prepared {
  const start = bytes.indexOf('/Contents <', signature, 'latin1') + '/Contents '.length
  const end = start + contentsLength + 2
  const range = `/ByteRange [0 ${start} ${end} ${bytes.length - end}]`
  bytes.write(range, start - '/Contents '.length - 1 - rangeRoom, 'latin1')
  const message = digestAround(bytes, start, end)
  const attributes = signedAttributes(message, certificate)
  return {
    digest: attributesDigest(attributes),
    stamped: (value) => value,
    finish: (value, token) => {
      const cms = Buffer.from(signedData(attributes, value, certificate, chain, token))
        .toString('hex')
        .toUpperCase()
      if (cms.length > contentsLength) throw new RangeError('the CMS does not fit into /Contents')
      bytes.write(cms, start + 1, 'latin1')
      return bytes
    },
  }
}
