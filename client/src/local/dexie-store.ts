import { type Row, byId } from '../outbox/index.ts'
import type { LocalDatabase } from './database.ts'
import type { Journal } from './journal.ts'
import type { Change, Kept, LocalStore } from './store.ts'

/** IndexedDB through Dexie. Every method is one transaction; a failed one (quota, denied, evicted) changes nothing and rejects. */
export class DexieStore implements LocalStore {
  readonly lasting = true
  readonly #database: LocalDatabase
  readonly #journal: Journal

  constructor(database: LocalDatabase, journal: Journal) {
    this.#database = database
    this.#journal = journal
  }

  async load(gridId: string): Promise<Kept> {
    const { replicas, outbox } = this.#database
    return this.#database.transaction('r', replicas, outbox, async () => {
      const replica = await replicas.get(gridId)
      return { confirmed: replica?.confirmed, rows: (await outbox.where({ gridId }).toArray()).toSorted(byId) }
    })
  }

  note(row: Row): void {
    this.#journal.note(row)
  }

  async save(gridId: string, change: Change): Promise<void> {
    const { replicas, outbox } = this.#database
    await this.#database.transaction('rw', replicas, outbox, async () => {
      await outbox.bulkPut([...change.put])
      await outbox.bulkDelete([...change.remove])
      if (change.confirmed) await replicas.put({ gridId, confirmed: change.confirmed })
    })
    this.#journal.drop([...change.put.map((row) => row.id), ...change.remove])
  }

  async adopt(gridId: string, from: string, owner: string): Promise<readonly Row[]> {
    const { outbox } = this.#database
    const left = async (): Promise<readonly Row[]> => {
      const rows = (await this.#rows(gridId)).filter((row) => row.owner === from)
      return rows.map((row) => ({ ...row, owner })).toSorted(byId)
    }
    try {
      const adopted = await this.#database.transaction('rw', outbox, async () => {
        const taken = await left()
        await outbox.bulkPut([...taken])
        return taken
      })
      this.#journal.drop(adopted.map((row) => row.id))
      return adopted
    } catch {
      const taken = await left() // no room for the new owner's name: what can be read is still taken over
      for (const row of taken) this.#journal.note(row)
      return taken
    }
  }

  async owners(gridId: string): Promise<readonly string[]> {
    return [...new Set((await this.#rows(gridId)).map((row) => row.owner))]
  }

  async keep(key: string, answer: unknown): Promise<void> {
    await this.#database.answers.put({ key, answer })
  }

  async recall(key: string): Promise<unknown> {
    return (await this.#database.answers.get(key))?.answer
  }

  /** Those on the disk, and those that did not get there before their page went. */
  async #rows(gridId: string): Promise<readonly Row[]> {
    const stored = await this.#database.outbox.where({ gridId }).toArray()
    const noted = this.#journal.rows().filter((row) => row.gridId === gridId)
    return [...new Map([...stored, ...noted].map((row) => [row.id, row])).values()]
  }
}
