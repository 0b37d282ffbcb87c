import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { takesEntry } from './typing.ts'
import { hasGrid, open, profile } from './window.ts'

/** Milliseconds from the start of the page. */
export interface Opened {
  /** First contentful paint, as the browser reports it. */
  readonly paint: number
  readonly grid: number
}

/** Opens the page in a profile that has never seen it. */
export async function openCold(context: BrowserContext, address: string): Promise<Opened> {
  const page = await open(context, address)
  const opened = { grid: await hasGrid(page), paint: await firstPaint(page) }
  await takesEntry(page, '6A-01', 'tx1')
  await context.close()
  return opened
}

/** Loads the open page once more, with the browser's own caches as they are. */
export async function reload(page: Page): Promise<Opened> {
  await page.reload()
  return { grid: await hasGrid(page), paint: await firstPaint(page) }
}

const firstPaint = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        new PerformanceObserver((list) => {
          const first = list.getEntriesByName('first-contentful-paint')[0]
          if (first) resolve(first.startTime)
        }).observe({ type: 'paint', buffered: true }),
      ),
  )

/** KiB of JavaScript, each file gzipped: what the browser fetched until the page was at rest. */
export class Scripts {
  readonly #sizes: Promise<number>[] = []

  constructor(page: Page) {
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script' || !response.ok()) return
      this.#sizes.push(response.body().then((body) => gzipSync(body, { level: 9 }).length / 1024))
    })
  }

  async sum(): Promise<number> {
    return (await Promise.all(this.#sizes)).reduce((sum, size) => sum + size, 0)
  }
}

/** The page opened first: the sign-in, and my grids after it. */
export async function sizeOfFirst(browser: Browser, url: string, user: string, password: string): Promise<number> {
  const context = await profile(browser)
  const page = await context.newPage()
  const scripts = new Scripts(page)
  await page.goto(url)
  await page.fill('input[name=username]', user)
  await page.fill('input[name=password]', password)
  await page.press('input[name=password]', 'Enter')
  await page.locator('main a[href^="/grids/"]').first().waitFor()
  await page.waitForLoadState('networkidle')
  const size = await scripts.sum()
  await context.close()
  return size
}

/** A grid's own page, opened first: until its cells stand, and with all that comes after them. */
export async function sizeOfGrid(context: BrowserContext, address: string): Promise<{ readonly cells: number; readonly all: number }> {
  const page = await context.newPage()
  const scripts = new Scripts(page)
  await page.goto(address)
  await hasGrid(page)
  const cells = await scripts.sum()
  await takesEntry(page, '6A-01', 'tx1')
  await page.waitForTimeout(1_500) // what is fetched for the row that has the cursor
  const all = await scripts.sum()
  await context.close()
  return { cells, all }
}
