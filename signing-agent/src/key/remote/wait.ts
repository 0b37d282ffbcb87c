import { Fault } from '@hocba/shared/core'
import { sessionMilliseconds } from '../port.ts'
import { type Timing, failure } from './http.ts'
import type { RemoteSignature } from './service.ts'

/** What a service says of a request it has taken. */
export type RemoteState =
  | { readonly state: 'waiting' | 'rejected' | 'expired' }
  | { readonly state: 'signed'; readonly signatures: readonly RemoteSignature[] }
  | { readonly state: 'failed'; readonly why: string }

const betweenQuestions = 1_500

/** Asks until the person has acted, for five minutes. */
export async function waitFor({ now, pause }: Timing, ask: () => Promise<RemoteState>): Promise<readonly RemoteSignature[]> {
  const until = now() + sessionMilliseconds
  for (;;) {
    const answer = await ask()
    if (answer.state === 'signed') return answer.signatures
    if (answer.state === 'rejected') throw new Fault('remote.rejected')
    if (answer.state === 'failed') throw failure(answer.why)
    if (answer.state === 'expired' || now() >= until) throw new Fault('remote.expired')
    await pause(betweenQuestions)
  }
}

/** The words differ from service to service, and their lists are not public: what is not understood is a failure, never a success. */
export function wordState(word: string): Exclude<RemoteState, { readonly state: 'signed' }> {
  if (/reject|refus|denied|cancel|decline/i.test(word)) return { state: 'rejected' }
  if (/expire|timeout|timed.out/i.test(word)) return { state: 'expired' }
  return /wait|pending|process|signing/i.test(word) ? { state: 'waiting' } : { state: 'failed', why: word.slice(0, 100) }
}
