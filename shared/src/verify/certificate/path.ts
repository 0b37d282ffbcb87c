import { sameBytes } from '../bytes.ts'
import { readDer } from '../der.ts'
import type { Cryptography } from '../cryptography.ts'
import { rawEcdsa, verifySignature } from './algorithm.ts'
import type { Certificate } from './certificate.ts'
import type { TrustStore } from './trust-store.ts'

const depthLimit = 6

const mayIssue = (issuer: Certificate, below: number): boolean =>
  issuer.authority && issuer.pathLength >= below && (issuer.usage === undefined || issuer.usage.keyCertSign) && !issuer.unknownCritical

/**
 * From the holder's certificate to a configured root, each signature verified; `undefined` when there is no such path.
 * A root is known by its bytes, never by its name.
 */
export async function findPath(
  store: TrustStore,
  certificate: Certificate,
  embedded: readonly Certificate[],
): Promise<readonly Certificate[] | undefined> {
  const known = store.pathOf(certificate)
  if (known) return known
  const path = [certificate]
  for (let current = certificate; !store.isRoot(current);) {
    const issuer = await issuerOf(store, current, embedded, path.length - 1)
    if (issuer === undefined || path.length >= depthLimit || path.some((one) => sameBytes(one.der, issuer.der))) return undefined
    path.push(issuer)
    current = issuer
  }
  if (path.length < 2) return undefined
  store.remember(path)
  return path
}

async function issuerOf(
  store: TrustStore,
  certificate: Certificate,
  embedded: readonly Certificate[],
  below: number,
): Promise<Certificate | undefined> {
  for (const candidate of store.candidates(certificate, embedded)) {
    if (mayIssue(candidate, below) && (await isIssuedBy(store.cryptography, certificate, candidate))) return candidate
  }
  return undefined
}

export function isIssuedBy(cryptography: Cryptography, certificate: Certificate, issuer: Certificate): Promise<boolean> {
  const signature = certificate.algorithm.key === 'ecdsa' ? rawEcdsa(readDer(certificate.signature)) : certificate.signature
  return verifySignature(cryptography, issuer.key, certificate.algorithm, signature, certificate.tbs)
}
