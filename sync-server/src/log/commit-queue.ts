import type { GridId } from '@hocba/shared/grid'
import type { Append, Appended, GradebookStore } from '../store/port.ts'

interface Waiting {
  readonly entry: Append
  readonly settle: (outcome: Appended) => void
  readonly fail: (error: unknown) => void
}

/**
 * Group commit: what arrives in one turn of the event loop is one transaction and one sync of the disk.
 * An entry's promise settles only when it is durable; order of arrival is order in the log.
 */
export class CommitQueue {
  readonly #store: GradebookStore
  readonly #onFault: (error: unknown) => void
  readonly #onCommit: ((grid: GridId, seq: number) => void)[] = []
  #waiting: Waiting[] = []
  #running: Promise<void> | undefined
  #fault: { readonly error: unknown } | undefined

  /** `onFault` hears of a failed commit: after a failed sync the next commit may lie, so the process stops writing (I18). */
  constructor(store: GradebookStore, onFault: (error: unknown) => void) {
    this.#store = store
    this.#onFault = onFault
  }

  append(entry: Append): Promise<Appended> {
    // Whatever comes after a failed commit may build on what is not on disk.
    if (this.#fault) return Promise.reject(this.#fault.error)
    return new Promise((settle, fail) => {
      this.#waiting.push({ entry, settle, fail })
      this.#running ??= this.#run()
    })
  }

  /** `tell` hears of every row once it is durable. */
  onCommit(tell: (grid: GridId, seq: number) => void): void {
    this.#onCommit.push(tell)
  }

  /** Resolves when everything handed in so far is settled. */
  async drained(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      await endOfTurn()
      const group = this.#waiting
      this.#waiting = []
      await this.#commit(group)
    }
    this.#running = undefined
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    let outcomes: readonly Appended[]
    try {
      outcomes = await this.#store.append(group.map((one) => one.entry))
      group.forEach((one, index) => one.settle(outcomes[index] as Appended))
    } catch (error) {
      this.#fault = { error }
      for (const one of [...group, ...this.#waiting]) one.fail(error)
      this.#waiting = []
      this.#onFault(error)
      return
    }
    for (const { ok, head } of outcomes) {
      if (ok) for (const tell of this.#onCommit) tell(head.grid, head.seq)
    }
  }
}

const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
