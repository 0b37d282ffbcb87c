import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type RunningSchool, call, signIn, startSchool } from '../support/school.ts'
import { Writer } from '../support/writer.ts'

const grid = '2025-6A.TOAN.HK2'
const year = 365 * 86_400_000
const shim = new URL('../support/clock-shift.mjs', import.meta.url).href

let dataDir: string
let school: RunningSchool | undefined

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hocba-clock-'))
})

afterEach(() => school?.stop())

afterAll(() => rm(dataDir, { recursive: true }))

async function start(shift: number): Promise<RunningSchool> {
  const env = { HOCBA_CLOCK_SHIFT: String(shift), NODE_OPTIONS: `--import=${shim}` }
  school = await startSchool({ dataDir, agent: false, env })
  return school
}

interface Row {
  readonly seq: number
  readonly at: string
  readonly kind: string
  readonly cell: string | null
  readonly after: unknown
  readonly clock?: 'back'
}

async function write(at: RunningSchool, value: number): Promise<string> {
  const teacher = await signIn(at.url, 'gv.toan')
  const writer = await Writer.join(at, teacher, grid, 1)
  writer.set('6A-01/ck', value)
  await expect.poll(() => writer.acknowledged.length + writer.refused.length).toBe(1)
  writer.close()
  expect(writer.refused).toEqual([])
  return teacher.token
}

async function history(at: RunningSchool): Promise<readonly Row[]> {
  const { body } = await (await signIn(at.url, 'gv.toan')).get<readonly Row[]>(`/api/grids/${grid}/history`)
  return body.filter((row) => row.cell === '6A-01/ck' || row.cell === null)
}

test('I19 a clock that is wrong by a year changes no order; sessions and locks stay right, times that run back are marked', async () => {
  const right = await start(0)
  const token = await write(right, 10)
  await right.stop()

  const behind = await start(-year)
  await write(behind, 20)
  const principal = await signIn(behind.url, 'hieutruong')
  const order = await principal.post<{ id: string }>('/api/orders', { action: 'lock', scope: { grids: [grid] }, reason: 'Hết hạn nhập' })
  expect((await (await signIn(behind.url, 'quantrihocba')).post(`/api/grids/${grid}/lock`, { order: order.body.id })).status).toBe(200)
  await behind.stop()

  const ahead = await start(year)
  expect((await call(ahead.url, 'GET', '/api/me', undefined, token)).status).toBe(401)
  const rows = (await history(ahead)).slice(-3)
  expect(rows.map(({ kind, after, clock }) => [kind, after, clock])).toEqual([
    ['edit', 10, undefined],
    ['edit', 20, 'back'],
    ['lock', null, 'back'],
  ])
  expect(rows.map((row) => row.seq)).toEqual(rows.map((row) => row.seq).toSorted((a, b) => a - b))
  const late = await Writer.join(ahead, await signIn(ahead.url, 'gv.toan'), grid, 1)
  late.set('6A-01/ck', 30)
  await expect.poll(() => late.refused.map((one) => one.code)).toEqual(['grid.locked'])
  late.close()
})
