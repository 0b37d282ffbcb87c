import { createHash, hash } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import type { LogProof } from '@hocba/shared/log'
import type { Snapshot } from '@hocba/shared/snapshot'
import { dataText, documentFrame, escapeText, kindOf, namespaces } from '@hocba/shared/xml'
import type { Certificate } from '../certificate/subject.ts'
import { algorithms, c14nReference, signingObject, timestampElement, type TimeStyle } from './element.ts'
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
  /** What a time stamp of this signature is over. */
  readonly stamped: (signature: Uint8Array) => Uint8Array
  readonly finish: (signature: Uint8Array, token?: Uint8Array) => Uint8Array
}

interface SignatureElement {
  readonly n: number
  readonly bytes: Uint8Array
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
  const object = signingObject({ ...request, n, role: roleAt(snapshot, position) })
  const references = [
    c14nReference({ id: `R-${n}-0`, uri: id, digest: data.hash }),
    c14nReference({ ...object.reference, digest: sha256(object.canonical) }),
    ...countersigned(snapshot, position, present),
  ]
  const info = (xmlns: string): string =>
    `<SignedInfo${xmlns}><CanonicalizationMethod Algorithm="${algorithms.c14n}"></CanonicalizationMethod>` +
    `<SignatureMethod Algorithm="${algorithms.rsaSha256}"></SignatureMethod>${references.join('')}</SignedInfo>`
  return {
    digest: hash('sha256', info(` xmlns="${namespaces.xmldsig}"`), 'buffer'),
    stamped: (signature) => Buffer.from(signatureValue({ n, value: base64(signature) }), 'utf8'),
    finish: (signature, token) => {
      const value = base64(signature)
      const stamp = token === undefined ? '' : timestampElement(token)
      const properties = object.inFile.replace('</QualifyingProperties>', `${stamp}</QualifyingProperties>`)
      const xml =
        `<Signature xmlns="${namespaces.xmldsig}" Id="CKS-${n}">${info('')}` +
        `<SignatureValue Id="GTCK-${n}">${value}</SignatureValue>${keyInfo(request.certificate)}${properties}</Signature>`
      return assemble(data, [...present, { n, value, bytes: Buffer.from(xml) }])
    },
  }
}

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
  const bytes = Buffer.from(content)
  const [before, between, after] = documentFrame(kindOf(snapshot))
  const made = {
    digest,
    proof: proofText,
    before: Buffer.concat([Buffer.from(before + tag), bytes, Buffer.from(between)]),
    after: Buffer.from(after),
    hash: createHash('sha256').update(canonicalTag).update(bytes).digest('base64'),
  }
  emitted.set(snapshot, made)
  return made
}

const assemble = ({ before, after }: Emitted, signatures: readonly SignatureElement[]): Uint8Array =>
  Buffer.concat([before, ...signatures.toSorted((a, b) => a.n - b.n).map(({ bytes }) => bytes), after])

const signaturePattern =
  /<Signature xmlns="http:\/\/www\.w3\.org\/2000\/09\/xmldsig#" Id="CKS-(\d{1,2})">[\s\S]*?<SignatureValue Id="GTCK-\1">([A-Za-z0-9+/=]+)<\/SignatureValue>[\s\S]*?<\/Signature>/gy

/** The signatures as bytes; a file that is anything but this snapshot's data with signatures after it is not signed further. */
function readSignatures(xml: Uint8Array, { before, after }: Emitted): readonly SignatureElement[] {
  const file = Buffer.from(xml.buffer, xml.byteOffset, xml.length)
  const end = file.length - after.length
  if (end < before.length || !startsWith(file, before) || after.compare(file, end) !== 0) throw new Fault('digest.mismatch')
  // One character an octet: the offsets are those of the bytes.
  const text = file.toString('latin1', before.length, end)
  const found = [...text.matchAll(signaturePattern)].map(({ 0: whole, 1: n, 2: value = '', index }): SignatureElement => {
    const start = before.length + index
    return { n: Number(n), value, bytes: file.subarray(start, start + whole.length) }
  })
  const isWhole = found.reduce((sum, { bytes }) => sum + bytes.length, 0) === text.length
  const isSorted = found.every(({ n }, index) => index === 0 || n > (found[index - 1]?.n ?? n))
  if (!isWhole || !isSorted) throw new Fault('digest.mismatch')
  return found
}

const startsWith = (file: Uint8Array, start: Buffer): boolean => start.compare(file, 0, start.length) === 0

/**
 * A later role signs every earlier SignatureValue, so that a removed or replaced signature shows. Subject teachers sign in any
 * order and do not refer to each other.
 */
function countersigned(snapshot: Snapshot, position: number, present: readonly SignatureElement[]): readonly string[] {
  const role = roleAt(snapshot, position)
  const earlier = snapshot.signers.slice(0, position).flatMap((signer, index) => (signer.role === role ? [] : [index + 1]))
  return earlier.map((n) => {
    const value = present.find((one) => one.n === n)
    if (value === undefined) throw new Fault('signing.order')
    return c14nReference({ type: algorithms.countersigned, uri: `GTCK-${n}`, digest: sha256(signatureValue(value)) })
  })
}

/** The element as exclusive C14N writes it when it is the apex. */
const signatureValue = ({ n, value }: Pick<SignatureElement, 'n' | 'value'>): string =>
  `<SignatureValue xmlns="${namespaces.xmldsig}" Id="GTCK-${n}">${value}</SignatureValue>`

function roleAt(snapshot: Snapshot, position: number): string {
  const signer = snapshot.signers[position]
  if (signer === undefined) throw new Fault('signing.order')
  return signer.role
}

/** Written for every file that the holder signs. */
const keyInfos = new WeakMap<Certificate, string>()

function keyInfo(certificate: Certificate): string {
  const known = keyInfos.get(certificate)
  if (known !== undefined) return known
  const made =
    `<KeyInfo><X509Data><X509SubjectName>${escapeText(certificate.subjectText)}</X509SubjectName>` +
    `<X509Certificate>${base64(certificate.der)}</X509Certificate></X509Data></KeyInfo>`
  keyInfos.set(certificate, made)
  return made
}

const sha256 = (text: string): string => hash('sha256', text, 'base64')

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
