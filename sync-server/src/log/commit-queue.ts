import { Fault } from '@hocba/shared/core'
import type { GridId } from '@hocba/shared/grid'
import type { Append, Appended, EventEntry, GradebookStore } from '../store/port.ts'

interface Waiting<Entry, Outcome> {
  readonly entry: Entry
  readonly settle: (outcome: Outcome) => void
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
  #waiting: Waiting<Append, Appended>[] = []
  #events: Waiting<EventEntry, number>[] = []
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

  /** An event beside the grids, in the same log; its index there, once durable. */
  record(entry: EventEntry): Promise<number> {
    if (this.#fault) return Promise.reject(this.#fault.error)
    return new Promise((settle, fail) => {
      this.#events.push({ entry, settle, fail })
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
    while (this.#waiting.length + this.#events.length > 0) {
      await endOfTurn()
      const [rows, events] = [this.#waiting, this.#events]
      this.#waiting = []
      this.#events = []
      try {
        if (rows.length > 0) await this.#append(rows)
        if (events.length > 0) await this.#record(events)
      } catch (error) {
        this.#fail([...rows, ...events], error)
      }
    }
    this.#running = undefined
  }

  async #append(group: readonly Waiting<Append, Appended>[]): Promise<void> {
    const outcomes = await this.#store.append(group.map((one) => one.entry))
    settleAll(group, outcomes)
    for (const { ok, head } of outcomes) {
      if (ok) for (const tell of this.#onCommit) tell(head.grid, head.seq)
    }
  }

  /** A refusal that the store has a code for concerns these events alone: nothing in memory was built on them. */
  async #record(group: readonly Waiting<EventEntry, number>[]): Promise<void> {
    try {
      settleAll(group, await this.#store.record(group.map((one) => one.entry)))
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      for (const one of group) one.fail(error)
    }
  }

  #fail(group: readonly Pick<Waiting<never, never>, 'fail'>[], error: unknown): void {
    this.#fault = { error }
    for (const one of [...group, ...this.#waiting, ...this.#events]) one.fail(error)
    this.#waiting = []
    this.#events = []
    this.#onFault(error)
  }
}

function settleAll<Outcome>(group: readonly Waiting<unknown, Outcome>[], outcomes: readonly Outcome[]): void {
  group.forEach((one, index) => one.settle(outcomes[index] as Outcome))
}

const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
