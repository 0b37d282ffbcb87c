import type { Transitions } from '../core/machine.ts'

/** khởi tạo → ký → phát hành → thu hồi → thay thế (000 art. 13-14, 001 art. 12-14). */
export type TranscriptState = 'initialised' | 'signed' | 'issued' | 'revoked' | 'replaced'

export type TranscriptEvent = 'sign' | 'issue' | 'revoke' | 'replace'

export const transcriptMachine: Transitions<TranscriptState, TranscriptEvent> = {
  initialised: { sign: 'signed', revoke: 'revoked' },
  signed: { issue: 'issued', revoke: 'revoked' },
  issued: { revoke: 'revoked' },
  revoked: { replace: 'replaced' },
  replaced: {},
}

export type RegisterState = 'current' | 'superseded' | 'revoked' | 'unknown'
