import { sameBytes } from '../bytes.ts'
import { type Cryptography, webCryptography } from '../cryptography.ts'
import type { Trust } from '../options.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { type RevocationList, isSignedBy, readRevocationList } from './revocation-list.ts'

/** The trust material read once, with memory of what has been verified already: a batch asks the same few questions. */
export class TrustStore {
  readonly cryptography: Cryptography
  readonly #material: readonly Uint8Array[]
  readonly #roots: readonly Certificate[]
  readonly #authorities: readonly Certificate[]
  readonly #lists: readonly RevocationList[]
  readonly #known = new Map<string, readonly Certificate[]>()
  readonly #paths = new Map<Certificate, readonly Certificate[]>()
  readonly #listed = new WeakMap<Certificate, Map<RevocationList, Promise<boolean>>>()

  constructor(trust: Trust, cryptography: Cryptography) {
    this.cryptography = cryptography
    // Bytes of our own: what is remembered of them must stay true whatever the caller does with its buffers.
    this.#material = materialOf(trust).map((der) => new Uint8Array(der))
    const roots = this.#material.slice(0, trust.roots.length)
    const chain = this.#material.slice(trust.roots.length, trust.roots.length + trust.chain.length)
    this.#roots = roots.map(readCertificate)
    this.#authorities = [...this.#roots, ...chain.map(readCertificate)]
    this.#lists = this.#material.slice(roots.length + chain.length).map(readRevocationList)
    for (const authority of this.#authorities) this.#know(authority)
  }

  /** Whether this is the store of the very same bytes. */
  isOf(trust: Trust): boolean {
    const material = materialOf(trust)
    return (
      trust.roots.length === this.#roots.length &&
      trust.crls.length === this.#lists.length &&
      material.length === this.#material.length &&
      material.every((der, index) => sameBytes(der, this.#material[index] ?? new Uint8Array()))
    )
  }

  isRoot(certificate: Certificate): boolean {
    return this.#roots.some((root) => sameBytes(root.der, certificate.der))
  }

  /** Authorities whose name is the issuer's of this certificate: configured ones, then those that the file brought along. */
  candidates(certificate: Certificate, embedded: readonly Certificate[]): readonly Certificate[] {
    return [...this.#authorities, ...embedded].filter((one) => sameBytes(one.subjectBytes, certificate.issuerBytes))
  }

  /** The certificate of these bytes; an authority and one that has led to a root before is not read again. */
  read(der: Uint8Array): Certificate {
    return this.#known.get(fingerprint(der))?.find((one) => sameBytes(one.der, der)) ?? readCertificate(der)
  }

  /** The path that was found for this very certificate before. */
  pathOf(certificate: Certificate): readonly Certificate[] | undefined {
    return this.#paths.get(certificate)
  }

  /** Only what leads to a root by configured authorities alone is kept: no file answers for another, and nobody can fill the memory. */
  remember(path: readonly Certificate[]): void {
    const [certificate, ...authorities] = path
    if (certificate === undefined || this.#paths.has(certificate)) return
    if (!authorities.every((one) => this.#authorities.includes(one))) return
    this.#paths.set(certificate, path)
    this.#know(certificate)
  }

  #know(certificate: Certificate): void {
    const key = fingerprint(certificate.der)
    this.#known.set(key, [...(this.#known.get(key) ?? []), certificate])
  }

  /** The authority's own lists whose signature holds, newest first. */
  async listsOf(issuer: Certificate): Promise<readonly RevocationList[]> {
    if (issuer.usage !== undefined && !issuer.usage.cRLSign) return []
    const named = this.#lists.filter((list) => sameBytes(list.issuerBytes, issuer.subjectBytes))
    const held = await Promise.all(named.map((list) => this.#holds(list, issuer)))
    return named.filter((_, index) => held[index] === true).toSorted((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())
  }

  #holds(list: RevocationList, issuer: Certificate): Promise<boolean> {
    const known = this.#listed.get(issuer) ?? new Map<RevocationList, Promise<boolean>>()
    this.#listed.set(issuer, known)
    const answer = known.get(list) ?? isSignedBy(this.cryptography, list, issuer)
    known.set(list, answer)
    return answer
  }
}

/** Where to look; whether it is the same is decided by all bytes. */
const fingerprint = (der: Uint8Array): string => der.subarray(-16).join()

const materialOf = ({ roots, chain, crls }: Trust): readonly Uint8Array[] => [...roots, ...chain, ...crls]

const stores = new WeakMap<Trust, TrustStore>()

/** Callers that read their folder anew for each file bring another object with the same bytes. */
const recent: TrustStore[] = []
const mostRecent = 4

/** The same trust material is read once. */
export function storeOf(trust: Trust, cryptography = webCryptography): TrustStore {
  const known = stores.get(trust)
  if (known?.cryptography === cryptography) return known
  const store = recent.find((one) => one.cryptography === cryptography && one.isOf(trust)) ?? keep(new TrustStore(trust, cryptography))
  stores.set(trust, store)
  return store
}

function keep(store: TrustStore): TrustStore {
  recent.unshift(store)
  recent.splice(mostRecent)
  return store
}

const stampTrusts = new WeakMap<Trust, Trust>()

/** The authorities for time stamps, which certify nobody else; `undefined` when none is configured. */
export function stampStoreOf(trust: Trust, cryptography = webCryptography): TrustStore | undefined {
  if (trust.timestamps === undefined || trust.timestamps.length === 0) return undefined
  const known = stampTrusts.get(trust) ?? stampTrustOf(trust, trust.timestamps)
  stampTrusts.set(trust, known)
  return storeOf(known, cryptography)
}

function stampTrustOf({ chain, crls }: Trust, timestamps: readonly Uint8Array[]): Trust {
  const isRoot = (der: Uint8Array): boolean => {
    const { subjectBytes, issuerBytes } = readCertificate(der)
    return sameBytes(subjectBytes, issuerBytes)
  }
  return { roots: timestamps.filter(isRoot), chain: [...chain, ...timestamps.filter((der) => !isRoot(der))], crls }
}
