import { Fault } from '@hocba/shared/core'
import type { GridId } from '@hocba/shared/grid'
import type { Append, Appended, EventEntry, GradebookStore } from '../store/port.ts'

interface Waiting<Entry, Outcome> {
  readonly entry: Entry
  readonly settle: (outcome: Outcome) => void
  readonly fail: (error: unknown) => void
}

/** Groups handed to the store before the first of them is durable: the next one is made up while the disk is busy. */
const ahead = 2

/**
 * Group commit: what arrives in one turn of the event loop is one transaction and one sync of the disk.
 * An entry's promise settles only when it is durable; order of arrival is order in the log.
 */
export class CommitQueue {
  readonly #store: GradebookStore
  readonly #onFault: (error: unknown) => void
  readonly #onCommit: ((grid: GridId, seq: number) => void)[] = []
  readonly #rows: Waiting<Append, Appended>[] = []
  readonly #events: Waiting<EventEntry, number>[] = []
  readonly #writing = new Set<Promise<void>>()
  #turn: Promise<void> | undefined
  #fault: { readonly error: unknown } | undefined

  /** `onFault` hears of a failed commit: after a failed sync the next commit may lie, so the process stops writing (I18). */
  constructor(store: GradebookStore, onFault: (error: unknown) => void) {
    this.#store = store
    this.#onFault = onFault
  }

  append(entry: Append): Promise<Appended> {
    return this.#wait(this.#rows, entry)
  }

  /** An event beside the grids, in the same log; its index there, once durable. */
  record(entry: EventEntry): Promise<number> {
    return this.#wait(this.#events, entry)
  }

  /** `tell` hears of every row once it is durable. */
  onCommit(tell: (grid: GridId, seq: number) => void): void {
    this.#onCommit.push(tell)
  }

  /** Resolves when everything handed in so far is settled. */
  async drained(): Promise<void> {
    while (this.#turn || this.#writing.size > 0) await Promise.all([this.#turn, ...this.#writing])
  }

  #wait<Entry, Outcome>(line: Waiting<Entry, Outcome>[], entry: Entry): Promise<Outcome> {
    // Whatever comes after a failed commit may build on what is not on disk.
    if (this.#fault) return Promise.reject(this.#fault.error)
    return new Promise((settle, fail) => {
      line.push({ entry, settle, fail })
      this.#next()
    })
  }

  #next(): void {
    if (this.#turn || this.#writing.size >= ahead || this.#rows.length + this.#events.length === 0) return
    this.#turn = endOfTurn().then(() => {
      this.#turn = undefined
      const written = this.#write(this.#rows.splice(0), this.#events.splice(0)).then(() => {
        this.#writing.delete(written)
        this.#next()
      })
      this.#writing.add(written)
      this.#next()
    })
  }

  async #write(rows: readonly Waiting<Append, Appended>[], events: readonly Waiting<EventEntry, number>[]): Promise<void> {
    try {
      await Promise.all([rows.length > 0 && this.#append(rows), events.length > 0 && this.#record(events)])
    } catch (error) {
      this.#fail([...rows, ...events], error)
    }
  }

  async #append(group: readonly Waiting<Append, Appended>[]): Promise<void> {
    const outcomes = await this.#store.append(group.map((one) => one.entry))
    // What follows a failed commit is not believed, whatever the store says.
    if (this.#fault) throw this.#fault.error
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
    const isFirst = this.#fault === undefined
    this.#fault ??= { error }
    for (const one of [...group, ...this.#rows.splice(0), ...this.#events.splice(0)]) one.fail(error)
    if (isFirst) this.#onFault(error)
  }
}

function settleAll<Outcome>(group: readonly Waiting<unknown, Outcome>[], outcomes: readonly Outcome[]): void {
  group.forEach((one, index) => one.settle(outcomes[index] as Outcome))
}

const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
