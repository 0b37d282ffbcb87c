import { LocalDatabase } from './database.ts'
import { DexieStore } from './dexie-store.ts'
import { Journal } from './journal.ts'
import { MemoryStore } from './memory-store.ts'
import type { LocalStore } from './store.ts'

/** The user's own store on this computer, or one in memory where the browser denies a database. */
export async function openStore(user: string): Promise<LocalStore> {
  const database = new LocalDatabase(user)
  try {
    await database.open()
  } catch {
    return new MemoryStore() // its `lasting` is false, which the status line turns into words
  }
  void navigator.storage?.persist?.()
  return new DexieStore(database, new Journal(user))
}
