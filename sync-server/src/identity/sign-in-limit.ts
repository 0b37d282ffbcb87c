import { Fault } from '@hocba/shared/core'
import type { Clock } from '../clock.ts'

const window = 15 * 60_000
const addressFactor = 6

/** Counts failed sign-ins an account and an address in 15 minutes; successes never count. */
export class SignInLimit {
  readonly #clock: Clock
  readonly #failures: number
  readonly #seen = new Map<string, number[]>()

  constructor(clock: Clock, failures: number) {
    this.#clock = clock
    this.#failures = failures
  }

  /** @throws Fault `session.locked` */
  check(user: string, address: string): void {
    if (this.#failures === 0) return
    if (this.#recent(`u ${user}`).length >= this.#failures) throw new Fault('session.locked')
    if (this.#recent(`a ${address}`).length >= this.#failures * addressFactor) throw new Fault('session.locked')
  }

  failed(user: string, address: string): void {
    const now = this.#clock.now().getTime()
    for (const key of [`u ${user}`, `a ${address}`]) this.#seen.set(key, [...this.#recent(key), now])
    if (this.#seen.size > 10_000) for (const key of this.#seen.keys()) if (this.#recent(key).length === 0) this.#seen.delete(key)
  }

  #recent(key: string): number[] {
    const since = this.#clock.now().getTime() - window
    return (this.#seen.get(key) ?? []).filter((time) => time > since)
  }
}
