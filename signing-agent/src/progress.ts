import type { Waiting } from './key/port.ts'

export interface Progress {
  readonly total: number
  readonly done: number
  readonly failed: number
  readonly finished: boolean
  /** Seconds until all are done, by the rate so far. */
  readonly secondsLeft?: number
  /** What the person has to confirm elsewhere before it goes on. */
  readonly waiting?: Waiting
}

/** How far the batches of this agent are. */
export class ProgressBook {
  readonly #now: () => Date
  readonly #batches = new Map<string, Omit<Progress, 'secondsLeft'> & { readonly begun: number }>()

  constructor(now: () => Date) {
    this.#now = now
  }

  begin(id: string, total: number): void {
    this.#batches.set(id, { total, done: 0, failed: 0, finished: false, begun: this.#now().getTime() })
  }

  count(id: string, what: 'done' | 'failed'): void {
    this.#change(id, (batch) => ({ [what]: batch[what] + 1 }))
  }

  finish(id: string): void {
    this.#change(id, () => ({ finished: true }))
  }

  /** `undefined` once the person has answered. */
  wait(id: string, waiting: Waiting | undefined): void {
    const batch = this.#batches.get(id) ?? { total: 0, done: 0, failed: 0, finished: false, begun: this.#now().getTime() }
    const { waiting: _, ...rest } = batch
    this.#batches.set(id, waiting === undefined ? rest : { ...rest, waiting })
  }

  of(id: string): Progress | undefined {
    const batch = this.#batches.get(id)
    if (batch === undefined) return undefined
    const { begun, ...progress } = batch
    if (progress.finished || progress.done === 0) return progress
    const secondsEach = (this.#now().getTime() - begun) / 1_000 / progress.done
    return { ...progress, secondsLeft: Math.ceil(secondsEach * (progress.total - progress.done - progress.failed)) }
  }

  #change(id: string, change: (batch: Progress) => Partial<Progress>): void {
    const batch = this.#batches.get(id)
    if (batch !== undefined) this.#batches.set(id, { ...batch, ...change(batch) })
  }
}
