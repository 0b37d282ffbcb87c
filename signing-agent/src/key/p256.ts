import { p256 } from '@noble/curves/nist.js'

// node:crypto signs and verifies ECDSA over messages only; tokens and services are asked for signatures over hashes made elsewhere.
const overHash = { prehash: false, lowS: false } as const

/** Whether r||s is an ECDSA signature over the hash by the key whose uncompressed point this is (FIPS 186-5 section 6.4.2). */
export function verifyP256(point: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
  return digest.length === 32 && signature.length === 64 && p256.verify(signature, digest, point, overHash)
}

/**
 * r||s over a hash, with a nonce that comes of key, hash and chance (RFC 6979 section 3.6). Arithmetic in JavaScript does not take the
 * same time for every number: only keys in files are used like this, the lowest assurance of all.
 */
export const signP256 = (secret: Uint8Array, digest: Uint8Array): Uint8Array =>
  p256.sign(digest, secret, { ...overHash, extraEntropy: true })
