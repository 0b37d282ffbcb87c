import { Journal } from '../journal.ts'
import type { VerifyOptions } from '../options.ts'
import { verifySignature } from './algorithm.ts'
import type { Certificate } from './certificate.ts'
import { judgeCertificate } from './judge.ts'
import { storeOf } from './trust-store.ts'

type ProofOptions = Pick<VerifyOptions, 'trust' | 'at' | 'status' | 'cryptography'>

export interface Proof {
  /** DER of the holder's certificate, and of its issuers where they are not in the trust material. */
  readonly certificate: Uint8Array
  readonly chain: readonly Uint8Array[]
  /** PKCS#1 v1.5, or r||s on P-256, with SHA-256. */
  readonly signature: Uint8Array
}

/**
 * Whose key has signed the message now: the certificate, if the signature is by its key and its path, usage, validity and revocation
 * are good at this moment. `undefined` otherwise; what is not known to be good is not good.
 */
export async function proverOf(proof: Proof, message: Uint8Array, options: ProofOptions): Promise<Certificate | undefined> {
  const store = storeOf(options.trust, options.cryptography)
  const certificate = store.read(proof.certificate)
  const { key } = certificate
  if (!(await verifySignature(store.cryptography, key, { key: key.kind, hash: 'SHA-256' }, proof.signature, message))) return undefined
  const embedded = proof.chain.map((der) => store.read(der))
  const use = { label: '', certificate, embedded, moment: { date: options.at, source: 'timestamped' } } as const
  const status = await judgeCertificate(new Journal(), store, use, options)
  return status.signing === 'good' && status.now === 'good' ? certificate : undefined
}
