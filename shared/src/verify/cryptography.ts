import { toBase64 } from '../core/index.ts'
import type { PublicKey, SignatureAlgorithm } from './certificate/algorithm.ts'

export type HashName = SignatureAlgorithm['hash'] | 'SHA-1'

/** What a platform computes for the verifier; it decides nothing. */
export interface Cryptography {
  /** Of the parts one after the other. */
  digest(hash: HashName, ...parts: readonly Uint8Array[]): Uint8Array | Promise<Uint8Array>
  /** The key is of the algorithm's kind; `signature` is r||s for ECDSA. */
  verify(key: PublicKey, algorithm: SignatureAlgorithm, signature: Uint8Array, message: Uint8Array): boolean | Promise<boolean>
}

/** Everywhere: the page has nothing else. */
export const webCryptography: Cryptography = {
  digest: async (hash, ...parts) => new Uint8Array(await crypto.subtle.digest(hash, joined(parts))),
  async verify(key, algorithm, signature, message) {
    const how = algorithm.key === 'rsa' ? 'RSASSA-PKCS1-v1_5' : { name: 'ECDSA', hash: algorithm.hash }
    return crypto.subtle.verify(how, await importKey(key, algorithm.hash), new Uint8Array(signature), new Uint8Array(message))
  },
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

const imports = new WeakMap<PublicKey, Map<SignatureAlgorithm['hash'], Promise<CryptoKey>>>()

/** WebCrypto binds a hash to an RSA key, so that one public key may be imported more than once. */
function importKey(key: PublicKey, hash: SignatureAlgorithm['hash']): Promise<CryptoKey> {
  const known = imports.get(key) ?? new Map<SignatureAlgorithm['hash'], Promise<CryptoKey>>()
  imports.set(key, known)
  const name = key.kind === 'rsa' ? { name: 'RSASSA-PKCS1-v1_5', hash } : { name: 'ECDSA', namedCurve: 'P-256' }
  const imported = known.get(hash) ?? crypto.subtle.importKey('spki', new Uint8Array(key.spki), name, false, ['verify'])
  known.set(hash, imported)
  return imported
}

interface NodeHash {
  update(bytes: Uint8Array): NodeHash
  digest(): Uint8Array
}

/** What is used of `node:crypto`. */
export interface NodeCrypto<Key> {
  createHash(name: string): NodeHash
  createPublicKey(pem: string): Key
  verify(hash: string, message: Uint8Array, key: { readonly key: Key; readonly dsaEncoding: 'ieee-p1363' }, signature: Uint8Array): boolean
}

/** Node keeps the algorithms of these names at hand. */
const names = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' } as const

/** A file costs dozens of small digests and signatures: in Node a call is cheaper than WebCrypto's way through another thread. */
export function nodeCryptography<Key>(node: NodeCrypto<Key>): Cryptography {
  const keys = new WeakMap<PublicKey, Key>()
  const keyOf = (key: PublicKey): Key => {
    const made = keys.get(key) ?? node.createPublicKey(pemOf(key))
    keys.set(key, made)
    return made
  }
  return {
    digest: (hash, ...parts) => parts.reduce<NodeHash>((made, part) => made.update(part), node.createHash(names[hash])).digest(),
    verify: (key, { hash }, signature, message) =>
      node.verify(names[hash], message, { key: keyOf(key), dsaEncoding: 'ieee-p1363' }, signature),
  }
}

function pemOf({ spki }: PublicKey): string {
  const lines = toBase64(spki).match(/.{1,64}/g) ?? []
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n')
}
