import { createHash, hash } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import type { LogProof } from '@hocba/shared/log'
import type { Snapshot } from '@hocba/shared/snapshot'
import { dataText, documentFrame, escapeText, kindOf, namespaces } from '@hocba/shared/xml'
import type { Certificate } from '../certificate/subject.ts'
import { algorithms, c14nReference, signatureMethods, signingObject, timestampElement, type TimeStyle } from './element.ts'
import { proofIn } from './proof.ts'

export interface XmlRequest {
  /** The file with the signatures made so far; `null` before the first one. */
  readonly xml: Uint8Array | null
  readonly snapshot: Snapshot
  /** Lower-case hex. */
  readonly digest: string
  readonly position: number
  readonly certificate: Certificate
  /** RFC 3339 with zone. */
  readonly time: string
  readonly style: TimeStyle
  /** What a new file carries of the log; a file that is begun keeps what its first signer put there. */
  readonly proof?: LogProof | undefined
}

/** A file that lacks only the signature over `digest`. */
export interface Prepared {
  readonly digest: Uint8Array
  /** What a time stamp of this signature is over; `signature` is PKCS#1, or r||s on P-256 (XMLDSig core 6.4.3). */
  readonly stamped: (signature: Uint8Array) => Uint8Array
  readonly finish: (signature: Uint8Array, token?: Uint8Array) => Uint8Array
}

interface SignatureElement {
  readonly n: number
  /** In pieces. */
  readonly bytes: readonly Uint8Array[]
  /** The SignatureValue in base64. */
  readonly value: string
}

/** Puts one more signature into a file of profile hbs-xml-1. The data and every earlier signature stay byte for byte as they are. */
export function prepareXml(request: XmlRequest): Prepared {
  const { snapshot, digest, position } = request
  const n = position + 1
  const id = dataId(digest)
  const data = request.xml === null ? dataOf(snapshot, digest, request.proof) : dataIn(request.xml, snapshot, digest)
  const present = request.xml === null ? [] : readSignatures(request.xml, data)
  if (present.some((one) => one.n === n)) throw new Fault('signing.order')
  const holder = holderText(request, n, roleAt(snapshot, position))
  const info =
    `<CanonicalizationMethod Algorithm="${algorithms.c14n}"></CanonicalizationMethod>` +
    `<SignatureMethod Algorithm="${signatureMethods[request.certificate.key]}"></SignatureMethod>` +
    c14nReference({ id: `R-${n}-0`, uri: id, digest: data.hash }) +
    holder.reference +
    `${countersigned(snapshot, position, present)}</SignedInfo>`
  return {
    digest: hash('sha256', `<SignedInfo xmlns="${namespaces.xmldsig}">${info}`, 'buffer'),
    stamped: (signature) => Buffer.from(signatureValue({ n, value: base64(signature) })),
    finish: (signature, token) => {
      const value = base64(signature)
      const head =
        `<Signature xmlns="${namespaces.xmldsig}" Id="CKS-${n}"><SignedInfo>${info}` +
        `<SignatureValue Id="GTCK-${n}">${value}</SignatureValue>`
      const stamp = token === undefined ? [] : [Buffer.from(timestampElement(token), 'latin1')]
      const bytes = [Buffer.from(head, 'latin1'), holder.beforeStamp, ...stamp, holder.afterStamp]
      return assemble(data, [...present, { n, value, bytes }])
    },
  }
}

/** What a holder's signatures of one moment have in common: of a class, all but the first few are signed within the same second. */
interface HolderText {
  readonly of: string
  /** To the signed time. */
  readonly reference: string
  readonly beforeStamp: Uint8Array
  readonly afterStamp: Uint8Array
}

const holderTexts = new WeakMap<Certificate, HolderText>()

function holderText({ certificate, time, style }: XmlRequest, n: number, role: string): HolderText {
  const of = `${n} ${role} ${time} ${style}`
  const known = holderTexts.get(certificate)
  if (known?.of === of) return known
  const object = signingObject({ n, role, time, style, certificate })
  const [before = '', after] = object.inFile.split('</QualifyingProperties>')
  const made = {
    of,
    reference: c14nReference({ ...object.reference, digest: sha256(object.canonical) }),
    beforeStamp: Buffer.from(keyInfo(certificate) + before),
    afterStamp: Buffer.from(`${after === undefined ? '' : `</QualifyingProperties>${after}`}</Signature>`),
  }
  holderTexts.set(certificate, made)
  return made
}

const keyInfo = ({ subjectText, der }: Certificate): string =>
  `<KeyInfo><X509Data><X509SubjectName>${escapeText(subjectText)}</X509SubjectName>` +
  `<X509Certificate>${base64(der)}</X509Certificate></X509Data></KeyInfo>`

/** `DL-` and a UUID made of the digest: the same snapshot has the same data element in every program. */
export function dataId(digest: string): string {
  const parts = [digest.slice(0, 8), digest.slice(8, 12), digest.slice(12, 16), digest.slice(16, 20), digest.slice(20, 32)]
  return `DL-${parts.join('-')}`
}

/** Positions whose signatures the file has. */
export const signedPositions = (xml: Uint8Array, snapshot: Snapshot, digest: string): readonly number[] =>
  readSignatures(xml, dataIn(xml, snapshot, digest)).map(({ n }) => n - 1)

/** The file but for its signatures. */
interface Emitted {
  readonly digest: string
  readonly proof: string
  readonly before: Buffer
  readonly after: Buffer
  /** Base64 SHA-256 of the data's canonical form. */
  readonly hash: string
}

/** A snapshot never changes, and several people sign the same one. */
const emitted = new WeakMap<Snapshot, Emitted>()

/** The data that a file must hold to be one of this snapshot; with the proof that its first signer gave it. */
function dataIn(xml: Uint8Array, snapshot: Snapshot, digest: string): Emitted {
  const known = emitted.get(snapshot)
  return known?.digest === digest && startsWith(xml, known.before) ? known : dataOf(snapshot, digest, proofIn(xml))
}

function dataOf(snapshot: Snapshot, digest: string, proof: LogProof | undefined): Emitted {
  const proofText = JSON.stringify(proof ?? null)
  const known = emitted.get(snapshot)
  if (known?.digest === digest && known.proof === proofText) return known
  const { canonicalTag, tag, content } = dataText(snapshot, { id: dataId(digest), digest, ...(proof === undefined ? {} : { proof }) })
  const [start, between, after] = documentFrame(kindOf(snapshot))
  const before = utf8(start + tag + content + between)
  // The frame and the tag are ASCII: their letters are octets.
  const inside = before.subarray(start.length + tag.length, before.length - between.length)
  const made = {
    digest,
    proof: proofText,
    before,
    after: Buffer.from(after),
    hash: createHash('sha256').update(canonicalTag).update(inside).digest('base64'),
  }
  emitted.set(snapshot, made)
  return made
}

let scratch = Buffer.alloc(0)

/** The same as `Buffer.from(text)`, which looks at Vietnamese text twice: how many octets it takes is known once they are written. */
function utf8(text: string): Buffer {
  if (scratch.length < 3 * text.length) scratch = Buffer.allocUnsafeSlow(6 * text.length)
  return Buffer.from(scratch.subarray(0, scratch.write(text)))
}

const assemble = ({ before, after }: Emitted, signatures: readonly SignatureElement[]): Uint8Array =>
  Buffer.concat([before, ...signatures.toSorted((a, b) => a.n - b.n).flatMap(({ bytes }) => bytes), after])

const signatureStart = /<Signature xmlns="http:\/\/www\.w3\.org\/2000\/09\/xmldsig#" Id="CKS-(\d{1,2})">/y
const signatureEnd = '</Signature>'

/** The signatures as bytes; a file that is anything but this snapshot's data with signatures after it is not signed further. */
function readSignatures(xml: Uint8Array, { before, after }: Emitted): readonly SignatureElement[] {
  const file = Buffer.from(xml.buffer, xml.byteOffset, xml.length)
  const end = file.length - after.length
  if (end < before.length || !startsWith(file, before) || after.compare(file, end) !== 0) throw new Fault('digest.mismatch')
  // One character an octet: the offsets are those of the bytes.
  const text = file.toString('latin1', before.length, end)
  const found: SignatureElement[] = []
  for (let start = 0; start < text.length;) {
    signatureStart.lastIndex = start
    const n = Number(signatureStart.exec(text)?.[1] ?? Number.NaN)
    const stop = text.indexOf(signatureEnd, start) + signatureEnd.length
    const isNext = n > (found.at(-1)?.n ?? 0) && stop > start
    if (!isNext) throw new Fault('digest.mismatch')
    found.push({ n, value: valueIn(text, n, start, stop), bytes: [file.subarray(before.length + start, before.length + stop)] })
    start = stop
  }
  return found
}

function valueIn(text: string, n: number, start: number, stop: number): string {
  const tag = `<SignatureValue Id="GTCK-${n}">`
  const at = text.indexOf(tag, start) + tag.length
  const value = text.slice(at, text.indexOf('<', at))
  if (at < start + tag.length || at > stop || !/^[A-Za-z0-9+/=]+$/.test(value)) throw new Fault('digest.mismatch')
  return value
}

const startsWith = (file: Uint8Array, start: Buffer): boolean => start.compare(file, 0, start.length) === 0

/**
 * A later role signs every earlier SignatureValue, so that a removed or replaced signature shows. Subject teachers sign in any
 * order and do not refer to each other.
 */
function countersigned(snapshot: Snapshot, position: number, present: readonly SignatureElement[]): string {
  const role = roleAt(snapshot, position)
  const earlier = snapshot.signers.slice(0, position).flatMap((signer, index) => (signer.role === role ? [] : [index + 1]))
  const references = earlier.map((n) => {
    const value = present.find((one) => one.n === n)
    if (value === undefined) throw new Fault('signing.order')
    return c14nReference({ type: algorithms.countersigned, uri: `GTCK-${n}`, digest: sha256(signatureValue(value)) })
  })
  return references.join('')
}

/** The element as exclusive C14N writes it when it is the apex. */
const signatureValue = ({ n, value }: Pick<SignatureElement, 'n' | 'value'>): string =>
  `<SignatureValue xmlns="${namespaces.xmldsig}" Id="GTCK-${n}">${value}</SignatureValue>`

function roleAt(snapshot: Snapshot, position: number): string {
  const signer = snapshot.signers[position]
  if (signer === undefined) throw new Fault('signing.order')
  return signer.role
}

const sha256 = (text: string): string => hash('sha256', text, 'base64')

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
