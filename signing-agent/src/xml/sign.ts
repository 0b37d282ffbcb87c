import { hash } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import type { LogProof } from '@hocba/shared/log'
import type { Snapshot } from '@hocba/shared/snapshot'
import { escapeText, namespaces } from '@hocba/shared/xml'
import type { Certificate } from '../certificate/subject.ts'
import { algorithms, c14nReference, signatureMethods, signingObject, timestampElement, type TimeStyle } from './element.ts'
import { type PresentSignature, readSignatures, unsignedOf, writeUnsigned } from './file.ts'

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

/** Puts one more signature into a file of profile hbs-xml-1. The data and every earlier signature stay byte for byte as they are. */
export function prepareXml(request: XmlRequest): Prepared {
  const { xml, snapshot, digest, position } = request
  const n = position + 1
  const unsigned = xml === null ? writeUnsigned(snapshot, digest, request.proof) : unsignedOf(xml, snapshot, digest)
  const present = xml === null ? [] : readSignatures(xml, unsigned)
  if (present.some((one) => one.n === n)) throw new Fault('signing.order')
  const holder = holderText(request, n, roleAt(snapshot, position))
  const info =
    signatureMethods[request.certificate.key] +
    c14nReference({ id: `R-${n}-0`, uri: unsigned.dataId, digest: unsigned.dataDigest }) +
    holder.reference +
    `${countersigned(snapshot, position, present)}</SignedInfo>`
  return {
    digest: hash('sha256', `<SignedInfo xmlns="${namespaces.xmldsig}">${info}`, 'buffer'),
    stamped: (signature) => Buffer.from(signatureValue({ n, value: base64(signature) })),
    finish(signature, token) {
      const head =
        `<Signature xmlns="${namespaces.xmldsig}" Id="CKS-${n}"><SignedInfo>${info}` +
        `<SignatureValue Id="GTCK-${n}">${base64(signature)}</SignatureValue>`
      const stamp = token === undefined ? '' : timestampElement(token)
      const following = present.find((one) => one.n > n)
      const file = xml ?? unsigned.bytes
      return inserted(file, following?.start ?? file.length - unsigned.bytes.length + unsigned.start, [
        head,
        holder.beforeStamp,
        stamp,
        holder.afterStamp,
      ])
    },
  }
}

/** The file with these octets put in at an offset; texts are ASCII. */
function inserted(file: Uint8Array, at: number, pieces: readonly (string | Uint8Array)[]): Buffer {
  const longer = Buffer.allocUnsafeSlow(pieces.reduce((sum, { length }) => sum + length, file.length))
  longer.set(file)
  let end = at
  for (const piece of pieces) {
    if (typeof piece === 'string') longer.write(piece, end, 'latin1')
    else longer.set(piece, end)
    end += piece.length
  }
  longer.set(file.subarray(at), end)
  return longer
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

/** Positions whose signatures the file has. */
export const signedPositions = (xml: Uint8Array, snapshot: Snapshot, digest: string): readonly number[] =>
  readSignatures(xml, unsignedOf(xml, snapshot, digest)).map(({ n }) => n - 1)

/**
 * A later role signs every earlier SignatureValue, so that a removed or replaced signature shows. Subject teachers sign in any
 * order and do not refer to each other.
 */
function countersigned(snapshot: Snapshot, position: number, present: readonly PresentSignature[]): string {
  const role = roleAt(snapshot, position)
  let references = ''
  for (let n = 1; n <= position; n += 1) {
    if (roleAt(snapshot, n - 1) === role) continue
    const value = present.find((one) => one.n === n)
    if (value === undefined) throw new Fault('signing.order')
    references += c14nReference({ type: algorithms.countersigned, uri: `GTCK-${n}`, digest: sha256(signatureValue(value)) })
  }
  return references
}

/** The element as exclusive C14N writes it when it is the apex. */
const signatureValue = ({ n, value }: Pick<PresentSignature, 'n' | 'value'>): string =>
  `<SignatureValue xmlns="${namespaces.xmldsig}" Id="GTCK-${n}">${value}</SignatureValue>`

function roleAt(snapshot: Snapshot, position: number): string {
  const signer = snapshot.signers[position]
  if (signer === undefined) throw new Fault('signing.order')
  return signer.role
}

const sha256 = (text: string): string => hash('sha256', text, 'base64')

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
