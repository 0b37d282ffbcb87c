import { Fault } from '@hocba/shared/core'
import { type Journal, subjectKey } from './journal.ts'
import type { Letter, Outbox } from './outbox.ts'
import type { Server } from './server.ts'

export interface DeliveryParts {
  readonly server: Server
  readonly journal: Journal
  readonly outbox: Outbox
  readonly report: (event: string, facts: Readonly<Record<string, unknown>>) => void
}

/** Brings signed pairs to the server: from the outbox, until it has acknowledged or refused them. */
export class Delivery {
  readonly #parts: DeliveryParts
  /** Jobs whose pair the server did not want when it was offered again. */
  readonly #parked = new Set<string>()
  readonly #underWay = new Map<string, Promise<string | undefined>>()

  constructor(parts: DeliveryParts) {
    this.#parts = parts
  }

  /** Whether the server has taken the pair. What it refuses for good is dropped; without an answer the pair stays in the outbox. */
  async send(letter: Letter): Promise<boolean> {
    const { journal, outbox, report } = this.#parts
    const code = await this.#offer(letter)
    if (code === undefined) return true
    report('result.failed', { job: letter.job, code })
    if (isPassing(code)) return false
    await journal.write('refused', letter.job, letter.subject, code)
    await outbox.remove(letter.subject)
    return false
  }

  /**
   * Offers what a crash or a lost connection left. A pair that the server does not want now (its lease has lapsed) is kept for the
   * day the job is asked for again, and is not offered a second time by itself.
   */
  async resend(): Promise<void> {
    const { outbox, report } = this.#parts
    for (const letter of await outbox.all()) {
      if (this.#parked.has(letter.job)) continue
      const code = await this.#offer(letter)
      if (code === undefined) continue
      report('result.waits', { job: letter.job, code })
      if (!isPassing(code)) this.#parked.add(letter.job)
    }
  }

  /** `undefined` when the server has taken the pair, else its refusal. A pair on its way is not sent a second time beside itself. */
  async #offer(letter: Letter): Promise<string | undefined> {
    const { journal, outbox } = this.#parts
    // The agent was ended after it had noted the answer.
    if (journal.wasReturned(letter.subject)) {
      await outbox.remove(letter.subject)
      return undefined
    }
    const key = subjectKey(letter.subject)
    const underWay = this.#underWay.get(key)
    if (underWay !== undefined) return underWay
    const sending = this.#post(letter).finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, sending)
    return sending
  }

  async #post({ job, subject, result }: Letter): Promise<string | undefined> {
    const { server, journal, outbox } = this.#parts
    try {
      await server.result(job, result)
    } catch (cause) {
      return codeOf(cause)
    }
    await journal.write('returned', job, subject)
    await outbox.remove(subject)
    return undefined
  }
}

/** No verdict: the server was away, broken, or does not know this agent. */
export const isPassing = (code: string): boolean =>
  ['store.unavailable', 'store.full', 'internal', 'limit', 'session.required'].includes(code)

/** The code of a refusal; anything that is no Fault is `internal`. */
export const codeOf = (cause: unknown): string => (cause instanceof Fault ? cause.code : 'internal')
