import { latin1, sameBytes } from '../bytes.ts'
import { readDer } from '../der.ts'
import type { Trust } from '../options.ts'
import { rawEcdsa, verifySignature } from './algorithm.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { type RevocationList, isSignedBy, readRevocationList } from './revocation-list.ts'

/** The trust material read once, with memory of what has been verified already: a batch asks the same few questions. */
export class TrustStore {
  readonly #roots: readonly Certificate[]
  readonly #authorities: readonly Certificate[]
  readonly #lists: readonly RevocationList[]
  readonly #issued = new Set<string>()
  readonly #listed = new Map<RevocationList, Promise<boolean>>()

  constructor(trust: Trust) {
    this.#roots = trust.roots.map(readCertificate)
    this.#authorities = [...this.#roots, ...trust.chain.map(readCertificate)]
    this.#lists = trust.crls.map(readRevocationList)
  }

  isRoot(certificate: Certificate): boolean {
    return this.#roots.some((root) => sameBytes(root.der, certificate.der))
  }

  /** Authorities whose name is the issuer's of this certificate: configured ones, then those that the file brought along. */
  candidates(certificate: Certificate, embedded: readonly Certificate[]): readonly Certificate[] {
    return [...this.#authorities, ...embedded].filter((one) => sameBytes(one.subjectBytes, certificate.issuerBytes))
  }

  async isIssuedBy(certificate: Certificate, issuer: Certificate): Promise<boolean> {
    // The whole of both certificates is the key: anything less could be met by a forged one. Only good answers are kept.
    const key = `${latin1(issuer.der)}|${latin1(certificate.der)}`
    if (this.#issued.has(key)) return true
    const signature = certificate.algorithm.key === 'ecdsa' ? rawEcdsa(readDer(certificate.signature)) : certificate.signature
    const holds = await verifySignature(issuer.key, certificate.algorithm, signature, certificate.tbs)
    if (holds) this.#issued.add(key)
    return holds
  }

  /** The authority's own lists whose signature holds, newest first. */
  async listsOf(issuer: Certificate): Promise<readonly RevocationList[]> {
    if (issuer.usage !== undefined && !issuer.usage.cRLSign) return []
    const named = this.#lists.filter((list) => sameBytes(list.issuerBytes, issuer.subjectBytes))
    const held = await Promise.all(named.map((list) => this.#holds(list, issuer)))
    return named.filter((_, index) => held[index] === true).toSorted((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())
  }

  #holds(list: RevocationList, issuer: Certificate): Promise<boolean> {
    const known = this.#listed.get(list)
    if (known) return known
    const answer = isSignedBy(list, issuer)
    this.#listed.set(list, answer)
    return answer
  }
}

const stores = new WeakMap<Trust, TrustStore>()

/** The same trust object is read once. */
export function storeOf(trust: Trust): TrustStore {
  const known = stores.get(trust)
  if (known) return known
  const store = new TrustStore(trust)
  stores.set(trust, store)
  return store
}
