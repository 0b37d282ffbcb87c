import { toBase64 } from '../core/index.ts'
import type { PublicKey, SignatureAlgorithm } from './certificate/algorithm.ts'

export type HashName = SignatureAlgorithm['hash'] | 'SHA-1'

/** What a signature of a PDF leaves out, and where what it covers ends. */
export interface Gap {
  readonly start: number
  readonly end: number
  readonly until: number
}

/** What a platform computes for the verifier; it decides nothing. */
export interface Cryptography {
  digest(hash: HashName, bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
  /** SHA-256 of the same bytes for each gap: from the beginning to the gap, and from behind it to its end of the range. */
  digestsAround(bytes: Uint8Array, gaps: readonly Gap[]): readonly Uint8Array[] | Promise<readonly Uint8Array[]>
  /** The key is of the algorithm's kind; `signature` is r||s for ECDSA. */
  verify(key: PublicKey, algorithm: SignatureAlgorithm, signature: Uint8Array, message: Uint8Array): boolean | Promise<boolean>
}

/** Everywhere: the page has nothing else. */
export const webCryptography: Cryptography = {
  digest: async (hash, bytes) => new Uint8Array(await crypto.subtle.digest(hash, new Uint8Array(bytes))),
  async digestsAround(bytes, gaps) {
    const digests: Uint8Array[] = []
    // One after the other: each needs a copy of the file.
    for (const { start, end, until } of gaps) {
      const covered = joined(bytes.subarray(0, start), bytes.subarray(end, until))
      digests.push(new Uint8Array(await crypto.subtle.digest('SHA-256', covered)))
    }
    return digests
  },
  async verify(key, algorithm, signature, message) {
    const how = algorithm.key === 'rsa' ? 'RSASSA-PKCS1-v1_5' : { name: 'ECDSA', hash: algorithm.hash }
    return crypto.subtle.verify(how, await importKey(key, algorithm.hash), new Uint8Array(signature), new Uint8Array(message))
  },
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(before.length + after.length)
  bytes.set(before)
  bytes.set(after, before.length)
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
  copy(): NodeHash
}

/** What is used of `node:crypto`. */
export interface NodeCrypto<Key> {
  hash(name: string, bytes: Uint8Array, encoding: 'buffer'): Uint8Array
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
    digest: (hash, bytes) => node.hash(names[hash], bytes, 'buffer'),
    digestsAround: (bytes, gaps) => {
      // Each revision begins with the one before: its bytes are taken in once.
      let [before, at] = [node.createHash(names['SHA-256']), 0]
      return gaps.map(({ start, end, until }) => {
        if (start < at) [before, at] = [node.createHash(names['SHA-256']), 0]
        before.update(bytes.subarray(at, start))
        at = start
        return before.copy().update(bytes.subarray(end, until)).digest()
      })
    },
    verify: (key, { hash }, signature, message) =>
      node.verify(names[hash], message, { key: keyOf(key), dsaEncoding: 'ieee-p1363' }, signature),
  }
}

function pemOf({ spki }: PublicKey): string {
  const lines = toBase64(spki).match(/.{1,64}/g) ?? []
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n')
}
