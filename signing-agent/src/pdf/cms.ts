import { hash } from 'node:crypto'
import { der, derNull, octets, oid, positiveInteger, sequence, setOf, smallInteger } from '../certificate/der.ts'
import type { Certificate } from '../certificate/subject.ts'

const ids = {
  data: oid('1.2.840.113549.1.7.1'),
  signedData: oid('1.2.840.113549.1.7.2'),
  contentType: oid('1.2.840.113549.1.9.3'),
  messageDigest: oid('1.2.840.113549.1.9.4'),
  signingCertificateV2: oid('1.2.840.113549.1.9.16.2.47'),
  timeStampToken: oid('1.2.840.113549.1.9.16.2.14'),
  sha256: oid('2.16.840.1.101.3.4.2.1'),
}

/** By the kind of the signer's key; rsaEncryption has NULL behind it, ecdsa-with-SHA256 nothing (RFC 5754 section 3). */
const signatureAlgorithms: Readonly<Record<Certificate['key'], Uint8Array>> = {
  rsa: sequence(oid('1.2.840.113549.1.1.1'), derNull),
  ecdsa: sequence(oid('1.2.840.10045.4.3.2')),
}

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer')

const sha256Algorithm = sequence(ids.sha256)

/**
 * The attributes a PAdES signature signs (ETSI EN 319 142-1): content type, message digest, the signer's certificate.
 * No signing-time: in PDF the time is /M.
 */
export function signedAttributes(messageDigest: Uint8Array, certificate: Certificate): Uint8Array {
  return setOf(
    contentType,
    sequence(ids.messageDigest, setOf(octets(messageDigest))),
    sequence(ids.signingCertificateV2, setOf(signingCertificate(certificate))),
  )
}

const contentType = sequence(ids.contentType, setOf(ids.data))

/** Made once for a holder, who signs a whole class. */
const attributesOf = new WeakMap<Certificate, Uint8Array>()

/** SigningCertificateV2 with the default hash SHA-256 and the issuer's own bytes. */
function signingCertificate(certificate: Certificate): Uint8Array {
  const known = attributesOf.get(certificate)
  if (known) return known
  const issuerSerial = sequence(sequence(der(0xa4, certificate.issuer)), certificate.serial)
  const made = sequence(sequence(sequence(octets(sha256(certificate.der)), issuerSerial)))
  attributesOf.set(certificate, made)
  return made
}

/** What the key signs: the SHA-256 of the attributes as a SET. */
export const attributesDigest = (attributes: Uint8Array): Uint8Array => sha256(attributes)

/** The octets that stand in a CMS: of r||s, the SEQUENCE of two shortest INTEGERs (RFC 5753 section 7.2). */
export function signatureOctets(signature: Uint8Array, { key }: Certificate): Uint8Array {
  if (key === 'rsa') return signature
  return sequence(positiveInteger(signature.subarray(0, 32)), positiveInteger(signature.subarray(32)))
}

/**
 * ContentInfo with a detached SignedData. `attributes` is the SET that was signed, `signature` its octets; `chain` follows the
 * signer's certificate; `token` is a time stamp over the signature's octets (PAdES B-T).
 */
export function signedData(
  attributes: Uint8Array,
  signature: Uint8Array,
  certificate: Certificate,
  chain: readonly Uint8Array[],
  token?: Uint8Array,
): Uint8Array {
  const implicitAttributes = Buffer.from(attributes)
  implicitAttributes[0] = 0xa0
  const { issuerAndSerial, certificates } = partsOf(certificate, chain)
  const signerInfo = sequence(
    version1,
    issuerAndSerial,
    sha256Algorithm,
    implicitAttributes,
    signatureAlgorithms[certificate.key],
    octets(signature),
    ...(token === undefined ? [] : [der(0xa1, sequence(ids.timeStampToken, setOf(token)))]),
  )
  const content = sequence(version1, digestAlgorithms, detachedData, certificates, setOf(signerInfo))
  return sequence(ids.signedData, der(0xa0, content))
}

const version1 = smallInteger(1)
const digestAlgorithms = setOf(sha256Algorithm)
const detachedData = sequence(ids.data)

interface HolderParts {
  readonly chain: readonly Uint8Array[]
  readonly issuerAndSerial: Uint8Array
  readonly certificates: Uint8Array
}

/** Made once for a holder, who signs a whole class. */
const holderParts = new WeakMap<Certificate, HolderParts>()

function partsOf(certificate: Certificate, chain: readonly Uint8Array[]): HolderParts {
  const known = holderParts.get(certificate)
  if (known?.chain === chain) return known
  const made = {
    chain,
    issuerAndSerial: sequence(certificate.issuer, certificate.serial),
    certificates: der(0xa0, ...[certificate.der, ...chain].toSorted(Buffer.compare)),
  }
  holderParts.set(certificate, made)
  return made
}
