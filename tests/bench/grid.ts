/** The grid's page against a bare page of AG Grid, in the same Chromium and the same minutes. */
import type { Page } from 'playwright-core'
import { demoPassword } from '../support/school.ts'
import { startBarePage } from './grid/bare-page.ts'
import { drain, queue } from './grid/draining.ts'
import { type Opened, openCold, reload, sizeOfFirst, sizeOfGrid } from './grid/opening.ts'
import { scrollRate } from './grid/scrolling.ts'
import { takesEntry, typeColumn } from './grid/typing.ts'
import { launch, open, profile, rows, signedIn } from './grid/window.ts'
import { figure, median, printTable, quantile, ratio } from './measure/table.ts'
import { startHocba } from './sync/contender.ts'

const rounds = Number(process.env['HOCBA_BENCH_ROUNDS'] ?? 5)
const edits = Number(process.env['HOCBA_BENCH_EDITS'] ?? 1_000)
const grid = '2025-6A.TOAN.HK2'
const columns = ['tx1', 'tx2', 'tx3', 'tx4', 'gk', 'ck']
const [teacher, reader] = ['gv.toan', 'gv.van']

type Goal = readonly [goal: string, isMet: boolean]

const head = ['', 'Hocba', 'bare AG Grid', 'ratio', 'goal', '']
const noGoal: Goal = ['', true]

/** Two frames of a screen that shows sixty a second. */
const twoFrames = 2000 / 60

const school = await startHocba()
const bare = await startBarePage({
  columns: [...columns, 'tb', 'cn'].map((id) => ({ id, name: id })),
  rows: rows.map((id) => ({ id, name: `Học sinh ${id}`, ...Object.fromEntries([...columns, 'tb', 'cn'].map((column) => [column, '5'])) })),
})
const browser = await launch()
const address = `${school.url}/grids/${grid}`

await reportTyping()
await reportOpening()
await reportSizes()
await reportWithoutNetwork()

await browser.close()
bare.stop()
await school.stop()
process.exit()

function line(name: string, ours: number, theirs: number | undefined, [goal, isMet]: Goal): string[] {
  return [
    name,
    figure(ours),
    figure(theirs ?? Number.NaN),
    ratio(ours / (theirs ?? Number.NaN)),
    goal,
    goal === '' ? '' : isMet ? 'met' : 'MISSED',
  ]
}

async function reportTyping(): Promise<void> {
  const page = await open(await signedIn(browser, school.url, teacher), address)
  const other = await open(await signedIn(browser, school.url, reader), address)
  const plain = await open(await profile(browser), bare.url)
  const found = { local: [] as number[], remote: [] as number[], bare: [] as number[], frames: [] as number[], bareFrames: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    const column = columns[round % columns.length] ?? ''
    found.bare.push(...(await typeColumn(plain, column)).local)
    const { local, remote } = await typeColumn(page, column, other)
    found.local.push(...local)
    found.remote.push(...remote)
    found.bareFrames.push(await scrollRate(plain, 1))
    found.frames.push(await scrollRate(page, 1))
  }
  for (const one of [page, other, plain]) await one.context().close()
  const p95 = { local: quantile(found.local, 0.95), remote: quantile(found.remote, 0.95), bare: quantile(found.bare, 0.95) }
  printTable(`Enter to paint, ms, ${found.local.length} marks typed column by column; the value has stood for one frame`, head, [
    line('key to local paint, p50', median(found.local), median(found.bare), noGoal),
    line('key to local paint, p95', p95.local, p95.bare, [`<= ${figure(p95.bare + twoFrames)}`, p95.local <= p95.bare + twoFrames]),
    line('key to remote paint, p50', median(found.remote), undefined, noGoal),
    line('key to remote paint, p95', p95.remote, undefined, [`<= ${figure(p95.local + twoFrames)}`, p95.remote <= p95.local + twoFrames]),
    line('frames a second while scrolling', median(found.frames), median(found.bareFrames), noGoal),
  ])
}

async function reportOpening(): Promise<void> {
  const found = { ours: [] as Opened[], bare: [] as Opened[] }
  for (let round = 0; round < rounds; round += 1) {
    found.bare.push(await openCold(await profile(browser), bare.url))
    found.ours.push(await openCold(await signedIn(browser, school.url, teacher), address))
  }
  const middle = (of: readonly Opened[], key: keyof Opened): number => median(of.map((one) => one[key]))
  printTable(`A new browser opens the grid, ms, ${rounds} rounds, medians`, head, [
    line('first paint', middle(found.ours, 'paint'), middle(found.bare, 'paint'), noGoal),
    line('first grid that takes an entry', middle(found.ours, 'grid'), middle(found.bare, 'grid'), noGoal),
  ])
}

async function reportSizes(): Promise<void> {
  const first = await sizeOfFirst(browser, school.url, teacher, demoPassword)
  const ours = await sizeOfGrid(await signedIn(browser, school.url, teacher), address)
  const theirs = await sizeOfGrid(await profile(browser), bare.url)
  printTable('JavaScript that the browser fetched, KiB, each file gzipped', head, [
    line('the page opened first: sign-in and my grids', first, undefined, ['<= 300', first <= 300]),
    line('a grid opened first, until its cells stand', ours.cells, theirs.cells, noGoal),
    line('the same, and the editor of remarks that follows', ours.all, theirs.all, noGoal),
  ])
}

async function reportWithoutNetwork(): Promise<void> {
  const page = await open(await signedIn(browser, school.url, teacher, true), address)
  const plain = await open(await profile(browser), bare.url)
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
  const [offline, online]: Opened[][] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    online?.push(await reload(plain))
    await reached(page, 'saved')
    await page.context().setOffline(true)
    offline?.push(await reload(page))
    await takesEntry(page, '6A-02', 'tx1')
    await page.context().setOffline(false)
  }
  await reached(page, 'saved')
  const drained: number[] = []
  for (let round = 0; round < Math.min(rounds, 3); round += 1) {
    await queue(page, columns[round] ?? '', edits)
    drained.push(await drain(page))
  }
  const reloaded = median((offline ?? []).map((one) => one.grid))
  printTable(`Without a network, and when it comes back, ms, medians`, head, [
    line('offline reload to a grid that takes an entry', reloaded, median((online ?? []).map((one) => one.grid)), [
      '<= 500',
      reloaded <= 500,
    ]),
    line(`${figure(edits)} queued edits sent and acknowledged`, median(drained), undefined, ['<= 1,000', median(drained) <= 1_000]),
  ])
}

function reached(page: Page, state: string): Promise<void> {
  return page.locator(`[role=status][data-state="${state}"][data-pending="0"]`).waitFor()
}
