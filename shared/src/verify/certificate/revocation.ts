import type { Certificate } from './certificate.ts'
import type { TrustStore } from './trust-store.ts'

export type RevocationStatus =
  | { readonly state: 'good' }
  /** Revoked, but only after the time of signing (001 art. 17.3b: the status at signing counts). */
  | { readonly state: 'revoked-later'; readonly at: Date }
  | { readonly state: 'revoked'; readonly at: Date }
  | { readonly state: 'unknown'; readonly reason: 'no-list' | 'stale' | 'compromised' }

export interface SigningMoment {
  readonly date: Date
  readonly source: 'claimed' | 'timestamped'
}

/** The status of one certificate by the newest list of its issuer. No fresh list means unknown, and unknown is never good. */
export async function revocationOf(
  store: TrustStore,
  certificate: Certificate,
  issuer: Certificate,
  moment: SigningMoment,
  at: Date,
): Promise<RevocationStatus> {
  const [list] = await store.listsOf(issuer)
  if (list === undefined) return { state: 'unknown', reason: 'no-list' }
  const entry = list.revoked.get(certificate.serial)
  if (entry === undefined) return list.nextUpdate < at ? { state: 'unknown', reason: 'stale' } : { state: 'good' }
  if (entry.at <= moment.date) return { state: 'revoked', at: entry.at }
  // Whoever has the key can claim any earlier time.
  if (entry.compromised && moment.source === 'claimed') return { state: 'unknown', reason: 'compromised' }
  return { state: 'revoked-later', at: entry.at }
}
