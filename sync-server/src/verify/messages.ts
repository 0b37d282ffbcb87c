import type { VerifierKey } from '@hocba/shared/log'
import type { ExpectedSigner, RegisterAnswer, StatusQuestion, Trust, VerifyReport } from '@hocba/shared/verify'

/** To the worker: a file to check, or what the school knows of a digest that it asked for. */
export type ToWorker =
  | {
      readonly kind: 'verify'
      readonly bytes: Uint8Array
      readonly trust: Trust
      readonly logKey: VerifierKey | undefined
      readonly at: Date
      /** Whether there is somebody to ask about revocation. */
      readonly asksStatus: boolean
    }
  | { readonly kind: 'answer'; readonly answer: RegisterAnswer | null }
  | { readonly kind: 'status'; readonly id: number; readonly answer: Uint8Array | undefined }
  | { readonly kind: 'signers'; readonly signers: readonly ExpectedSigner[] | null | undefined }

/** From the worker. */
export type FromWorker =
  | { readonly kind: 'lookup'; readonly digest: string }
  | { readonly kind: 'directory'; readonly digest: string }
  | { readonly kind: 'status'; readonly id: number; readonly question: StatusQuestion }
  | { readonly kind: 'report'; readonly report: VerifyReport }
  | { readonly kind: 'failed' }
