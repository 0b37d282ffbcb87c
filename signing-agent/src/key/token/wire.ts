import type { FaultCode } from '@hocba/shared/core'
import type { TokenPlace } from './place.ts'
import type { TokenDescription } from './session.ts'

/** What the agent asks the process that owns a token, one question after the other. */
export type TokenQuestion =
  | { readonly ask: 'describe'; readonly place: TokenPlace }
  | { readonly ask: 'open'; readonly place: TokenPlace; readonly authorization: string; readonly pin: Uint8Array }
  | { readonly ask: 'sign'; readonly authorization: string; readonly digests: readonly Uint8Array[] }

export interface TokenReplies {
  readonly describe: TokenDescription
  readonly open: true
  readonly sign: readonly Uint8Array[]
}

export type TokenAnswer =
  | { readonly ok: true; readonly value: TokenReplies[keyof TokenReplies] }
  | { readonly ok: false; readonly code: FaultCode; readonly detail: string; readonly extra: Readonly<Record<string, unknown>> }
