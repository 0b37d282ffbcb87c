/** Where a key lives, from the lowest assurance to the highest. */
export type KeyKind = 'pkcs12' | 'pkcs11' | 'remote'

export type KeyAlgorithm = 'rsa-sha256' | 'ecdsa-p256-sha256'

/** What is known of the tries before a PIN is locked; some tokens tell only that they are few. */
export interface Tries {
  readonly state: 'enough' | 'low' | 'final' | 'locked'
  readonly left?: number
}

/** A key that this computer can ask for signatures; `id` is the account it belongs to. */
export interface CredentialRef {
  readonly id: string
  readonly kind: KeyKind
  /** What its holder does: types a PIN here, or confirms on a telephone. */
  readonly act: 'pin' | 'phone'
  /** DER of the holder's certificate. */
  readonly certificate: Uint8Array
  /** DER of its issuers, nearest first. */
  readonly chain: readonly Uint8Array[]
  readonly algorithms: readonly KeyAlgorithm[]
  /** Most digests in one authorisation. */
  readonly maxBatch: number
  readonly status: 'ready' | 'locked'
  readonly tries?: Tries
  /** How it is kept, for people: the file, the token, the service. */
  readonly assurance: string
}

export interface AuthorizationRequest {
  readonly credential: string
  readonly digests: readonly Uint8Array[]
  readonly hashAlg: 'sha256'
  /** What the person sees before acting. */
  readonly display: { readonly title: string; readonly count: number; readonly summaryDigest: string }
}

/** A hash set that a person has released for signing; worthless outside the provider that made it. */
export interface Authorization {
  readonly id: string
  readonly credential: string
}

/** What a person must find on their telephone before they confirm there. */
export interface Waiting {
  readonly service: string
  /** The service's own number of the request, as the telephone shows it. */
  readonly code: string
  readonly documents: readonly string[]
}

/** The holder of a credential, as far as a provider may ask. */
export interface Holder {
  /** A copy of the PIN's bytes; who asked zeroes them. */
  pin(): Promise<Uint8Array>
  /** Whether the person wants to use one of the few tries that are left. */
  confirms(tries: Tries): Promise<boolean>
  /** Tells the person what to confirm elsewhere; `undefined` once it is over. */
  awaits(waiting: Waiting | undefined): void
}

/**
 * Where keys live: PKCS#12 files, tokens or a remote service. The unit is a hash set authorised as a set; an authorisation ends when it
 * is released, or after five minutes. A wrong PIN is the Fault `pin.wrong` and is never retried by code.
 */
export interface KeyProvider {
  readonly kind: KeyKind
  list(): Promise<readonly CredentialRef[]>
  /** `undefined` when this provider has none for the account. */
  find(account: string): Promise<CredentialRef | undefined>
  /** Lets a person learn at once that a PIN is wrong; keeps nothing. A remote service has nothing to try. */
  check(credential: string, holder: Holder): Promise<void>
  /** The person acts here: PIN or telephone. */
  authorize(request: AuthorizationRequest, holder: Holder): Promise<Authorization>
  /** PKCS#1 v1.5, or r||s on P-256, over the digests, in order; refuses a digest that is not in the authorisation. */
  signHashes(authorization: Authorization, digests: readonly Uint8Array[]): Promise<readonly Uint8Array[]>
  /** Forgets the key and zeroes what can be zeroed. */
  release(authorization: Authorization): Promise<void>
}

export const sessionMilliseconds = 5 * 60_000

export const isAccount = (text: string): boolean => /^[a-z0-9][a-z0-9.-]{0,63}$/i.test(text)

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
