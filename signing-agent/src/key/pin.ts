import { Fault } from '@hocba/shared/core'

const triesBeforeLock = 5
const lockMilliseconds = 15 * 60_000

interface Count {
  readonly wrong: number
  readonly lastAt: number
}

/** Counts wrong PINs a credential: after five the credential is locked for fifteen minutes. */
export class PinCounter {
  readonly #counts = new Map<string, Count>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  isLocked(credential: string): boolean {
    const count = this.#counts.get(credential)
    return count !== undefined && count.wrong >= triesBeforeLock && this.#now() - count.lastAt < lockMilliseconds
  }

  /** Runs one try; a wrong PIN is counted and passed on, a right one clears the count. */
  async guard<T>(credential: string, attempt: () => Promise<T>): Promise<T> {
    if (this.isLocked(credential)) throw new Fault('pin.locked')
    const before = this.#current(credential)
    // Counted before the try, so that tries sent at once cannot outrun the count.
    this.#counts.set(credential, { wrong: before + 1, lastAt: this.#now() })
    try {
      const value = await attempt()
      this.#counts.delete(credential)
      return value
    } catch (cause) {
      if (cause instanceof Fault && cause.code === 'pin.wrong')
        throw new Fault('pin.wrong', { cause, extra: { tries: { state: 'enough', left: this.remaining(credential) } } })
      this.#counts.set(credential, { wrong: before, lastAt: this.#now() })
      throw cause
    }
  }

  /** How many tries remain before the lock. */
  remaining(credential: string): number {
    return Math.max(0, triesBeforeLock - this.#current(credential))
  }

  #current(credential: string): number {
    const count = this.#counts.get(credential)
    return count === undefined || this.#now() - count.lastAt >= lockMilliseconds ? 0 : count.wrong
  }
}
