/** A token bucket: `rate` a second, `burst` at once; 0 means no limit. Time is handed in, in milliseconds. */
export class Bucket {
  readonly #rate: number
  readonly #burst: number
  #tokens: number
  #at: number

  constructor(rate: number, burst: number, now: number) {
    this.#rate = rate
    this.#burst = burst
    this.#tokens = burst
    this.#at = now
  }

  /** Takes one token; returns how many milliseconds to wait before the next, 0 when there is room. */
  take(now: number): number {
    if (this.#rate === 0) return 0
    this.#tokens = Math.min(this.#burst, this.#tokens + (Math.max(0, now - this.#at) * this.#rate) / 1000)
    this.#at = now
    this.#tokens -= 1
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens * 1000) / this.#rate)
  }
}
