import { type Row, byId } from '../outbox/index.ts'
import type { Change, Kept, LocalStore } from './store.ts'

/** Work goes on where the browser denies a database; it does not outlive the window, and the page says so. */
export class MemoryStore implements LocalStore {
  readonly lasting = false
  readonly #confirmed = new Map<string, Uint8Array<ArrayBuffer>>()
  readonly #rows = new Map<string, Row>()
  readonly #answers = new Map<string, unknown>()

  load(gridId: string): Promise<Kept> {
    return Promise.resolve({ confirmed: this.#confirmed.get(gridId), rows: this.#of(gridId) })
  }

  note(row: Row): void {
    this.#rows.set(row.id, row)
  }

  save(gridId: string, change: Change): Promise<void> {
    for (const row of change.put) this.#rows.set(row.id, row)
    for (const id of change.remove) this.#rows.delete(id)
    if (change.confirmed) this.#confirmed.set(gridId, change.confirmed)
    return Promise.resolve()
  }

  adopt(gridId: string, from: string, owner: string): Promise<readonly Row[]> {
    const adopted = this.#of(gridId)
      .filter((row) => row.owner === from)
      .map((row) => ({ ...row, owner }))
    for (const row of adopted) this.#rows.set(row.id, row)
    return Promise.resolve(adopted)
  }

  owners(gridId: string): Promise<readonly string[]> {
    return Promise.resolve([...new Set(this.#of(gridId).map((row) => row.owner))])
  }

  keep(key: string, answer: unknown): Promise<void> {
    this.#answers.set(key, answer)
    return Promise.resolve()
  }

  recall(key: string): Promise<unknown> {
    return Promise.resolve(this.#answers.get(key))
  }

  #of(gridId: string): readonly Row[] {
    return [...this.#rows.values()].filter((row) => row.gridId === gridId).toSorted(byId)
  }
}
