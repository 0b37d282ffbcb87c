import { hex } from '../../snapshot/index.ts'
import { sameBytes } from '../bytes.ts'
import { type Cryptography, webCryptography } from '../cryptography.ts'
import { type Der, DerError, bitsOf, childrenOf, expectTag, oidOf, readDer, sequenceOf, tags, timeOf } from '../der.ts'
import { type SignatureAlgorithm, rawEcdsa, signatureAlgorithmOf, verifySignature } from './algorithm.ts'
import { type Certificate, readCertificate, serialText } from './certificate.ts'
import { isIssuedBy } from './path.ts'
import type { Revocation } from './revocation-list.ts'

/** What an OCSP responder (RFC 6960) is asked: nothing but the issuer's digests and a serial number. No nonce, so that answers can be kept. */
export interface StatusQuestion {
  /** OCSPRequest, DER. */
  readonly request: Uint8Array
  /** SHA-1 of the issuer's public key, hex. */
  readonly issuerKey: string
  /** Lower-case hex. */
  readonly serial: string
  /** Where the certificate itself says to ask. */
  readonly responder: string | undefined
}

/** Gives back an OCSPResponse, DER, or nothing. */
export type AskStatus = (question: StatusQuestion) => Promise<Uint8Array | undefined>

/** Shortest DER for contents below 64 KiB. */
function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, { length: one }) => sum + one, 0)
  const header = length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff]
  const bytes = new Uint8Array(header.length + length)
  bytes.set(header)
  let at = header.length
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

const sha1Algorithm = Uint8Array.of(0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00)

/** The key's bits alone (RFC 6960 section 4.1.1). */
const keyOf = ({ key }: Certificate): Uint8Array => bitsOf(childrenOf(readDer(key.spki))[1])

/** The question about a serial number of this issuer; `serial` is a DER INTEGER. */
export async function statusQuestion(
  issuer: Certificate,
  serial: Uint8Array,
  responder?: string,
  cryptography = webCryptography,
): Promise<StatusQuestion> {
  const key = await cryptography.digest('SHA-1', keyOf(issuer))
  const names = der(tags.octetString, await cryptography.digest('SHA-1', issuer.subjectBytes))
  const id = der(tags.sequence, sha1Algorithm, names, der(tags.octetString, key), serial)
  const list = der(tags.sequence, der(tags.sequence, id))
  const request = der(tags.sequence, der(tags.sequence, list))
  return { request, issuerKey: hex(key), serial: serialText(readDer(serial)), responder }
}

/** A verified answer: not revoked, or since when. */
export interface StatusAnswer {
  readonly entry: Revocation | undefined
}

/** Clocks of two computers may differ by this much. */
const skew = 5 * 60_000
/** How long an answer without an end counts. */
const day = 24 * 3_600_000

/** What a responder says of the certificate, if the answer is fresh and its issuer's; `undefined` for anything else, also for "unknown". */
export async function statusOf(
  cryptography: Cryptography,
  certificate: Certificate,
  issuer: Certificate,
  at: Date,
  ask: AskStatus,
): Promise<StatusAnswer | undefined> {
  try {
    const question = await statusQuestion(issuer, certificate.serialBytes, certificate.responder, cryptography)
    const bytes = await ask(question)
    return bytes && (await readStatus(cryptography, bytes, question, issuer, at))
  } catch {
    return undefined // no word of a responder is better than a broken one: the lists decide
  }
}

const basic = '1.3.6.1.5.5.7.48.1.1'

async function readStatus(
  cryptography: Cryptography,
  bytes: Uint8Array,
  { request }: StatusQuestion,
  issuer: Certificate,
  at: Date,
): Promise<StatusAnswer | undefined> {
  const [status, wrapper] = sequenceOf(readDer(bytes))
  if (expectTag(status, tags.enumerated).content[0] !== 0) return undefined
  const [kind, octets] = sequenceOf(childrenOf(expectTag(wrapper, 0xa0))[0])
  if (oidOf(kind) !== basic) throw new DerError('OCSP answer')
  const [data, identifier, signature, certificates] = sequenceOf(readDer(expectTag(octets, tags.octetString).content))
  const signed = { data: expectTag(data, tags.sequence), algorithm: signatureAlgorithmOf(identifier), signature: bitsOf(signature) }
  const brought = certificates === undefined ? [] : sequenceOf(childrenOf(expectTag(certificates, 0xa0))[0]).map(({ bytes: one }) => one)
  if (!(await isAnsweredBy(cryptography, signed, issuer, brought, at))) return undefined
  const wanted = idIn(request)
  const single = answersIn(signed.data)
    .map(sequenceOf)
    .find(([id]) => id !== undefined && sameBytes(id.bytes, wanted))
  return single && readSingle(single, at)
}

/** CertID of our own request: list, request, id. */
function idIn(request: Uint8Array): Uint8Array {
  const list = sequenceOf(sequenceOf(readDer(request))[0])[0]
  return expectTag(sequenceOf(sequenceOf(list)[0])[0], tags.sequence).bytes
}

/** The list of single answers stands after version, responder and time. */
function answersIn(data: Der): readonly Der[] {
  const list = childrenOf(data).find(({ tag }) => tag === tags.sequence)
  return list === undefined ? [] : childrenOf(list)
}

function readSingle([, status, from, ...rest]: readonly Der[], at: Date): StatusAnswer | undefined {
  const end = rest.find(({ tag }) => tag === 0xa0)
  const start = timeOf(from)
  const until = end === undefined ? new Date(start.getTime() + day) : timeOf(childrenOf(end)[0])
  if (start.getTime() > at.getTime() + skew || until < at) return undefined
  if (status?.tag === 0x80) return { entry: undefined }
  if (status?.tag !== 0xa1) return undefined
  const [revokedAt, reason] = childrenOf(status)
  const code = reason === undefined ? 0 : (childrenOf(reason)[0]?.content[0] ?? 0)
  return { entry: { at: timeOf(revokedAt), compromised: code === 1 || code === 2 } }
}

interface Signed {
  readonly data: Der
  readonly algorithm: SignatureAlgorithm
  readonly signature: Uint8Array
}

const answers = '1.3.6.1.5.5.7.3.9'

/** By the issuer itself, or by whom it certified for answers alone (RFC 6960 section 4.2.2.2). */
async function isAnsweredBy(
  cryptography: Cryptography,
  signed: Signed,
  issuer: Certificate,
  brought: readonly Uint8Array[],
  at: Date,
): Promise<boolean> {
  if (await holds(cryptography, signed, issuer)) return true
  for (const bytes of brought.slice(0, 4)) {
    const responder = readCertificate(bytes)
    const isCertified =
      responder.purposes.includes(answers) && !responder.authority && responder.notBefore <= at && at <= responder.notAfter
    if (isCertified && sameBytes(responder.issuerBytes, issuer.subjectBytes) && (await isIssuedBy(cryptography, responder, issuer)))
      return holds(cryptography, signed, responder)
  }
  return false
}

function holds(cryptography: Cryptography, { data, algorithm, signature }: Signed, { key }: Certificate): Promise<boolean> {
  return verifySignature(cryptography, key, algorithm, algorithm.key === 'ecdsa' ? rawEcdsa(readDer(signature)) : signature, data.bytes)
}
