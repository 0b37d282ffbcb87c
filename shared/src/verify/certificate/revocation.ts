import type { Certificate } from './certificate.ts'
import { type AskStatus, statusOf } from './ocsp.ts'
import type { Revocation } from './revocation-list.ts'
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

/** The status of one certificate by a responder's word, then by the newest list of its issuer. No fresh word of either means unknown, and unknown is never good. */
export async function revocationOf(
  store: TrustStore,
  certificate: Certificate,
  issuer: Certificate,
  moment: SigningMoment,
  at: Date,
  ask?: AskStatus,
): Promise<RevocationStatus> {
  const known = await knownOf(store, certificate, issuer, at, ask)
  if (known === undefined) return { state: 'unknown', reason: 'no-list' }
  const { entry } = known
  if (entry === undefined) return known.fresh ? { state: 'good' } : { state: 'unknown', reason: 'stale' }
  if (entry.at <= moment.date) return { state: 'revoked', at: entry.at }
  // Whoever has the key can claim any earlier time.
  if (entry.compromised && moment.source === 'claimed') return { state: 'unknown', reason: 'compromised' }
  return { state: 'revoked-later', at: entry.at }
}

interface Known {
  readonly entry: Revocation | undefined
  readonly fresh: boolean
}

/** A revocation that either of them names counts; that there is none is believed of a fresh one alone. */
async function knownOf(
  store: TrustStore,
  certificate: Certificate,
  issuer: Certificate,
  at: Date,
  ask: AskStatus | undefined,
): Promise<Known | undefined> {
  const answer = ask && (await statusOf(store.cryptography, certificate, issuer, at, ask))
  const [list] = await store.listsOf(issuer)
  const listed = list?.revoked.get(certificate.serial)
  if (answer !== undefined) return { entry: answer.entry ?? listed, fresh: true }
  return list && { entry: listed, fresh: list.nextUpdate >= at }
}
