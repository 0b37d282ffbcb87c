import { existsSync } from 'node:fs'
import { Fault } from '@hocba/shared/core'
import Database from 'better-sqlite3'

/** A consistent copy of a store that another process may be writing (SQLite's online backup). */
export async function copySqlite(from: string, to: string): Promise<void> {
  if (!existsSync(from)) throw new Fault('file.unreadable', { detail: `Không có kho dữ liệu ${from}.` })
  const db = new Database(from, { readonly: true, timeout: 5000 })
  try {
    await db.backup(to)
  } catch (cause) {
    throw new Fault('data.unwritable', { detail: `Không sao chép được ${from}.`, cause })
  } finally {
    db.close()
  }
  closeJournal(to)
  checkSqlite(to)
}

/** The copy is one file: it says WAL of itself like its original, and readers would leave files beside it. */
function closeJournal(path: string): void {
  const db = new Database(path)
  db.pragma('journal_mode = DELETE')
  db.close()
}

/** Refuses a file that is no database or whose pages do not fit together. */
export function checkSqlite(path: string): void {
  try {
    const db = new Database(path, { readonly: true })
    const answer = db.pragma('integrity_check', { simple: true })
    db.close()
    if (answer === 'ok') return
  } catch (cause) {
    throw new Fault('file.unreadable', { detail: `${path} không phải là kho dữ liệu nguyên vẹn.`, cause })
  }
  throw new Fault('file.unreadable', { detail: `${path} không phải là kho dữ liệu nguyên vẹn.` })
}

/** Whether another connection has the store open: in WAL mode each holds a lock that an exclusive one cannot pass. */
export function isSqliteInUse(path: string): boolean {
  if (!existsSync(path)) return false
  const db = new Database(path, { timeout: 0 })
  try {
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE; COMMIT')
    return false
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return true
    throw error
  } finally {
    db.close()
  }
}
