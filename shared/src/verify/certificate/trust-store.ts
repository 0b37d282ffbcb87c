import { sameBytes } from '../bytes.ts'
import type { Trust } from '../options.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { type RevocationList, isSignedBy, readRevocationList } from './revocation-list.ts'

/** The trust material read once, with memory of what has been verified already: a batch asks the same few questions. */
export class TrustStore {
  readonly #roots: readonly Certificate[]
  readonly #authorities: readonly Certificate[]
  readonly #lists: readonly RevocationList[]
  readonly #trusted = new Map<string, readonly Certificate[]>()
  readonly #paths = new Map<Certificate, readonly Certificate[]>()
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

  /** The certificate of these bytes; one that has led to a root before is not read again. */
  read(der: Uint8Array): Certificate {
    return this.#trusted.get(fingerprint(der))?.find((one) => sameBytes(one.der, der)) ?? readCertificate(der)
  }

  /** The path that was found for this very certificate before. */
  pathOf(certificate: Certificate): readonly Certificate[] | undefined {
    return this.#paths.get(certificate)
  }

  /** Only certificates with a path are kept, so that nobody can fill the memory. */
  remember(path: readonly Certificate[]): void {
    const [certificate] = path
    if (certificate === undefined || this.#paths.has(certificate)) return
    this.#paths.set(certificate, path)
    const key = fingerprint(certificate.der)
    this.#trusted.set(key, [...(this.#trusted.get(key) ?? []), certificate])
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

/** Where to look; whether it is the same is decided by all bytes. */
const fingerprint = (der: Uint8Array): string => der.subarray(-16).join()

const stores = new WeakMap<Trust, TrustStore>()

const stampStores = new WeakMap<Trust, TrustStore | undefined>()

/** The authorities for time stamps, which certify nobody else; `undefined` when none is configured. */
export function stampStoreOf(trust: Trust): TrustStore | undefined {
  if (stampStores.has(trust)) return stampStores.get(trust)
  const { timestamps = [], chain, crls } = trust
  const isRoot = (der: Uint8Array): boolean => {
    const { subjectBytes, issuerBytes } = readCertificate(der)
    return sameBytes(subjectBytes, issuerBytes)
  }
  const others = timestamps.filter((der) => !isRoot(der))
  const store =
    timestamps.length === 0 ? undefined : new TrustStore({ roots: timestamps.filter(isRoot), chain: [...chain, ...others], crls })
  stampStores.set(trust, store)
  return store
}

/** The same trust object is read once. */
export function storeOf(trust: Trust): TrustStore {
  const known = stores.get(trust)
  if (known) return known
  const store = new TrustStore(trust)
  stores.set(trust, store)
  return store
}
