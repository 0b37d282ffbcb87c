import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { expectProblem, ask, json } from '../support/problem.ts'
import { demoPassword, freePort, type RunningSchool, signIn, startSchool } from '../support/school.ts'
import { Writer } from '../support/writer.ts'

const grid = '2025-6A.TOAN.HK2'
const main = (program: string): string => fileURLToPath(new URL(`../../${program}/dist/main.js`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'hocba-disk-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Row {
  readonly seq: number
  readonly cell: string | null
  readonly after: unknown
}

/** Without the right to mount, the same failing write comes from a limit on the size of a file. */
const canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', folder]).status === 0
if (canMount) execFileSync('umount', [folder])

/** A program with everything it prints; ended by the test that started it. */
function run(program: string, env: Readonly<Record<string, string>>, limit?: number) {
  const words = [process.execPath, main(program)]
  const [command = '', ...rest] = limit === undefined ? words : ['prlimit', `--fsize=${limit}`, ...words]
  const child: ChildProcess = spawn(command, rest, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, text }))
  return { child, ended }
}

const lines = (text: string): readonly string[] => text.trim().split('\n')

/** Writes until the connection ends, then says what had been acknowledged. */
async function writeUntilCut(school: RunningSchool): Promise<Writer['acknowledged']> {
  const teacher = await signIn(school.url, 'gv.toan')
  const writers = await Promise.all([0, 1, 2].map((index) => Writer.join(school, teacher, grid, 1 + index * 10)))
  const cut = Promise.all(writers.map((writer) => writer.closed()))
  for (const writer of writers) writer.writeWithoutEnd()
  await cut
  return writers.flatMap((writer) => writer.acknowledged)
}

/** After the restart: every acknowledged edit stands in the log at its place, and the log has no gap. */
async function expectWhole(school: RunningSchool, acknowledged: Writer['acknowledged']): Promise<void> {
  const teacher = await signIn(school.url, 'gv.toan')
  const { body: rows } = await teacher.get<readonly Row[]>(`/api/grids/${grid}/history`)
  const seqs = [...new Set(rows.map((row) => row.seq))]
  expect(seqs).toEqual(seqs.map((_, index) => index + 1))
  const logged = new Set(rows.map((row) => `${row.seq} ${row.cell} ${String(row.after)}`))
  expect(acknowledged.length).toBeGreaterThan(0)
  expect(acknowledged.filter((one) => !logged.has(`${one.seq} ${one.cell} ${one.value}`))).toEqual([])
  const writer = await Writer.join(school, teacher, grid, 1)
  const written = writer.acknowledgement()
  writer.set('6A-01/tx1', 42)
  await written
  expect(writer.acknowledged.at(-1)?.seq).toBe(seqs.length + 1)
  writer.close()
}

describe.each(canMount ? ['a disk that is full'] : [])('%s', () => {
  const disk = join(folder, 'disk')
  const data = join(disk, 'data')
  const ballast = join(disk, 'ballast')
  let school: RunningSchool | undefined

  beforeAll(() => {
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'none', disk])
  })

  afterEach(async () => {
    await school?.stop()
    school = undefined
  })

  afterAll(() => {
    execFileSync('umount', [disk])
  })

  /** Takes what is free but for so many bytes. */
  function fill(but: number): void {
    rmSync(ballast, { force: true })
    const free = Number(execFileSync('df', ['--output=avail', '-B1', disk]).toString().split('\n')[1])
    writeFileSync(ballast, Buffer.alloc(free - but))
  }

  test('I18 nothing is acknowledged that is not on disk; the server says so and stops; a restart with room loses nothing', async () => {
    school = await startSchool({ dataDir: data, agent: false, env: { HOCBA_LIMIT_UPDATES: '0' } })
    fill(96 * 1024)
    const acknowledged = await writeUntilCut(school)
    expect(lines(school.output()).filter((line) => line.startsWith('store.full: '))).toEqual([expect.stringContaining('SQLITE_FULL')])
    const { url } = school
    await until(async () => (await fetch(`${url}/healthz`).catch(() => undefined)) === undefined)
    rmSync(ballast)
    await school.startServer()
    await expectWhole(school, acknowledged)
  })

  test('I18 a sign-in and an order that cannot be written are refused with the sentence, and the server goes on', async () => {
    school = await startSchool({ dataDir: data, agent: false })
    const principal = await signIn(school.url, 'hieutruong')
    fill(0)
    const told = []
    for (let n = 0; n < 60; n += 1) told.push(await ask(`${school.url}/api/session`, json({ username: 'gv.toan', password: demoPassword })))
    const refused = told.find((one) => one.status !== 200)
    if (!refused) throw new Error('sixty sessions found room on a full disk')
    expectProblem(refused, 'store.full')
    const reason = 'x'.repeat(1_000)
    const order = json({ action: 'lock', scope: { grids: Array.from({ length: 300 }, () => 'x'.repeat(190)) }, reason })
    expectProblem(await ask(`${school.url}/api/orders`, order, principal.token), 'store.full')
    expect((await principal.get('/api/me')).status).toBe(200)
    rmSync(ballast)
    expect((await ask(`${school.url}/api/session`, json({ username: 'gv.toan', password: demoPassword }))).status).toBe(200)
  })

  test('I18 a first start without room says so in one line and leaves no half a school', async () => {
    const fresh = join(disk, 'fresh')
    const env = { HOCBA_PORT: String(await freePort()), HOCBA_DATA_DIR: fresh, HOCBA_DEMO: '1', HOCBA_LOG_LEVEL: 'silent' }
    fill(1024 * 1024)
    const { code, text } = await run('sync-server', env).ended
    expect([code, lines(text)]).toEqual([1, [expect.stringMatching(/^store\.full: /)]])
    expect(existsSync(join(fresh, 'seeding'))).toBe(false)
    rmSync(ballast)
    school = await startSchool({ dataDir: fresh, agent: false })
    const officer = await signIn(school.url, 'quantrihocba')
    const { body: grids } =
      await officer.get<readonly { term: string; filled: number; total: number; kind: string }[]>('/api/grids?term=HK1')
    expect(grids.length).toBe(52)
    expect(grids.filter((one) => one.filled !== one.total)).toEqual([])
  })
})

describe('a write that fails', () => {
  test('I18 a file that may not grow: nothing acknowledged is lost', async () => {
    const data = join(folder, 'limited')
    const seeding = await startSchool({ dataDir: data, agent: false })
    await seeding.stop()
    const port = await freePort()
    const env = { HOCBA_PORT: String(port), HOCBA_DATA_DIR: data, HOCBA_DEMO: '1', HOCBA_LOG_LEVEL: 'silent', HOCBA_LIMIT_UPDATES: '0' }
    const { ended } = run('sync-server', env, 256 * 1024)
    const limited = { ...seeding, url: `http://127.0.0.1:${port}` }
    await until(async () => (await fetch(`${limited.url}/healthz`).catch(() => undefined))?.ok === true)
    const acknowledged = await writeUntilCut(limited)
    const { code, text } = await ended
    expect([code, lines(text)]).toEqual([1, [expect.stringMatching(/^store\.full: .*SQLITE_(FULL|IOERR)/)]])
    await seeding.startServer()
    await expectWhole(seeding, acknowledged)
    await seeding.stop()
  })
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50))
}

describe('what is in the way of a start is one line with its code', () => {
  let school: RunningSchool

  beforeAll(async () => {
    school = await startSchool({ env: { HOCBA_LOG_LEVEL: 'silent' } })
  })

  afterAll(() => school.stop())

  test('START-5 the port of a running school', async () => {
    const [server, agent] = await Promise.all([run('sync-server', school.env).ended, run('signing-agent', school.env).ended])
    expect([server.code, lines(server.text)]).toEqual([1, [expect.stringMatching(/^port\.used: .*HOCBA_PORT/)]])
    expect([agent.code, lines(agent.text)]).toEqual([1, [expect.stringMatching(/^signing-agent: port\.used: /)]])
    expect((await fetch(`${school.url}/healthz`)).status).toBe(200)
  })

  test('START-6 the data folder of a running school: never a second writer on a store', async () => {
    const { code, text } = await run('sync-server', { ...school.env, HOCBA_PORT: String(await freePort()) }).ended
    expect([code, lines(text)]).toEqual([1, [expect.stringMatching(/^server\.running: .*HOCBA_DATA_DIR/)]])
  })

  test.each(['/dev/null/x', '/proc/x/y'])('START-7 the data folder %s', async (path) => {
    const env = { ...school.env, HOCBA_PORT: String(await freePort()), HOCBA_AGENT_PORT: String(await freePort()), HOCBA_DATA_DIR: path }
    const [server, agent] = await Promise.all([run('sync-server', env).ended, run('signing-agent', env).ended])
    expect([server.code, lines(server.text)]).toEqual([1, [expect.stringMatching(/^data\.unwritable: .*HOCBA_DATA_DIR/)]])
    expect([agent.code, lines(agent.text)]).toEqual([1, [expect.stringMatching(/^signing-agent: data\.unwritable: /)]])
  })
})
