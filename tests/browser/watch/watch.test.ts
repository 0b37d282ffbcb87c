import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { rewriteMark } from '../../support/keeper.ts'
import { type RunningSchool, freeze, signIn, startSchool } from '../../support/school.ts'
import { launchChromium } from '../chromium.ts'
import { GridWindow } from '../grid/grid-window.ts'

const grid = '2025-6A.TOAN.HK2'

let school: RunningSchool
let browser: Browser
let window: GridWindow

beforeAll(async () => {
  browser = await launchChromium()
})

afterAll(() => browser.close())

beforeEach(async () => {
  school = await startSchool()
  window = await GridWindow.open(browser, school.url, 'gv.toan', grid)
  await window.type('6A-01', 'ck', '5')
  await window.status('saved')
  await remembered('2025-7B.VAN.HK1')
})

afterEach(async () => {
  await window.context.close()
  await school.stop()
})

interface Head {
  readonly note: string | null
  readonly trouble: { readonly kind: string } | null
}

const head = async (): Promise<Head> => (await (await fetch(`${school.url}/api/log/checkpoint`)).json()) as Head

const sizeOf = (note: string | null): number => Number(note?.split('\n')[1] ?? 0)

/** The agent has signed everything that was entered, for a freeze is vouched for at once, and the browser has seen it. */
async function remembered(frozen: string): Promise<void> {
  const before = sizeOf((await head()).note)
  await freeze(school, [frozen])
  await expect.poll(async () => sizeOf((await head()).note), { timeout: 20_000 }).toBeGreaterThan(before)
  await window.page.reload()
  await expect.poll(async () => sizeOf(await noteInBrowser()), { timeout: 20_000 }).toBeGreaterThan(before)
}

const noteInBrowser = (): Promise<string | null> => window.page.evaluate(() => localStorage.getItem('hocba.log.note'))

async function alarm(kind: string): Promise<string> {
  const bar = window.page.locator(`[role=alert][data-log="${kind}"]`)
  await bar.waitFor({ timeout: 20_000 })
  return bar.innerText()
}

/** What the server says to a write of any kind. */
async function writeIsRefused(code: string): Promise<void> {
  const principal = await signIn(school.url, 'hieutruong')
  const order = await principal.post<{ code: string }>('/api/orders', { action: 'lock', scope: { class: '6A' }, reason: 'thử' })
  expect(order).toMatchObject({ status: code === 'log.rewound' ? 503 : 409, body: { code } })
}

describe('the log, watched by browsers', () => {
  it('WATCH-4 I13 a mark rewritten in the database is found by the server, and said on the next page', async () => {
    await school.killServer()
    await rewriteMark(school.dataDir, '6A-01/ck', 100, false)
    await school.startServer()
    await window.page.goto(school.url)
    expect(await alarm('altered')).toContain('đã bị sửa ở mục')
    await writeIsRefused('log.forked')
  })

  it('WATCH-5 I12 rewritten with every hash made anew, the next browser that connects says so, without the agent', async () => {
    await school.killAgent()
    await school.killServer()
    await rewriteMark(school.dataDir, '6A-01/ck', 100, true)
    rmSync(join(school.dataDir, 'log.rewound'), { force: true })
    const db = new Database(join(school.dataDir, 'gradebook.sqlite'))
    db.exec('delete from checkpoint')
    db.close()
    await school.startServer()
    await window.page.goto(school.url)
    expect(await alarm('rewritten')).toContain('Lịch sử sổ điểm trên máy chủ đã bị sửa')
    await writeIsRefused('log.forked')
  })

  it('WATCH-3 I20 a restore from an old backup is noticed by the first browser; writes wait until the principal opens a new line', async () => {
    const [file, copy] = [join(school.dataDir, 'gradebook.sqlite'), join(school.dataDir, 'old.sqlite')]
    const db = new Database(file)
    db.exec(`vacuum into '${copy}'`)
    db.close()
    await window.type('6A-02', 'ck', '6')
    await window.status('saved')
    await remembered('2025-7A.VAN.HK1')
    await school.killAgent()
    await school.killServer()
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
    copyFileSync(copy, file)
    await school.startServer()

    await window.page.goto(`${school.url}/grids/${grid}`)
    expect(await alarm('rewound')).toContain('khôi phục từ bản sao lưu')
    await writeIsRefused('log.rewound')
    await window.type('6A-03', 'ck', '7')
    await window.status('local', 1)

    const principal = await signIn(school.url, 'hieutruong')
    expect((await (await signIn(school.url, 'quantri')).post('/api/log/lines', { reason: 'thử' })).status).toBe(403)
    expect((await principal.post('/api/log/lines', { reason: 'Ổ đĩa hỏng, khôi phục bản sao lưu đêm qua' })).status).toBe(200)
    await school.startAgent()
    await expect.poll(async () => (await head()).note?.split('\n')[0], { timeout: 20_000 }).toMatch(/\/2$/)
    await window.page.reload()
    expect(await alarm('restored')).toContain('Ổ đĩa hỏng')
    await window.page.getByRole('alert').getByRole('button', { name: 'Đã hiểu' }).click()
    await window.shows('6A-03', 'ck', '7')
    await window.status('saved')
    const { body } = await (
      await signIn(school.url, 'gv.toan')
    ).get<readonly { cell: string; after: unknown }[]>(`/api/grids/${grid}/history`)
    expect(body.filter((row) => row.cell === '6A-03/ck').map((row) => row.after)).toEqual([70])
    expect(
      (await (await signIn(school.url, 'hieutruong')).post('/api/orders', { action: 'lock', scope: { class: '6A' }, reason: 'thử' }))
        .status,
    ).toBe(200)
  })
})
