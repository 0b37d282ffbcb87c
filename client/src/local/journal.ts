import { type Row, type RowId, byId } from '../outbox/index.ts'

const prefix = 'hocba-row-'

/**
 * Rows on their way to the database, which takes some milliseconds: a page reloaded or closed in the moment after a key
 * loses nothing. A write to localStorage is done when it returns, and outlives the page at once.
 */
export class Journal {
  readonly #prefix: string

  constructor(user: string) {
    this.#prefix = `${prefix}${user} `
  }

  /** Where there is no room, the row is as safe as the database makes it a moment later. */
  note(row: Row): void {
    try {
      localStorage.setItem(this.#prefix + row.id, JSON.stringify({ ...row, update: Array.from(row.update) }))
    } catch {
      this.drop([row.id])
    }
  }

  drop(ids: readonly RowId[]): void {
    for (const id of ids) localStorage.removeItem(this.#prefix + id)
  }

  /** In the order in which the user acted. */
  rows(): readonly Row[] {
    return this.#keys()
      .flatMap((key) => read(localStorage.getItem(key)) ?? [])
      .toSorted(byId)
  }

  clear(): void {
    for (const key of this.#keys()) localStorage.removeItem(key)
  }

  #keys(): readonly string[] {
    const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '')
    return keys.filter((key) => key.startsWith(this.#prefix))
  }
}

/** What another program left there is nobody's row. */
function read(text: string | null): Row | undefined {
  if (text === null) return undefined
  try {
    const row = JSON.parse(text) as Omit<Row, 'update'> & { readonly update: readonly number[] }
    return { ...row, update: Uint8Array.from(row.update) }
  } catch {
    return undefined
  }
}
