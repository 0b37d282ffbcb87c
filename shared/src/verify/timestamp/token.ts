import { type SignatureAlgorithm, oids, rawEcdsa } from '../certificate/algorithm.ts'
import { type Certificate, readCertificate } from '../certificate/certificate.ts'
import { only, readAttribute } from '../cms/signed-data.ts'
import { type Der, DerError, childrenOf, expectTag, integerOf, oidOf, readDer, sequenceOf, tags } from '../der.ts'
import { sameBytes } from '../bytes.ts'

type HashName = SignatureAlgorithm['hash']

const ids = {
  signedData: '1.2.840.113549.1.7.2',
  content: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const

const hashes: Readonly<Record<string, HashName>> = {
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
}

/** A time-stamp token (RFC 3161 section 2.4.2) taken apart; nothing of it is believed yet. */
export interface Token extends TokenInfo {
  /** TSTInfo, what the signed message digest is over. */
  readonly content: Uint8Array
  readonly certificate: Certificate
  readonly embedded: readonly Certificate[]
  readonly messageDigest: Uint8Array
  readonly binding: Binding
  /** The SET OF attributes that the authority signed. */
  readonly attributes: Uint8Array
  readonly algorithm: SignatureAlgorithm
  readonly signature: Uint8Array
}

interface TokenInfo {
  readonly policy: string
  readonly imprint: { readonly hash: HashName; readonly digest: Uint8Array }
  readonly time: Date
  /** Content of the DER INTEGER. */
  readonly nonce: Uint8Array | undefined
}

/** Digest of the authority's certificate among the signed attributes; SHA-1 only in the first version of the attribute. */
export interface Binding {
  readonly hash: HashName | 'SHA-1'
  readonly digest: Uint8Array
}

/** Strict DER only; throws a `DerError` on anything unusual. */
export function readToken(bytes: Uint8Array): Token {
  const [type, wrapper, extra] = sequenceOf(readDer(bytes))
  if (oidOf(type) !== ids.signedData || extra !== undefined) throw new DerError('content type')
  const [version, digests, inner, certificates, infos, rest] = sequenceOf(only(childrenOf(expectTag(wrapper, 0xa0))))
  if (rest !== undefined || integerOf(version) !== 3) throw new DerError('signed data')
  const [kind, octets, more] = sequenceOf(inner)
  if (oidOf(kind) !== ids.content || more !== undefined) throw new DerError('not a time-stamp token')
  const content = expectTag(only(childrenOf(expectTag(octets, 0xa0))), tags.octetString).content
  const all = childrenOf(expectTag(certificates, 0xa0)).flatMap(({ bytes: der }) => readable(der))
  const signer = readSigner(only(childrenOf(expectTag(infos, tags.set))), all)
  if (hashOf(only(childrenOf(expectTag(digests, tags.set)))) !== signer.algorithm.hash) throw new DerError('digest algorithms')
  return { ...readInfo(content), ...signer, content }
}

/** Authorities send along what belongs to other paths too. */
function readable(der: Uint8Array): readonly Certificate[] {
  try {
    return [readCertificate(der)]
  } catch {
    return []
  }
}

function hashOf(identifier: Der | undefined): HashName {
  const [oid, parameters, extra] = sequenceOf(identifier)
  const hash = hashes[oidOf(oid)]
  if (hash === undefined || extra !== undefined || (parameters !== undefined && parameters.tag !== tags.null))
    throw new DerError('digest algorithm')
  return hash
}

function readInfo(content: Uint8Array): TokenInfo {
  const [version, policy, imprint, serial, time, ...rest] = sequenceOf(readDer(content))
  const [algorithm, digest, extra] = sequenceOf(imprint)
  if (integerOf(version) !== 1 || extra !== undefined || serial?.tag !== tags.integer) throw new DerError('TSTInfo')
  return {
    policy: oidOf(policy),
    imprint: { hash: hashOf(algorithm), digest: expectTag(digest, tags.octetString).content },
    time: instantOf(expectTag(time, tags.generalizedTime)),
    nonce: rest.find(({ tag }) => tag === tags.integer)?.content,
  }
}

/** GeneralizedTime that may have a fraction of a second, which certificates may not. */
function instantOf({ content }: Der): Date {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(String.fromCharCode(...content))
  if (match === null) throw new DerError('genTime')
  const [, year, month, day, hour, minute, second, fraction = ''] = match
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`)
  if (Number.isNaN(date.getTime())) throw new DerError('genTime')
  return date
}

type Signer = Omit<Token, 'content' | keyof TokenInfo>

function readSigner(info: Der, certificates: readonly Certificate[]): Signer {
  const [version, sid, digest, attributes, algorithm, signature, unsigned] = sequenceOf(info)
  if (integerOf(version) !== 1 || unsigned !== undefined) throw new DerError('signer info')
  const [issuer, serial, extra] = sequenceOf(sid)
  if (issuer === undefined || serial === undefined || extra !== undefined) throw new DerError('signer identifier')
  const isSigner = (one: Certificate): boolean => sameBytes(one.issuerBytes, issuer.bytes) && sameBytes(one.serialBytes, serial.bytes)
  const certificate = certificates.find(isSigner)
  if (certificate === undefined) throw new DerError('signer certificate')
  const kind = algorithmOf(algorithm, hashOf(digest))
  const octets = expectTag(signature, tags.octetString).content
  return {
    certificate,
    embedded: certificates.filter((one) => one !== certificate),
    ...readAttributes(expectTag(attributes, 0xa0)),
    algorithm: kind,
    signature: kind.key === 'ecdsa' ? rawEcdsa(readDer(octets)) : octets,
  }
}

const signatureKinds: Readonly<Record<string, SignatureAlgorithm['key']>> = {
  [oids.rsaEncryption]: 'rsa',
  '1.2.840.113549.1.1.11': 'rsa',
  '1.2.840.113549.1.1.12': 'rsa',
  '1.2.840.113549.1.1.13': 'rsa',
  '1.2.840.10045.4.3.2': 'ecdsa',
}

/** The hash stands beside it; a wrong pairing fails when the signature is verified. */
function algorithmOf(identifier: Der | undefined, hash: HashName): SignatureAlgorithm {
  const key = signatureKinds[oidOf(sequenceOf(identifier)[0])]
  if (key === undefined) throw new DerError('signature algorithm')
  return { key, hash }
}

function readAttributes(wrapper: Der): Pick<Token, 'attributes' | 'messageDigest' | 'binding'> {
  const set = Uint8Array.from(wrapper.bytes)
  set[0] = tags.set
  const list = childrenOf(wrapper).map(readAttribute)
  const values = new Map(list)
  if (values.size !== list.length || oidOf(values.get(ids.contentType)) !== ids.content) throw new DerError('signed attributes')
  return {
    attributes: set,
    messageDigest: expectTag(values.get(ids.messageDigest), tags.octetString).content,
    binding: bindingOf(values.get(ids.signingCertificateV2), values.get(ids.signingCertificate)),
  }
}

/** RFC 5816 lets either version bind the certificate: the first one listed is the authority's own. */
function bindingOf(second: Der | undefined, first: Der | undefined): Binding {
  const fields = sequenceOf(sequenceOf(sequenceOf(second ?? first)[0])[0])
  if (second === undefined) return { hash: 'SHA-1', digest: expectTag(fields[0], tags.octetString).content }
  const isNamed = fields[0]?.tag === tags.sequence
  return { hash: isNamed ? hashOf(fields[0]) : 'SHA-256', digest: expectTag(fields[isNamed ? 1 : 0], tags.octetString).content }
}
