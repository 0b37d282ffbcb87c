import type { Bucket } from './bucket.ts'

/** So much of one peer is done before the others have their turn. */
const costPerTurn = 20
/** A flood of what needs no answer is punished with silence; no longer, for a socket that is not read is not seen to end. */
const longestSilence = 30_000

interface Waiting {
  readonly cost: number
  readonly act: () => void
}

/**
 * What comes in on one socket. Too fast a peer loses nothing and is refused nothing: what it has sent waits here, in order, and its
 * socket is not read meanwhile, so that never more waits than one read has brought.
 */
export class Intake {
  readonly #bucket: Bucket
  readonly #socket: { pause(): void; resume(): void }
  readonly #waiting: Waiting[] = []
  #spent = 0
  #dropped = 0
  #state: 'reading' | 'silent' | 'stopped' = 'reading'

  constructor(bucket: Bucket, socket: { pause(): void; resume(): void }) {
    this.#bucket = bucket
    this.#socket = socket
  }

  /** Does `act` now or when its turn has come; `cost` in tokens of the bucket. */
  push(cost: number, act: () => void): void {
    const wait = this.#state === 'reading' ? this.#take(cost) : undefined
    if (wait === 0) return act()
    if (this.#state !== 'stopped') this.#waiting.push({ cost, act })
    if (wait !== undefined) this.#fallSilent(wait)
  }

  /** Does `act` now or not at all. */
  offer(cost: number, act: () => void): void {
    const wait = this.#state === 'reading' ? this.#take(cost) : undefined
    if (wait === 0) return act()
    this.#dropped += cost
    if (wait !== undefined) this.#fallSilent(wait)
  }

  /** Nothing more is done. */
  stop(): void {
    this.#state = 'stopped'
    this.#waiting.length = 0
  }

  /** 0: it may be done; otherwise it waits, milliseconds or until the next turn. */
  #take(cost: number): number | 'turn' {
    if (this.#bucket.unlimited) return 0
    if (this.#spent >= costPerTurn) return 'turn'
    const wait = this.#bucket.take(cost, performance.now())
    if (wait > 0) return wait
    if (this.#spent === 0) setImmediate(() => (this.#spent = 0))
    this.#spent += cost
    return 0
  }

  #fallSilent(wait: number | 'turn'): void {
    this.#state = 'silent'
    this.#socket.pause()
    this.#later(wait)
  }

  #later(wait: number | 'turn'): void {
    if (wait === 'turn') setImmediate(() => this.#drain())
    else setTimeout(() => this.#drain(), wait).unref()
  }

  #drain(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const wait = this.#take(next.cost)
      if (wait !== 0) return this.#later(wait)
      this.#waiting.shift()
      next.act()
    }
    if (this.#state === 'stopped') return
    const debt = this.#bucket.timeOf(this.#dropped)
    this.#dropped = 0
    if (debt > 0) return this.#later(Math.min(debt, longestSilence))
    this.#state = 'reading'
    this.#socket.resume()
  }
}
