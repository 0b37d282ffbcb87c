import { Fault } from '@hocba/shared/core'
import type { Clock } from '../clock.ts'

/** So many calls a minute and address; 0 lifts the limit. */
export class MinuteLimit {
  readonly #most: number
  readonly #clock: Clock
  readonly #seen = new Map<string, number>()
  #minute = 0

  constructor(most: number, clock: Clock) {
    this.#most = most
    this.#clock = clock
  }

  /** @throws Fault `limit` */
  take(address: string): void {
    const minute = Math.floor(this.#clock.now().getTime() / 60_000)
    if (minute !== this.#minute) this.#seen.clear()
    this.#minute = minute
    const count = (this.#seen.get(address) ?? 0) + 1
    if (this.#most > 0 && count > this.#most) throw new Fault('limit')
    this.#seen.set(address, count)
  }
}
