import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { isDiskFault } from '../../sync-server/src/store/sqlite/open.ts'
import { sqliteGradebook } from '../../sync-server/src/store/sqlite/gradebook.ts'
import { sqliteTranscriptWriter, sqliteTranscripts } from '../../sync-server/src/store/sqlite/transcripts.ts'
import { type Writers, distantWriter, serveWriter } from '../../sync-server/src/store/sqlite/writer-port.ts'
import { writerThreads } from '../../sync-server/src/store/sqlite/writer-thread.ts'
import { sqliteWriter } from '../../sync-server/src/store/sqlite/writer.ts'
import { type StoreUnderTest, gradebookContract } from './gradebook-contract.ts'
import { transcriptsContract } from './transcripts-contract.ts'

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'hocba-store-'))

gradebookContract('sqlite', () => storeOn((path) => sqliteGradebook(path)))
gradebookContract('sqlite, written from another thread', () =>
  storeOn((path) => sqliteGradebook(path, () => farWriter('gradebook', sqliteWriter(path)))),
)
transcriptsContract('sqlite', () => storeOn((path) => sqliteTranscripts(path)))
transcriptsContract('sqlite, written from another thread', () =>
  storeOn((path) => sqliteTranscripts(path, () => farWriter('transcripts', sqliteTranscriptWriter(path)))),
)

async function storeOn<Store extends { close(): Promise<void> }>(openStore: (path: string) => Store): Promise<StoreUnderTest<Store>> {
  const place = await folder()
  const open = (): Store => openStore(join(place, 'store.sqlite'))
  let store = open()
  return {
    store,
    async reopen() {
      await store.close()
      store = open()
      return store
    },
    async close() {
      await store.close()
      await rm(place, { recursive: true })
    },
  }
}

/** Everything crosses a channel, as it does between threads. */
function farWriter<Store extends keyof Writers>(store: Store, near: Writers[Store]): Writers[Store] {
  const { port1, port2 } = new MessageChannel()
  serveWriter(port2, near)
  const { writer } = distantWriter(port1, store)
  return {
    ...writer,
    async close() {
      await writer.close()
      port1.close()
    },
  }
}

describe('sqlite as a store of record', () => {
  test('STORE-7 the log cannot be changed or shortened through SQL', async () => {
    const place = await folder()
    const path = join(place, 'gradebook.sqlite')
    const store = sqliteGradebook(path)
    await store.createGrids(['2025-6A.TOAN.HK1' as never])
    await store.close()
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
    await sqliteGradebook(path).close()
    const db = new Database(path)
    db.pragma('user_version = 99')
    db.close()
    expect(() => sqliteGradebook(path)).toThrow(expect.objectContaining({ code: 'data.version' }))
    await rm(place, { recursive: true })
  })

  test('STORE-10 an error of the disk keeps its code between threads; a writer that has ended takes nothing more', async () => {
    const { port1, port2 } = new MessageChannel()
    const full = new Database.SqliteError('no room', 'SQLITE_FULL')
    const refusing = (): Promise<never> => Promise.reject(full)
    const broken = { createGrids: refusing, append: refusing, record: refusing, erase: refusing, putCheckpoint: refusing, close: refusing }
    serveWriter(port2, broken)
    const { writer, end } = distantWriter(port1, 'gradebook')
    const failure = await writer.append([]).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'SQLITE_FULL', message: 'no room' })
    expect(isDiskFault(failure)).toBe(true)
    const waiting = writer.record([])
    end(new Error('ended'))
    await expect(waiting).rejects.toThrow('ended')
    await expect(writer.append([])).rejects.toThrow('ended')
    port1.close()
  })

  test('STORE-10 what cannot cross is refused by itself, and the next gets its own answer', async () => {
    const { port1, port2 } = new MessageChannel()
    const answering = (answer: unknown) => (): Promise<never> => Promise.resolve(answer as never)
    const none = answering(undefined)
    serveWriter(port2, {
      createGrids: none,
      append: answering(['second']),
      record: answering(3),
      erase: none,
      putCheckpoint: none,
      close: none,
    })
    const { writer } = distantWriter(port1, 'gradebook')
    const code = writer.createGrids([() => 'code'] as never)
    const [second, third] = [writer.append([]), writer.record([])]
    await expect(code).rejects.toThrow('could not be cloned')
    expect([await second, await third]).toEqual([['second'], 3])
    port1.close()
  })

  test('STORE-10 a thread that dies is told once, and fails what it held', async () => {
    const told: unknown[] = []
    // From source: the program of the thread is there only once it is built, so this one dies at birth.
    const writer = writerThreads((error) => told.push(error)).transcripts(join(tmpdir(), 'none.sqlite'))
    const [failure] = await Promise.allSettled([writer.setJobs([])])
    expect(failure).toEqual({ status: 'rejected', reason: told[0] })
    await expect(writer.setJobs([])).rejects.toBe(told[0])
    expect(told.length).toBe(1)
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
