import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { sqliteGradebook } from '../../sync-server/src/store/sqlite/gradebook.ts'
import { gradebookContract } from './gradebook-contract.ts'

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'hocba-store-'))

gradebookContract('sqlite', async () => {
  const place = await folder()
  const open = (): ReturnType<typeof sqliteGradebook> => sqliteGradebook(join(place, 'gradebook.sqlite'))
  let store = open()
  return {
    store,
    async reopen() {
      store.close()
      store = open()
      return store
    },
    async close() {
      store.close()
      await rm(place, { recursive: true })
    },
  }
})

describe('sqlite as a store of record', () => {
  test('STORE-7 the log cannot be changed or shortened through SQL', async () => {
    const place = await folder()
    const path = join(place, 'gradebook.sqlite')
    const store = sqliteGradebook(path)
    await store.createGrids(['2025-6A.TOAN.HK1' as never])
    store.close()
    const db = new Database(path)
    db.prepare(
      "insert into log (grid, seq, epoch, document, kind, actor, session, clients, at, edits, salts, leaf) values ('2025-6A.TOAN.HK1', 1, 1, 'cells', 'edit', 'a', 's', '[]', 't', '[]', x'', x'00')",
    ).run()
    expect(() => db.exec("update log set actor = 'b'")).toThrow('append-only')
    expect(() => db.exec("update log set erased = 'x', leaf = x'01'")).toThrow('append-only')
    expect(() => db.exec('delete from log')).toThrow('append-only')
    db.close()
    await rm(place, { recursive: true })
  })

  test('STORE-9 a file of another version is left as it is', async () => {
    const place = await folder()
    const path = join(place, 'gradebook.sqlite')
    sqliteGradebook(path).close()
    const db = new Database(path)
    db.pragma('user_version = 99')
    db.close()
    expect(() => sqliteGradebook(path)).toThrow(expect.objectContaining({ code: 'data.version' }))
    await rm(place, { recursive: true })
  })

  test('STORE-8 the library is new enough not to lose committed WAL transactions', () => {
    const db = new Database(':memory:')
    const [major = 0, minor = 0, patch = 0] = (db.prepare('select sqlite_version() as version').get() as { version: string }).version
      .split('.')
      .map(Number)
    db.close()
    expect(major * 1_000_000 + minor * 1_000 + patch).toBeGreaterThanOrEqual(3_051_003)
  })
})
