/** What a remote signing service keeps for one person. */
export interface RemoteCredential {
  readonly id: string
  /** DER, holder first. */
  readonly certificates: readonly Uint8Array[]
  readonly maxBatch: number
}

export interface RemoteDocument {
  /** Shown on our page and on the telephone. */
  readonly id: string
  readonly digest: Uint8Array
}

export interface RemoteBatch {
  readonly user: string
  readonly credential: RemoteCredential
  /** Made by us once a batch. */
  readonly transaction: string
  readonly title: string
  readonly documents: readonly RemoteDocument[]
}

/** One answer of the service; nothing is believed of it before the certificate has accepted the value. */
export interface RemoteSignature {
  readonly document?: string
  readonly value: Uint8Array
}

/** One dialect of a remote signing service. None of them is given a person's password, PIN or one-time secret. */
export interface RemoteService {
  readonly name: string
  /** `wanted` is the service's own name of the certificate; needed where the person has several. */
  credential(user: string, wanted: string | undefined): Promise<RemoteCredential>
  /**
   * Asks the person on their telephone for the whole batch and waits. `tell` is called once, with the number that the telephone shows.
   * @throws Fault `remote.rejected`, `remote.expired`, `remote.failed`
   */
  sign(batch: RemoteBatch, tell: (code: string) => void): Promise<readonly RemoteSignature[]>
}
