import { hex } from '../../snapshot/index.ts'
import { type Der, DerError, bitsOf, childrenOf, expectTag, integerOf, oidOf, readDer, sequenceOf, tags, timeOf } from '../der.ts'
import { type PublicKey, type SignatureAlgorithm, publicKeyOf, signatureAlgorithmOf } from './algorithm.ts'
import { type DistinguishedName, attributeTypes, nameOf, valueIn } from './name.ts'

/** RFC 5280 section 4.2.1.3, as far as it matters here. */
export interface KeyUsage {
  readonly digitalSignature: boolean
  readonly nonRepudiation: boolean
  readonly keyCertSign: boolean
  readonly cRLSign: boolean
}

export interface Certificate {
  readonly der: Uint8Array
  /** The signed part, exactly as issued. */
  readonly tbs: Uint8Array
  /** Lower-case hex without leading zero octet. */
  readonly serial: string
  /** DER INTEGER. */
  readonly serialBytes: Uint8Array
  /** DER Name. */
  readonly issuerBytes: Uint8Array
  readonly subjectBytes: Uint8Array
  readonly issuer: DistinguishedName
  readonly subject: DistinguishedName
  readonly commonName: string
  readonly issuerName: string
  /** `CCCD:…` or `MST:…`; `''` when the subject has none. */
  readonly uid: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly key: PublicKey
  readonly algorithm: SignatureAlgorithm
  readonly signature: Uint8Array
  readonly authority: boolean
  readonly pathLength: number
  /** `undefined` when the extension is missing. */
  readonly usage: KeyUsage | undefined
  /** Extended key usage, object identifiers. */
  readonly purposes: readonly string[]
  /** Where its status may be asked (AIA, OCSP over http). */
  readonly responder: string | undefined
  /** For time stamps and nothing else, by a critical extension (RFC 3161 section 2.3). */
  readonly stampsOnly: boolean
  /** A critical extension that is not understood: the certificate must not be used (RFC 5280 section 4.2). */
  readonly unknownCritical: boolean
}

/** Reads an X.509 v3 certificate; throws a `DerError` on anything unusual. */
export function readCertificate(bytes: Uint8Array): Certificate {
  const [tbs, identifier, signature, extra] = sequenceOf(readDer(bytes))
  const fields = sequenceOf(tbs)
  const [version, serial, inner, issuer, validity, subject, spki] = fields
  if (extra !== undefined || version?.tag !== 0xa0 || integerOf(childrenOf(version)[0]) !== 2) throw new DerError('X.509 v3 expected')
  if (!identifier || !inner || hex(identifier.bytes) !== hex(inner.bytes)) throw new DerError('two signature algorithms')
  const [from, to] = sequenceOf(validity)
  const issuerName = nameOf(issuer)
  const subjectName = nameOf(subject)
  return {
    der: bytes,
    tbs: expectTag(tbs, tags.sequence).bytes,
    serial: serialText(serial),
    serialBytes: expectTag(serial, tags.integer).bytes,
    issuerBytes: expectTag(issuer, tags.sequence).bytes,
    subjectBytes: expectTag(subject, tags.sequence).bytes,
    issuer: issuerName,
    subject: subjectName,
    commonName: valueIn(subjectName, attributeTypes.commonName),
    issuerName: valueIn(issuerName, attributeTypes.commonName),
    uid: valueIn(subjectName, attributeTypes.uid),
    notBefore: timeOf(from),
    notAfter: timeOf(to),
    key: publicKeyOf(expectTag(spki, tags.sequence)),
    algorithm: signatureAlgorithmOf(identifier),
    signature: bitsOf(signature),
    ...readExtensions(fields.find(({ tag }) => tag === 0xa3)),
  }
}

export const serialText = (serial: Der | undefined): string => hex(expectTag(serial, tags.integer).content).replace(/^00(?=.)/, '')

export interface Extension {
  readonly oid: string
  readonly critical: boolean
  readonly value: Uint8Array
}

export const extensionsOf = (list: Der | undefined): readonly Extension[] =>
  list === undefined ? [] : sequenceOf(list).map(sequenceOf).map(readExtension)

function readExtension(fields: readonly Der[]): Extension {
  const critical = fields[1]?.tag === tags.boolean
  const value = expectTag(fields[critical ? 2 : 1], tags.octetString)
  return { oid: oidOf(fields[0]), critical: critical && fields[1]?.content[0] === 0xff, value: value.content }
}

type FromExtensions = Pick<Certificate, 'authority' | 'pathLength' | 'usage' | 'purposes' | 'responder' | 'stampsOnly' | 'unknownCritical'>

const understood = new Set(['2.5.29.15', '2.5.29.19', '2.5.29.37', '2.5.29.32'])

function readExtensions(wrapper: Der | undefined): FromExtensions {
  const extensions = extensionsOf(wrapper && childrenOf(wrapper)[0])
  const valueOf = (oid: string): Uint8Array | undefined => extensions.find((one) => one.oid === oid)?.value
  if (new Set(extensions.map(({ oid }) => oid)).size !== extensions.length) throw new DerError('extension twice')
  const usage = valueOf('2.5.29.15')
  return {
    ...basicConstraints(valueOf('2.5.29.19')),
    usage: usage && keyUsage(readDer(usage)),
    purposes: purposesIn(valueOf('2.5.29.37')),
    responder: responderIn(valueOf('1.3.6.1.5.5.7.1.1')),
    stampsOnly: extensions.some(isForStampsOnly),
    unknownCritical: extensions.some(({ oid, critical }) => critical && !understood.has(oid)),
  }
}

const purposesIn = (value: Uint8Array | undefined): readonly string[] => (value === undefined ? [] : sequenceOf(readDer(value)).map(oidOf))

/** The first address for OCSP; the answer is signed, so plain http will do. */
function responderIn(value: Uint8Array | undefined): string | undefined {
  for (const access of value === undefined ? [] : sequenceOf(readDer(value))) {
    const [method, place] = sequenceOf(access)
    const text = place?.tag === 0x86 ? String.fromCharCode(...place.content) : ''
    if (oidOf(method) === '1.3.6.1.5.5.7.48.1' && /^https?:\/\/[\x21-\x7e]{1,500}$/.test(text)) return text
  }
  return undefined
}

const isForStampsOnly = ({ oid, critical, value }: Extension): boolean =>
  oid === '2.5.29.37' && critical && sequenceOf(readDer(value)).map(oidOf).join() === '1.3.6.1.5.5.7.3.8'

function basicConstraints(value: Uint8Array | undefined): Pick<Certificate, 'authority' | 'pathLength'> {
  const [authority, length] = value === undefined ? [] : sequenceOf(readDer(value))
  if (authority?.tag !== tags.boolean || authority.content[0] !== 0xff) return { authority: false, pathLength: 0 }
  return { authority: true, pathLength: length === undefined ? Number.POSITIVE_INFINITY : integerOf(length) }
}

function keyUsage(bits: Der): KeyUsage {
  const first = expectTag(bits, tags.bitString).content[1] ?? 0
  return {
    digitalSignature: (first & 0x80) !== 0,
    nonRepudiation: (first & 0x40) !== 0,
    keyCertSign: (first & 0x04) !== 0,
    cRLSign: (first & 0x02) !== 0,
  }
}
