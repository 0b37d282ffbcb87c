import { execFileSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../support/tools.ts'
import { type RunningSchool, signIn, startSchool } from '../support/school.ts'
import { Writer } from '../support/writer.ts'

const grid = '2025-6A.TOAN.HK2'
const source = fileURLToPath(new URL('./support/disk.c', import.meta.url))

let folder: string
let disk: string
let school: RunningSchool | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-power-'))
})

afterEach(() => school?.stop())

afterAll(() => rm(folder, { recursive: true }))

interface Row {
  readonly seq: number
  readonly cell: string | null
  readonly after: unknown
}

/** Every acknowledged edit stands in the log at its place, the log has no gap, and the tree fits the rows. */
async function expectWhole(at: RunningSchool, acknowledged: Writer['acknowledged']): Promise<void> {
  const { body: rows } = await (await signIn(at.url, 'gv.toan')).get<readonly Row[]>(`/api/grids/${grid}/history`)
  const seqs = [...new Set(rows.map((row) => row.seq))]
  expect(seqs).toEqual(seqs.map((_, index) => index + 1))
  const logged = new Set(rows.map((row) => `${row.seq} ${row.cell} ${String(row.after)}`))
  expect(acknowledged.length).toBeGreaterThan(0)
  expect(acknowledged.filter((one) => !logged.has(`${one.seq} ${one.cell} ${one.value}`))).toEqual([])
  const head = (await (await fetch(`${at.url}/api/log/checkpoint`)).json()) as { readonly trouble: unknown }
  expect(head.trouble).toBeNull()
}

async function joinThree(at: RunningSchool): Promise<readonly Writer[]> {
  const teacher = await signIn(at.url, 'gv.toan')
  return Promise.all([0, 1, 2].map((index) => Writer.join(at, teacher, grid, 1 + index * 10)))
}

describeWith('cc', 'a disk that does not keep what it was given', () => {
  beforeAll(() => {
    disk = join(folder, 'disk.so')
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', disk, source, '-ldl'])
  })

  test('I1 a power cut under load: with nothing left of the stores but what was synced, no acknowledged edit is lost', async () => {
    const [data, synced] = [join(folder, 'cut'), join(folder, 'synced')]
    await mkdir(synced)
    await (await startSchool({ dataDir: data, agent: false })).stop()
    for (const name of await readdir(data)) if (name.includes('.sqlite')) await copyFile(join(data, name), join(synced, name))
    school = await startSchool({
      dataDir: data,
      agent: false,
      env: { HOCBA_LIMIT_UPDATES: '0', LD_PRELOAD: disk, HOCBA_DISK_SYNCED: synced },
    })
    const writers = await joinThree(school)
    for (const writer of writers) writer.writeWithoutEnd()
    await expect.poll(() => writers.flatMap((writer) => writer.acknowledged).length, { timeout: 30_000 }).toBeGreaterThan(60)
    await school.killServer()
    const acknowledged = writers.flatMap((writer) => writer.acknowledged)
    for (const name of await readdir(data)) if (name.includes('.sqlite')) await rm(join(data, name))
    for (const name of await readdir(synced)) if (name.includes('.sqlite')) await copyFile(join(synced, name), join(data, name))
    school = await startSchool({ dataDir: data, agent: false })
    await expectWhole(school, acknowledged)
  })

  test('I18 a sync that fails: nothing more is acknowledged, the server says so and stops, a restart loses nothing', async () => {
    const [data, fails] = [join(folder, 'eio'), join(folder, 'fails')]
    school = await startSchool({
      dataDir: data,
      agent: false,
      env: { HOCBA_LIMIT_UPDATES: '0', LD_PRELOAD: disk, HOCBA_DISK_FAILS: fails },
    })
    const writers = await joinThree(school)
    const cut = Promise.all(writers.map((writer) => writer.closed()))
    for (const writer of writers) writer.writeWithoutEnd()
    await expect.poll(() => writers.flatMap((writer) => writer.acknowledged).length, { timeout: 30_000 }).toBeGreaterThan(20)
    await writeFile(fails, '')
    await cut
    const { url } = school
    await expect.poll(() => fetch(`${url}/healthz`).catch(() => undefined), { timeout: 10_000 }).toBeUndefined()
    expect(school.output()).toMatch(/^store\.full: .*SQLITE_IOERR_FSYNC/m)
    const acknowledged = writers.flatMap((writer) => writer.acknowledged)
    await rm(fails)
    await school.startServer()
    await expectWhole(school, acknowledged)
  })
})

test('I18 a store that another program holds: nothing is acknowledged, the server says so and stops, a restart goes on', async () => {
  const data = join(folder, 'held')
  school = await startSchool({ dataDir: data, agent: false, env: { HOCBA_LIMIT_UPDATES: '0' } })
  const [writer] = await joinThree(school)
  if (!writer) throw new Error('three writers were joined')
  writer.set('6A-01/ck', 10)
  await expect.poll(() => writer.acknowledged.length).toBe(1)
  const other = new Database(join(data, 'gradebook.sqlite'))
  other.exec('begin immediate')
  const closed = writer.closed()
  writer.set('6A-01/ck', 20)
  await closed
  other.exec('rollback')
  other.close()
  const { url } = school
  await expect.poll(() => fetch(`${url}/healthz`).catch(() => undefined), { timeout: 10_000 }).toBeUndefined()
  expect(school.output()).toMatch(/^store\.unavailable: .*SQLITE_BUSY.*Đóng chương trình/m)
  expect(writer.acknowledged).toHaveLength(1)
  await school.startServer()
  await expectWhole(school, writer.acknowledged)
})
