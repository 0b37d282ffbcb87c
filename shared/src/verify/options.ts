import type { AskStatus } from './certificate/ocsp.ts'
import type { Cryptography } from './cryptography.ts'
import type { CheckSignature, VerifierKey } from '../log/index.ts'
import type { SigningRole } from '../signing/index.ts'

/** Certificates and lists as DER. */
export interface Trust {
  readonly roots: readonly Uint8Array[]
  readonly chain: readonly Uint8Array[]
  readonly crls: readonly Uint8Array[]
  /** Authorities for time stamps: their roots, and what stands between. */
  readonly timestamps?: readonly Uint8Array[]
}

export interface ExpectedSigner {
  readonly role: SigningRole
  /** Absent where a stranger asks, who is told nobody's number: then the approved certificates say who it is. */
  readonly uid?: string
  /** The person's certificates that the school has approved; not asked about when absent. */
  readonly certificates?: readonly ApprovedCertificate[]
}

/** Declared to the school and approved (R70), on a decision of appointment or assignment (001 art. 6). Times are RFC 3339. */
export interface ApprovedCertificate {
  /** SHA-256 of the DER, lower-case hex. */
  readonly digest: string
  readonly from: string
  readonly until?: string
  readonly basis: LegalBasis
}

export interface LegalBasis {
  readonly kind: 'appointment' | 'assignment' | 'approval'
  readonly number: string
  /** `2025-08-15` */
  readonly date: string
  /** The last day. */
  readonly until?: string
}

export interface RegisterAnswer {
  readonly state: 'current' | 'superseded' | 'revoked' | 'unknown'
  readonly replacedBy?: string
}

export interface VerifyOptions {
  readonly trust: Trust
  /** The time of checking. */
  readonly at: Date
  /** WebCrypto unless told otherwise. */
  readonly cryptography?: Cryptography
  /** Roles that must have signed; by default every declared signer and the roles of the document's kind. */
  readonly require?: readonly SigningRole[]
  /** The signers that the school's directory names; not asked when absent. */
  readonly expect?: readonly ExpectedSigner[]
  /**
   * Asks the school's directory who had to sign the snapshot of this digest, as it stood at signing time; `undefined` for a
   * snapshot of another school. Not asked when absent or when `expect` is given; a rejection counts as unknown.
   */
  readonly directory?: (digest: string) => Promise<readonly ExpectedSigner[] | undefined>
  /** A second verifier's word on the signatures of an XML file that has passed every check and cap here; not asked when absent. */
  readonly second?: (xml: string, certificates: readonly Uint8Array[]) => Promise<boolean>
  /** The key that signs the school's log, and how to check Ed25519 here; not asked when absent. */
  readonly log?: { readonly key: VerifierKey; readonly check: CheckSignature }
  /** Asks an OCSP responder; without it, or without a good answer, revocation lists decide. */
  readonly status?: AskStatus
  /** Asks a register for the snapshot digest; not asked when absent. A rejection counts as unknown. */
  readonly register?: (digest: string) => Promise<RegisterAnswer>
}
