import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Fault } from '@hocba/shared/core'
import Database from 'better-sqlite3'

/** In the order in which they are put in place: a folder has a school when its directory is there. */
const files = ['transcripts.sqlite', 'gradebook.sqlite', 'directory.sqlite'] as const

/** One level at a time: `recursive` never returns where a parent exists and cannot hold folders, as in /proc. */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

/**
 * One server a data folder, for there is never a second writer on a store: a lock that the system takes back when the
 * process ends, however it ends.
 * @throws Fault `server.running`, `data.unwritable`
 */
export function lockFolder(folder: string): { release(): void } {
  try {
    makeFolder(folder)
    const db = new Database(join(folder, 'server.lock'), { timeout: 0 })
    db.exec('begin exclusive')
    return { release: () => db.close() }
  } catch (cause) {
    if (cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY'))
      throw new Fault('server.running', { detail: `Một máy chủ khác đang dùng thư mục dữ liệu ${folder} (HOCBA_DATA_DIR).`, cause })
    throw new Fault('data.unwritable', { detail: `Không ghi được vào thư mục dữ liệu ${folder} (HOCBA_DATA_DIR).`, cause })
  }
}

/** Puts closed stores in the place of empty ones; cut short anywhere, the folder still has no school. */
export function moveStores(from: string, to: string): void {
  const unfinished = files.find((name) => existsSync(join(from, `${name}-wal`)))
  if (unfinished !== undefined) throw new Fault('store.full', { detail: `Kho ${unfinished} không đóng lại được trọn vẹn; kiểm tra ổ đĩa.` })
  for (const name of files) renameSync(join(from, name), join(to, name))
}
