import { sameBytes } from '../bytes.ts'
import { type SignatureAlgorithm, checkParameters, oids, rawEcdsa } from '../certificate/algorithm.ts'
import type { Certificate } from '../certificate/certificate.ts'
import type { Cryptography } from '../cryptography.ts'
import { type Der, DerError, childrenOf, expectTag, integerOf, oidOf, readDer, readLeading, sequenceOf, tags } from '../der.ts'

const ids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  ecdsaSha256: '1.2.840.10045.4.3.2',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
} as const

/** A detached CMS signature of the profile, taken apart; everything in it is either signed, bound or of one possible form. */
export interface DetachedSignature {
  readonly certificate: Certificate
  readonly embedded: readonly Certificate[]
  readonly messageDigest: Uint8Array
  /** ESSCertIDv2 of the signer. */
  readonly certificateHash: Uint8Array
  /** The SET OF attributes that the key signed. */
  readonly attributes: Uint8Array
  readonly algorithm: SignatureAlgorithm
  /** r||s for ECDSA. */
  readonly signature: Uint8Array
  /** The octets as they stand in the file, which a time stamp is over. */
  readonly octets: Uint8Array
  /** DER of the signature's time-stamp token. */
  readonly token: Uint8Array | undefined
}

/** `contents` is the CMS followed by zero octets; `read` gives the certificate of its bytes. */
export function readDetached(contents: Uint8Array, read: (der: Uint8Array) => Certificate): DetachedSignature {
  const info = readLeading(contents)
  for (let at = info.bytes.length; at < contents.length; at += 1) if (contents[at] !== 0) throw new DerError('padding')
  const [type, wrapper, extra] = sequenceOf(info)
  if (oidOf(type) !== ids.signedData || extra !== undefined) throw new DerError('content type')
  const [content, more] = childrenOf(expectTag(wrapper, 0xa0))
  const [version, digests, inner, certificates, infos, rest] = sequenceOf(content)
  if (more !== undefined || rest !== undefined || integerOf(version) !== 1) throw new DerError('signed data')
  checkSha256(only(childrenOf(expectTag(digests, tags.set))))
  if (oidOf(only(sequenceOf(inner))) !== ids.data) throw new DerError('not detached')
  const all = childrenOf(expectTag(certificates, 0xa0)).map(({ bytes }) => read(bytes))
  return readSignerInfo(only(childrenOf(expectTag(infos, tags.set))), all)
}

export function only(elements: readonly Der[]): Der {
  const [first, second] = elements
  if (first === undefined || second !== undefined) throw new DerError('exactly one expected')
  return first
}

function checkSha256(identifier: Der | undefined): void {
  const [oid, parameters, extra] = sequenceOf(identifier)
  if (oidOf(oid) !== oids.sha256) throw new DerError('digest algorithm')
  checkParameters(parameters, extra)
}

function readSignerInfo(info: Der, certificates: readonly Certificate[]): DetachedSignature {
  const [version, sid, digest, attributes, algorithm, signature, unsigned, more] = sequenceOf(info)
  if (integerOf(version) !== 1 || more !== undefined) throw new DerError('signer info')
  checkSha256(digest)
  const [issuer, serial, extra] = sequenceOf(sid)
  const isSigner = (one: Certificate): boolean =>
    sameBytes(one.issuerBytes, issuer?.bytes ?? new Uint8Array()) && sameBytes(one.serialBytes, serial?.bytes ?? new Uint8Array())
  const certificate = certificates.find(isSigner)
  if (certificate === undefined || extra !== undefined) throw new DerError('signer certificate')
  const octets = expectTag(signature, tags.octetString).content
  const kind = algorithmOf(algorithm)
  return {
    certificate,
    embedded: certificates.filter((one) => one !== certificate),
    ...readAttributes(expectTag(attributes, 0xa0)),
    algorithm: kind,
    signature: kind.key === 'ecdsa' ? rawEcdsa(readDer(octets)) : octets,
    octets,
    token: unsigned && readStamp(unsigned),
  }
}

/** PAdES B-T: the only unsigned attribute there may be. */
function readStamp(unsigned: Der): Uint8Array {
  const [type, value] = readAttribute(only(childrenOf(expectTag(unsigned, 0xa1))))
  if (type !== ids.timeStampToken) throw new DerError('unsigned attributes')
  return value.bytes
}

/** One spelling for each kind of key: rsaEncryption with NULL, or ecdsa-with-SHA256 without parameters. */
function algorithmOf(identifier: Der | undefined): SignatureAlgorithm {
  const [oid, parameters, extra] = sequenceOf(identifier)
  const id = oidOf(oid)
  checkParameters(parameters, extra)
  if (id === oids.rsaEncryption && parameters !== undefined) return { key: 'rsa', hash: 'SHA-256' }
  if (id === ids.ecdsaSha256 && parameters === undefined) return { key: 'ecdsa', hash: 'SHA-256' }
  throw new DerError('signature algorithm')
}

function readAttributes(wrapper: Der): Pick<DetachedSignature, 'attributes' | 'messageDigest' | 'certificateHash'> {
  const set = Uint8Array.from(wrapper.bytes)
  set[0] = tags.set
  const values = new Map(childrenOf(wrapper).map(readAttribute))
  const [type, digest, signer] = [ids.contentType, ids.messageDigest, ids.signingCertificateV2].map((id) => values.get(id))
  // PAdES: no signing-time here, the time of a PDF signature is /M.
  if (values.size !== 3 || childrenOf(wrapper).length !== 3 || oidOf(type) !== ids.data) throw new DerError('signed attributes')
  return { attributes: set, messageDigest: expectTag(digest, tags.octetString).content, certificateHash: essHash(signer) }
}

export function readAttribute(attribute: Der): readonly [string, Der] {
  const [type, values] = sequenceOf(attribute)
  return [oidOf(type), only(childrenOf(expectTag(values, tags.set)))]
}

/** RFC 5035: the first certificate is the signer's; its hash algorithm is SHA-256, by default or by name. */
function essHash(value: Der | undefined): Uint8Array {
  const [first] = sequenceOf(sequenceOf(value)[0])
  const fields = sequenceOf(first)
  if (fields[0]?.tag === tags.sequence) checkSha256(fields[0])
  return expectTag(fields[0]?.tag === tags.sequence ? fields[1] : fields[0], tags.octetString).content
}

/** Whether the signed attributes name this very certificate. */
export const bindsCertificate = async (cryptography: Cryptography, { certificate, certificateHash }: DetachedSignature): Promise<boolean> =>
  sameBytes(certificateHash, await cryptography.digest('SHA-256', certificate.der))
