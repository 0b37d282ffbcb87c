import type { VerifierKey } from '@hocba/shared/log'
import type { ExpectedSigner, RegisterAnswer, Trust, VerifyReport } from '@hocba/shared/verify'

/** To the worker: a file to check, or what the school knows of a digest that it asked for. */
export type ToWorker =
  | {
      readonly kind: 'verify'
      readonly bytes: Uint8Array
      readonly trust: Trust
      readonly logKey: VerifierKey | undefined
      readonly at: Date
    }
  | { readonly kind: 'answer'; readonly answer: RegisterAnswer | null }
  | { readonly kind: 'signers'; readonly signers: readonly ExpectedSigner[] | null | undefined }

/** From the worker. */
export type FromWorker =
  | { readonly kind: 'lookup'; readonly digest: string }
  | { readonly kind: 'directory'; readonly digest: string }
  | { readonly kind: 'report'; readonly report: VerifyReport }
  | { readonly kind: 'failed' }
