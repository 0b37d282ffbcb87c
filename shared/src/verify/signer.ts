import type { SigningRole } from '../signing/index.ts'
import type { Certificate } from './certificate/certificate.ts'
import type { SigningMoment } from './certificate/revocation.ts'

/** One signature of a file after its cryptography was looked at, in file order. */
export interface SignedBy {
  /** `CKS-2` or `CKS_gvcn`: names it in details. */
  readonly label: string
  readonly role: SigningRole
  readonly certificate: Certificate
  readonly embedded: readonly Certificate[]
  readonly moment: SigningMoment
  /** As the signer wrote it, whatever the moment's source. */
  readonly claimed: Date
  /** RFC 3339 of the moment, a claim as written. */
  readonly time: string
  /** Nothing was found wrong with its cryptography and what it covers. */
  readonly sound: boolean
}
