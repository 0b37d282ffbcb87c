import { sameBytes } from '../bytes.ts'
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
  const path = [certificate]
  for (let current = certificate; !store.isRoot(current);) {
    const issuer = await issuerOf(store, current, embedded, path.length - 1)
    if (issuer === undefined || path.length >= depthLimit || path.some((one) => sameBytes(one.der, issuer.der))) return undefined
    path.push(issuer)
    current = issuer
  }
  return path.length > 1 ? path : undefined
}

async function issuerOf(
  store: TrustStore,
  certificate: Certificate,
  embedded: readonly Certificate[],
  below: number,
): Promise<Certificate | undefined> {
  for (const candidate of store.candidates(certificate, embedded)) {
    if (mayIssue(candidate, below) && (await store.isIssuedBy(certificate, candidate))) return candidate
  }
  return undefined
}
