import { createHash } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import type { LogProof } from '@hocba/shared/log'
import type { Snapshot } from '@hocba/shared/snapshot'
import { emitData, emitDocument, escapeText, kindOf, namespaces } from '@hocba/shared/xml'
import type { Certificate } from '../certificate/subject.ts'
import { algorithms, c14nReference, signingObject, type TimeStyle } from './element.ts'
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
  readonly finish: (signature: Uint8Array) => Uint8Array
}

interface SignatureElement {
  readonly n: number
  readonly xml: string
}

/** Puts one more signature into a file of profile hbs-xml-1. The data and every earlier signature stay byte for byte as they are. */
export function prepareXml(request: XmlRequest): Prepared {
  const { snapshot, digest, position } = request
  const n = position + 1
  const id = dataId(digest)
  const data = dataOf(snapshot, digest, request.xml === null ? request.proof : proofIn(request.xml))
  const present = request.xml === null ? [] : readSignatures(request.xml, snapshot, data)
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
    digest: createHash('sha256')
      .update(info(` xmlns="${namespaces.xmldsig}"`))
      .digest(),
    finish: (signature) => {
      const xml =
        `<Signature xmlns="${namespaces.xmldsig}" Id="CKS-${n}">${info('')}` +
        `<SignatureValue Id="GTCK-${n}">${base64(signature)}</SignatureValue>${keyInfo(request.certificate)}${object.inFile}</Signature>`
      return assemble(snapshot, data, [...present, { n, xml }])
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
  readSignatures(xml, snapshot, dataOf(snapshot, digest, proofIn(xml))).map(({ n }) => n - 1)

interface Emitted {
  readonly of: string
  readonly inFile: string
  /** Base64 SHA-256 of the canonical form. */
  readonly hash: string
}

/** A snapshot never changes, and several people sign the same one. */
const emitted = new WeakMap<Snapshot, Emitted>()

function dataOf(snapshot: Snapshot, digest: string, proof: LogProof | undefined): Emitted {
  const of = JSON.stringify([digest, proof])
  const known = emitted.get(snapshot)
  if (known?.of === of) return known
  const canonical = emitData(snapshot, { id: dataId(digest), digest, ...(proof === undefined ? {} : { proof }) })
  const made = { of, inFile: canonical.replace(` xmlns="${namespaces.hocba}"`, ''), hash: sha256(canonical) }
  emitted.set(snapshot, made)
  return made
}

function assemble(snapshot: Snapshot, { inFile: dataXml }: Emitted, signatures: readonly SignatureElement[]): Uint8Array {
  const signaturesXml = signatures
    .toSorted((a, b) => a.n - b.n)
    .map(({ xml }) => xml)
    .join('')
  return Buffer.from(emitDocument({ root: kindOf(snapshot), dataXml, signaturesXml }), 'utf8')
}

const signaturePattern = /<Signature xmlns="http:\/\/www\.w3\.org\/2000\/09\/xmldsig#" Id="CKS-(\d{1,2})">[\s\S]*?<\/Signature>/g

/** The signatures as bytes; a file that is anything but this snapshot's data with signatures after it is not signed further. */
function readSignatures(xml: Uint8Array, snapshot: Snapshot, data: Emitted): readonly SignatureElement[] {
  const found = [...Buffer.from(xml).toString('utf8').matchAll(signaturePattern)].map(([text, n]) => ({ n: Number(n), xml: text }))
  if (!Buffer.from(assemble(snapshot, data, found)).equals(xml)) throw new Fault('digest.mismatch')
  return found
}

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
function signatureValue({ n, xml }: SignatureElement): string {
  const content = new RegExp(`<SignatureValue Id="GTCK-${n}">([A-Za-z0-9+/=]+)</SignatureValue>`).exec(xml)?.[1]
  if (content === undefined) throw new Fault('artefact.invalid')
  return `<SignatureValue xmlns="${namespaces.xmldsig}" Id="GTCK-${n}">${content}</SignatureValue>`
}

function roleAt(snapshot: Snapshot, position: number): string {
  const signer = snapshot.signers[position]
  if (signer === undefined) throw new Fault('signing.order')
  return signer.role
}

const keyInfo = (certificate: Certificate): string =>
  `<KeyInfo><X509Data><X509SubjectName>${escapeText(certificate.subjectText)}</X509SubjectName>` +
  `<X509Certificate>${base64(certificate.der)}</X509Certificate></X509Data></KeyInfo>`

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64')

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
