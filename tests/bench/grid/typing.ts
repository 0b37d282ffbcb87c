import type { Page } from 'playwright-core'
import { cell, rows } from './window.ts'

/** Milliseconds from Enter to paint: in the window that typed, and in the other one. */
export interface Typed {
  readonly local: readonly number[]
  readonly remote: readonly number[]
}

/** One column from the first student to the last, as a teacher types it. */
export async function typeColumn(page: Page, column: string, other?: Page): Promise<Typed> {
  await page.evaluate(() => (window.gauge.keys.length = 0))
  await other?.evaluate(() => (window.gauge.arrivals.length = 0))
  await page.locator(cell(rows[0] ?? '', column)).click()
  for (const [index, row] of rows.entries()) {
    await other?.evaluate(([at, id]) => window.gauge.expect(at, id), [row, column] as const)
    await page.keyboard.press(await anotherMark(page, row, column))
    await page.keyboard.press('Enter')
    await page.waitForFunction((count) => window.gauge.keys.length === count, index + 1)
    await other?.waitForFunction((count) => window.gauge.arrivals.length === count, index + 1)
  }
  const keys = await page.evaluate(() => window.gauge.keys)
  const arrivals = (await other?.evaluate(() => window.gauge.arrivals)) ?? []
  return {
    local: keys.map(({ pressed, painted }) => painted - pressed),
    remote: arrivals.map((at, index) => at - (keys[index]?.pressed ?? Number.NaN)),
  }
}

/** Not the one that stands there: that would be no edit. */
const anotherMark = async (page: Page, row: string, column: string): Promise<string> =>
  (await page.locator(cell(row, column)).innerText()).trim() === '7' ? '8' : '7'

/** Fails unless the grid takes a mark that is typed now. */
export async function takesEntry(page: Page, row: string, column: string): Promise<void> {
  const mark = await anotherMark(page, row, column)
  await page.locator(cell(row, column)).click()
  await page.keyboard.press(mark)
  await page.keyboard.press('Enter')
  await page.locator(cell(row, column)).filter({ hasText: mark }).waitFor({ timeout: 5_000 })
}
