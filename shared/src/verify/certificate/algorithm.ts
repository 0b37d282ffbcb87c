import type { Cryptography } from '../cryptography.ts'
import { type Der, DerError, bitsOf, childrenOf, expectTag, oidOf, readDer, sequenceOf, tags } from '../der.ts'

/** `ecdsa` signatures are r||s where they are verified and a SEQUENCE in X.509 and CMS. */
export type SignatureAlgorithm = { readonly key: 'rsa' | 'ecdsa'; readonly hash: 'SHA-256' | 'SHA-384' | 'SHA-512' }

export const oids = {
  rsaEncryption: '1.2.840.113549.1.1.1',
  ecPublicKey: '1.2.840.10045.2.1',
  p256: '1.2.840.10045.3.1.7',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const

const signatureOids: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.113549.1.1.11': { key: 'rsa', hash: 'SHA-256' },
  '1.2.840.113549.1.1.12': { key: 'rsa', hash: 'SHA-384' },
  '1.2.840.113549.1.1.13': { key: 'rsa', hash: 'SHA-512' },
  '1.2.840.10045.4.3.2': { key: 'ecdsa', hash: 'SHA-256' },
}

/** AlgorithmIdentifier of a signature: only known ones, parameters NULL or absent. */
export function signatureAlgorithmOf(identifier: Der | undefined): SignatureAlgorithm {
  const [oid, parameters, extra] = sequenceOf(identifier)
  const algorithm = signatureOids[oidOf(oid)]
  if (algorithm === undefined) throw new DerError('signature algorithm')
  checkParameters(parameters, extra)
  return algorithm
}

export function checkParameters(parameters: Der | undefined, extra: Der | undefined): void {
  if (extra !== undefined || (parameters !== undefined && (parameters.tag !== tags.null || parameters.content.length > 0))) {
    throw new DerError('algorithm parameters')
  }
}

/** A public key with the only two kinds that the profiles know: RSA of 2048 bits or more, P-256. */
export interface PublicKey {
  readonly kind: SignatureAlgorithm['key']
  readonly spki: Uint8Array
}

export function publicKeyOf(spki: Der): PublicKey {
  const [identifier, bits] = childrenOf(spki)
  const [oid, parameters] = sequenceOf(identifier)
  const kind = oidOf(oid)
  if (kind === oids.rsaEncryption && modulusBits(bits) >= 2048) return { kind: 'rsa', spki: spki.bytes }
  if (kind === oids.ecPublicKey && oidOf(parameters) === oids.p256 && isWholePoint(bits)) return { kind: 'ecdsa', spki: spki.bytes }
  throw new DerError('public key')
}

function modulusBits(key: Der | undefined): number {
  const [modulus] = sequenceOf(readDer(bitsOf(key)))
  const { content } = expectTag(modulus, tags.integer)
  if ((content[0] ?? 0x80) >= 0x80) throw new DerError('public key')
  const digits = content[0] === 0 ? content.subarray(1) : content
  return digits.length * 8 - Math.clz32(digits[0] ?? 0) + 24
}

/** A compressed point is read by some browsers only, and a verdict must not depend on whose it is. */
function isWholePoint(key: Der | undefined): boolean {
  const point = bitsOf(key)
  return point.length === 65 && point[0] === 4
}

/** `signature` is r||s for ECDSA. A key of another kind than the algorithm never verifies. */
export async function verifySignature(
  cryptography: Cryptography,
  key: PublicKey,
  algorithm: SignatureAlgorithm,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<boolean> {
  return key.kind === algorithm.key && cryptography.verify(key, algorithm, signature, message)
}

/** r||s of a P-256 signature from its DER SEQUENCE. */
export function rawEcdsa(sequence: Der): Uint8Array {
  const [r, s, extra] = sequenceOf(sequence)
  if (extra !== undefined) throw new DerError('ECDSA signature')
  const raw = new Uint8Array(64)
  raw.set(component(r), 0)
  raw.set(component(s), 32)
  return raw
}

function component(integer: Der | undefined): Uint8Array {
  if (integer?.tag !== tags.integer) throw new DerError('ECDSA signature')
  const { content } = integer
  const [first, second] = content
  if (first === undefined || first >= 0x80) throw new DerError('ECDSA signature')
  if (first === 0 && content.length > 1 && (second ?? 0) < 0x80) throw new DerError('ECDSA signature')
  const digits = first === 0 ? content.subarray(1) : content
  if (digits.length > 32) throw new DerError('ECDSA signature')
  const padded = new Uint8Array(32)
  padded.set(digits, 32 - digits.length)
  return padded
}
