import { dirname } from 'node:path'
import { Fault } from '@hocba/shared/core'
import Database from 'better-sqlite3'
import { makeFolder } from './folder.ts'

export type Sqlite = Database.Database
export type Statement<Given extends unknown[], Found> = Database.Statement<Given, Found>

/** Opens one store: WAL, a sync on every commit, foreign keys; refuses a library that may lose committed WAL transactions. */
export function openSqlite(path: string, schema: string): Sqlite {
  try {
    makeFolder(dirname(path))
    const db = new Database(path, { timeout: 5_000 })
    refuseOldLibrary(db)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    demandVersion(db, path)
    db.exec(schema)
    return db
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    if (isDiskFull(cause)) throw new Fault('store.full', { detail: `Ổ đĩa của thư mục dữ liệu đã đầy: không mở được ${path}.`, cause })
    throw new Fault('data.unwritable', { detail: `Không mở được kho dữ liệu ${path}.`, cause })
  }
}

/** Compiles each text once: the statements of a store are few, and compiling one costs more than running it. */
export function statementsOf(db: Sqlite): <Given extends unknown[], Found = unknown>(sql: string) => Statement<Given, Found> {
  const known = new Map<string, unknown>()
  return <Given extends unknown[], Found>(sql: string) => {
    const statement = known.get(sql) ?? db.prepare(sql)
    known.set(sql, statement)
    return statement as Statement<Given, Found>
  }
}

/**
 * What was deleted is still in free pages, in the free room of others and in the WAL: the file is written anew from what is left, and the
 * WAL emptied. Nothing is written meanwhile, some seconds a gigabyte; nothing that happens every day asks for it.
 * @throws Fault `store.unavailable` while somebody else, such as a backup, reads the old pages; to be asked for again
 */
export function scrub(db: Sqlite): void {
  db.exec('vacuum')
  const [done] = db.pragma('wal_checkpoint(truncate)') as readonly { readonly busy: number }[]
  if (done?.busy !== 0) throw new Fault('store.unavailable')
}

/** Grows with every change of the tables, or of what stands in them, that an older file does not have. 2: sealed secrets. */
const version = 2

/** @throws Fault `data.version` for a file of an older or newer Hocba, which is left as it is */
function demandVersion(db: Sqlite, path: string): void {
  const found = Number(db.pragma('user_version', { simple: true }))
  const isNew = db.prepare<[], number>("select count(*) from sqlite_schema where type = 'table'").pluck().get() === 0
  if (isNew) db.pragma(`user_version = ${version}`)
  else if (found !== version) throw new Fault('data.version', { extra: { path, found, version } })
}

/** Below 3.51.3 a checkpoint by a second connection can lose committed transactions of the WAL. */
function refuseOldLibrary(db: Sqlite): void {
  const version = String(db.prepare<[], { version: string }>('select sqlite_version() as version').get()?.version)
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  if (major * 1_000_000 + minor * 1_000 + patch < 3_051_003) throw new Error(`SQLite ${version} is too old`)
}

export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'SQLITE_FULL' || error.code === 'ENOSPC')

/** Disk full or failing: nothing was acknowledged, and the caller stops writing (I18). */
export const isDiskFault = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(FULL|IOERR|CORRUPT|READONLY|NOTADB)/.test(error.code)
