import type { AgentJob } from '@hocba/shared/wire'
import { type Delivery, type DeliveryParts, codeOf, isPassing } from './delivery.ts'

/** The batches that the server has given to this agent: begun, over, and given back also when either program was killed in between. */
export class Leases {
  readonly #parts: Pick<DeliveryParts, 'server' | 'report'>
  readonly #delivery: Delivery
  /** Batches that are over here, until the server has heard it. */
  readonly #unfinished = new Set<string>()
  #begun: Promise<void> | undefined

  constructor(parts: Pick<DeliveryParts, 'server' | 'report'>, delivery: Delivery) {
    this.#parts = parts
    this.#delivery = delivery
  }

  /**
   * Once, before the first batch: what this agent signed before it was last ended is handed in, and then the rest is given back, so that
   * nobody waits for leases to lapse. In this order: a file that the server has on record must not be signed by the next person first.
   */
  begin(): Promise<void> {
    this.#begun ??= this.#delivery
      .resend()
      .then(() => this.#parts.server.release())
      .catch((cause: unknown) => {
        this.#begun = undefined
        throw cause
      })
    return this.#begun
  }

  /** Where the answer is lost the server may have leased the jobs all the same: it is told that nobody works on them. */
  async take(batch: string, code: string): Promise<readonly AgentJob[]> {
    this.#unfinished.delete(batch)
    try {
      return await this.#parts.server.start(batch, code)
    } catch (cause) {
      if (isPassing(codeOf(cause))) this.#unfinished.add(batch)
      throw cause
    }
  }

  /** Nobody works on the batch any more: what was signed is handed in, the rest is due again. */
  async giveBack(batch: string): Promise<void> {
    this.#unfinished.add(batch)
    await this.#delivery.resend()
    await this.#finish(batch)
  }

  /** Brings to the server what a crash or a lost connection kept from it: signed pairs, and that a batch is over. */
  async resend(): Promise<void> {
    await this.begin()
    await this.#delivery.resend()
    for (const batch of this.#unfinished) await this.#finish(batch)
  }

  async #finish(batch: string): Promise<void> {
    const { server, report } = this.#parts
    try {
      await server.finish(batch)
    } catch (cause) {
      report('finish.failed', { batch, code: codeOf(cause) })
      if (isPassing(codeOf(cause))) return
    }
    this.#unfinished.delete(batch)
  }
}
