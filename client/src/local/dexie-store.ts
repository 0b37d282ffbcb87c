import { type Row, byId } from '../outbox/index.ts'
import type { LocalDatabase } from './database.ts'
import type { Change, Kept, LocalStore } from './store.ts'

/** IndexedDB through Dexie. Every method is one transaction; a failed one (quota, denied, evicted) changes nothing and rejects. */
export class DexieStore implements LocalStore {
  readonly lasting = true
  readonly #database: LocalDatabase

  constructor(database: LocalDatabase) {
    this.#database = database
  }

  async load(gridId: string): Promise<Kept> {
    const { replicas, outbox } = this.#database
    return this.#database.transaction('r', replicas, outbox, async () => {
      const replica = await replicas.get(gridId)
      return { confirmed: replica?.confirmed, rows: (await outbox.where({ gridId }).toArray()).toSorted(byId) }
    })
  }

  async save(gridId: string, change: Change): Promise<void> {
    const { replicas, outbox } = this.#database
    await this.#database.transaction('rw', replicas, outbox, async () => {
      await outbox.bulkPut([...change.put])
      await outbox.bulkDelete([...change.remove])
      if (change.confirmed) await replicas.put({ gridId, confirmed: change.confirmed })
    })
  }

  async adopt(gridId: string, from: string, owner: string): Promise<readonly Row[]> {
    const { outbox } = this.#database
    return this.#database.transaction('rw', outbox, async () => {
      const left = (await outbox.where({ gridId }).toArray()).filter((row) => row.owner === from)
      const adopted = left.map((row) => ({ ...row, owner }))
      await outbox.bulkPut(adopted)
      return adopted.toSorted(byId)
    })
  }

  async owners(gridId: string): Promise<readonly string[]> {
    const rows = await this.#database.outbox.where({ gridId }).toArray()
    return [...new Set(rows.map((row) => row.owner))]
  }

  async keep(key: string, answer: unknown): Promise<void> {
    await this.#database.answers.put({ key, answer })
  }

  async recall(key: string): Promise<unknown> {
    return (await this.#database.answers.get(key))?.answer
  }
}
