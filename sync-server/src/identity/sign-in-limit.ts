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
    if (this.#recent(`a ${hostOf(address)}`).length >= this.#failures * addressFactor) throw new Fault('session.locked')
  }

  /** What this failure has locked, if anything. */
  failed(user: string, address: string): readonly ('account' | 'address')[] {
    const ofUser = this.#count(`u ${user}`)
    const ofAddress = this.#count(`a ${hostOf(address)}`)
    if (this.#seen.size > 10_000) for (const key of this.#seen.keys()) if (this.#recent(key).length === 0) this.#seen.delete(key)
    return [
      ...(ofUser === this.#failures ? (['account'] as const) : []),
      ...(ofAddress === this.#failures * addressFactor ? (['address'] as const) : []),
    ]
  }

  #count(key: string): number {
    const times = [...this.#recent(key), this.#clock.now().getTime()]
    this.#seen.set(key, times)
    return times.length
  }

  #recent(key: string): number[] {
    const since = this.#clock.now().getTime() - window
    return (this.#seen.get(key) ?? []).filter((time) => time > since)
  }
}

/** One household has 2^64 addresses of IPv6, and one limit. */
const hostOf = (address: string): string =>
  address.includes(':') && !address.includes('.') ? address.split(':').slice(0, 4).join(':') : address
