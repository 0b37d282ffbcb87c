import { fieldName } from '@hocba/shared/signing'
import type { Snapshot } from '@hocba/shared/snapshot'
import { Fault } from '@hocba/shared/core'
import type { Certificate } from '../certificate/subject.ts'
import { appearance } from './appearance.ts'
import { sha256To } from './digest.ts'
import { attributesDigest, signatureOctets, signedAttributes, signedData } from './cms.ts'
import { readPdf } from './file.ts'
import { Body, Pen, fontResources, num, pdfDate, textString } from '@hocba/shared/pdf'
import { keepRoom, roomBehind } from './room.ts'

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
  const file = readPdf(pdf)
  const field = file.field(position)
  if (field?.name !== fieldName(snapshot.signers, position) || field.signed) throw new Fault('signing.order')
  const [form, signature] = [file.size, file.size + 1]
  const drawn = appearance({ signer, certificate, time }, field.rect)
  const body = new Body(new Pen(roomBehind(pdf, contentsLength + drawn.length + roomForObjects), pdf.length))
  body.object(field.number, signedField(field.value, signature, form))
  body.stream(form, formEntries(field.rect), drawn)
  const gap = writeSignature(body, signature, certificate, time)
  const { size, root, info, id, startxref } = file
  return prepared(body.end(`/Size ${size + 2} /Root ${root} /Info ${info} /ID ${id} /Prev ${startxref}`), gap, certificate, chain)
}

/** Octets of an update beside its appearance and /Contents. */
const roomForObjects = 2048

const signedField = (value: string, signature: number, form: number): string =>
  value.replace(/ >>$/, ` /V ${signature} 0 R /AP << /N ${form} 0 R >> >>`)

/** SHA-256 of a file but for one gap. */
const digestAround = (file: Buffer, { start, end }: Gap): Buffer => sha256To(file, start).update(file.subarray(end)).digest()

const formEntries = (rect: readonly [number, number, number, number]): string =>
  `/Type /XObject /Subtype /Form /BBox [0 0 ${num(rect[2] - rect[0])} ${num(rect[3] - rect[1])}] /Resources << ${fontResources} >>`

const rangeRoom = '/ByteRange [0 '.length + 3 * 10 + 2 + 1

/** What of a file a signature is not over: the /Contents with its brackets. `range` is where its /ByteRange has room. */
interface Gap {
  readonly range: number
  readonly start: number
  readonly end: number
}

/** The signature dictionary with nothing in it yet that is known only later. */
function writeSignature(body: Body, number: number, certificate: Certificate, time: string): Gap {
  let range = 0
  body.object(number, (pen) => {
    pen.ascii(`<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (${pdfDate(time)}) `)
    pen.ascii(`/Name ${textString(certificate.commonName)} `)
    range = pen.length
    pen
      .ascii(`${' '.repeat(rangeRoom)} /Contents <`)
      .zeros(contentsLength)
      .ascii('> >>')
  })
  const start = range + rangeRoom + ' /Contents '.length
  return { range, start, end: start + contentsLength + 2 }
}

function prepared(file: Uint8Array<ArrayBuffer>, gap: Gap, certificate: Certificate, chain: readonly Uint8Array[]): Prepared {
  const bytes = keepRoom(Buffer.from(file.buffer, file.byteOffset, file.length))
  bytes.write(`/ByteRange [0 ${gap.start} ${gap.end} ${bytes.length - gap.end}]`, gap.range, 'latin1')
  const attributes = signedAttributes(digestAround(bytes, gap), certificate)
  return {
    digest: attributesDigest(attributes),
    stamped: (value) => signatureOctets(value, certificate),
    finish: (value, token) => {
      const cms = Buffer.from(signedData(attributes, signatureOctets(value, certificate), certificate, chain, token)).toString('hex')
      if (cms.length > contentsLength) throw new RangeError('the CMS does not fit into /Contents')
      bytes.write(cms, gap.start + 1, 'latin1')
      return bytes
    },
  }
}
