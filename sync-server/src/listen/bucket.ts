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

  get unlimited(): boolean {
    return this.#rate === 0
  }

  /** Milliseconds in which so many tokens come. */
  timeOf(tokens: number): number {
    return this.unlimited ? 0 : Math.ceil((tokens * 1000) / this.#rate)
  }

  /** Takes `price` tokens when they are there and returns 0; otherwise takes none and returns the milliseconds until they are. */
  take(price: number, now: number): number {
    if (this.unlimited) return 0
    // What costs more than ever comes together costs all there is.
    const cost = Math.min(price, this.#burst)
    this.#tokens = Math.min(this.#burst, this.#tokens + (Math.max(0, now - this.#at) * this.#rate) / 1000)
    this.#at = now
    if (this.#tokens < cost) return this.timeOf(cost - this.#tokens)
    this.#tokens -= cost
    return 0
  }
}
