/** A key that this computer can ask for signatures; `id` is the account it belongs to. */
export interface CredentialRef {
  readonly id: string
  /** DER of the holder's certificate. */
  readonly certificate: Uint8Array
  /** DER of its issuers, nearest first. */
  readonly chain: readonly Uint8Array[]
  readonly algorithms: readonly 'rsa-sha256'[]
  /** Most digests in one authorisation. */
  readonly maxBatch: number
  readonly status: 'ready' | 'locked'
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

/**
 * Where a key lives: a PKCS#12 file, a token or a remote service. The unit is a hash set authorised as a set.
 * A wrong PIN is the Fault `pin.wrong` and is never retried by code.
 */
export interface KeyProvider {
  readonly kind: 'pkcs12' | 'pkcs11' | 'remote'
  list(): Promise<readonly CredentialRef[]>
  /** The person acts here: PIN, one-time password, telephone. */
  authorize(request: AuthorizationRequest): Promise<Authorization>
  /** PKCS#1 v1.5 signatures over the digests, in order; refuses a digest that is not in the authorisation. */
  signHashes(authorization: Authorization, digests: readonly Uint8Array[]): Promise<readonly Uint8Array[]>
  /** Forgets the key and zeroes what can be zeroed. */
  release(authorization: Authorization): Promise<void>
}
