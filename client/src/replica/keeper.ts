import type { Change, LocalStore } from '../local/index.ts'
import type { Row, RowId } from '../outbox/index.ts'

/**
 * Writes a replica to this computer: one transaction at a time, everything that gathered meanwhile in the next one.
 * A row that was written and acknowledged between two transactions never reaches the disk.
 */
export class Keeper {
  readonly #store: LocalStore
  readonly #gridId: string
  readonly #confirmed: () => Uint8Array<ArrayBuffer>
  readonly #changed: () => void
  #put = new Map<RowId, Row>()
  #remove = new Set<RowId>()
  #stale = false
  #running: Promise<void> | undefined
  #failed = false

  constructor(store: LocalStore, gridId: string, confirmed: () => Uint8Array<ArrayBuffer>, changed: () => void) {
    this.#store = store
    this.#gridId = gridId
    this.#confirmed = confirmed
    this.#changed = changed
  }

  /** Every row given so far is on this computer's disk. */
  get stored(): boolean {
    return this.#store.lasting && this.#put.size === 0 && this.#running === undefined && !this.#failed
  }

  /** The browser denies or has no room for what it was given: work goes on in memory, and the page says so. */
  get failed(): boolean {
    return this.#failed || !this.#store.lasting
  }

  put(row: Row): void {
    this.#store.note(row)
    this.#put.set(row.id, row)
    this.#remove.delete(row.id)
    this.#start()
  }

  /** The server has the row: it goes in the same transaction that stores the server's state with it. */
  remove(id: RowId): void {
    this.#put.delete(id)
    this.#remove.add(id)
    this.#stale = true
    this.#start()
  }

  /** The server's state moved on; stored with the next write, or by `flush`. */
  touch(): void {
    this.#stale = true
  }

  async flush(): Promise<void> {
    await this.#settled()
    this.#start()
    await this.#settled()
  }

  async #settled(): Promise<void> {
    while (this.#running) await this.#running
  }

  #start(): void {
    if (this.#running || !this.#dirty()) return
    this.#running = this.#write().finally(() => {
      this.#running = undefined
      if (!this.#failed) this.#start()
      this.#changed()
    })
  }

  #dirty(): boolean {
    return this.#put.size > 0 || this.#remove.size > 0 || this.#stale
  }

  async #write(): Promise<void> {
    await Promise.resolve() // gather what the same task still adds
    const [put, remove] = [this.#put, this.#remove]
    const change: Change = { put: [...put.values()], remove: [...remove], ...(this.#stale ? { confirmed: this.#confirmed() } : {}) }
    this.#put = new Map()
    this.#remove = new Set()
    this.#stale = false
    try {
      await this.#store.save(this.#gridId, change)
      this.#failed = false
    } catch {
      this.#failed = true // told to the user through `failed`; the next write tries all of it again
      this.#restore(put, remove)
    }
  }

  #restore(put: ReadonlyMap<RowId, Row>, remove: ReadonlySet<RowId>): void {
    this.#put = new Map([...[...put].filter(([id]) => !this.#remove.has(id)), ...this.#put])
    this.#remove = new Set([...remove, ...this.#remove].filter((id) => !this.#put.has(id)))
    this.#stale = true
  }
}
