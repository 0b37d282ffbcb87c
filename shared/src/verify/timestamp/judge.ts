import { sameBytes } from '../bytes.ts'
import { type Cryptography, webCryptography } from '../cryptography.ts'
import { verifySignature } from '../certificate/algorithm.ts'
import type { Certificate } from '../certificate/certificate.ts'
import type { AskStatus } from '../certificate/ocsp.ts'
import { findPath } from '../certificate/path.ts'
import { type RevocationStatus, revocationOf } from '../certificate/revocation.ts'
import { type TrustStore, stampStoreOf } from '../certificate/trust-store.ts'
import type { Trust } from '../options.ts'
import { type Token, readToken } from './token.ts'

/** Why a token proves nothing. */
export type TokenRefusal =
  | 'unreadable'
  | 'imprint'
  | 'nonce'
  | 'policy'
  | 'signature'
  | 'usage'
  | 'path'
  | 'validity'
  | 'revoked'
  | 'future'

export type TokenVerdict =
  | { readonly state: 'good'; readonly time: Date; readonly authority: string }
  /** Whole, but no authority for time stamps is configured here. */
  | { readonly state: 'unasked'; readonly time: Date; readonly authority: string }
  /** Nothing fresh says that the authority's certificate was not revoked. */
  | { readonly state: 'unknown' }
  | { readonly state: 'bad'; readonly reason: TokenRefusal }

export interface TokenQuestion {
  /** The octets that the token must be over. */
  readonly stamped: Uint8Array
  readonly trust: Trust
  /** The time of checking. */
  readonly at: Date
  readonly status?: AskStatus | undefined
  /** WebCrypto unless told otherwise. */
  readonly cryptography?: Cryptography | undefined
  /** What the request asked for, when it is known. */
  readonly nonce?: Uint8Array
  readonly policy?: string
}

const bad = (reason: TokenRefusal): TokenVerdict => ({ state: 'bad', reason })

/** Clocks of two computers may differ by this much. */
const skew = 5 * 60_000

/** Whether an RFC 3161 token proves that `stamped` existed at its time: imprint, signature, certificate, path, revocation. */
export async function judgeToken(bytes: Uint8Array, question: TokenQuestion): Promise<TokenVerdict> {
  const token = readOrNothing(bytes)
  if (token === undefined) return bad('unreadable')
  const { imprint, nonce, policy, time, certificate } = token
  const { cryptography = webCryptography } = question
  if (!sameBytes(imprint.digest, await cryptography.digest(imprint.hash, question.stamped))) return bad('imprint')
  if (question.nonce !== undefined && (nonce === undefined || !sameBytes(nonce, question.nonce))) return bad('nonce')
  if (question.policy !== undefined && policy !== question.policy) return bad('policy')
  if (!(await isSigned(cryptography, token))) return bad('signature')
  if (!isForStamps(certificate)) return bad('usage')
  if (time.getTime() > question.at.getTime() + skew) return bad('future')
  const store = stampStoreOf(question.trust, cryptography)
  if (store === undefined) return { state: 'unasked', time, authority: certificate.commonName }
  return judgePath(store, token, question)
}

function readOrNothing(bytes: Uint8Array): Token | undefined {
  try {
    return readToken(bytes)
  } catch {
    return undefined
  }
}

async function isSigned(
  cryptography: Cryptography,
  { certificate, algorithm, signature, attributes, binding, content, messageDigest }: Token,
): Promise<boolean> {
  if (!sameBytes(messageDigest, await cryptography.digest(algorithm.hash, content))) return false
  if (!sameBytes(binding.digest, await cryptography.digest(binding.hash, certificate.der))) return false
  return verifySignature(cryptography, certificate.key, algorithm, signature, attributes)
}

/** RFC 3161 section 2.3: the key is for time stamps alone, and says so in a critical extension. */
const isForStamps = ({ stampsOnly, authority, usage, unknownCritical }: Certificate): boolean =>
  stampsOnly && !authority && !unknownCritical && (usage === undefined || usage.digitalSignature || usage.nonRepudiation)

async function judgePath(store: TrustStore, { certificate, embedded, time }: Token, question: TokenQuestion): Promise<TokenVerdict> {
  const path = await findPath(store, certificate, embedded)
  if (path === undefined) return bad('path')
  if (!path.every(({ notBefore, notAfter }) => notBefore <= time && time <= notAfter)) return bad('validity')
  // A stolen key of the authority can write any time: its own tokens count as claims.
  const moment = { date: time, source: 'claimed' } as const
  const states: RevocationStatus['state'][] = []
  for (const [index, link] of path.slice(0, -1).entries())
    states.push((await revocationOf(store, link, path[index + 1] ?? link, moment, question.at, question.status)).state)
  if (states.includes('revoked')) return bad('revoked')
  return states.includes('unknown') ? { state: 'unknown' } : { state: 'good', time, authority: certificate.commonName }
}
