import { Fault } from '@hocba/shared/core'
import type { Given } from './agent.ts'
import type { Holder, Tries, Waiting } from './key/port.ts'

/** The person at the agent's page, for the length of one batch. */
export class PersonHere implements Holder {
  readonly #given: Given
  readonly #show: (waiting: Waiting | undefined) => void

  constructor(given: Given, show: (waiting: Waiting | undefined) => void) {
    this.#given = given
    this.#show = show
  }

  async pin(): Promise<Uint8Array> {
    if (this.#given.pin === undefined) throw new Fault('request.invalid', { detail: 'Khóa này cần mã PIN.' })
    return Uint8Array.from(this.#given.pin)
  }

  async confirms(_tries: Tries): Promise<boolean> {
    return this.#given.confirmed
  }

  awaits(waiting: Waiting | undefined): void {
    this.#show(waiting)
  }

  /** Zeroes the PIN. */
  forget(): void {
    this.#given.pin?.fill(0)
  }
}
