import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core'
import { demoPassword } from '../../support/school.ts'
import { installGauge } from './gauge.ts'

/** The row and the columns that are written into, on both pages. */
export const rows = Array.from({ length: 40 }, (_, index) => `6A-${String(index + 1).padStart(2, '0')}`)

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['HOCBA_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
  })

/** A new browser profile with the gauge in every page of it; `worker` allows the service worker. */
export async function profile(browser: Browser, worker = false): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: 'vi-VN',
    viewport: { width: 1280, height: 800 },
    serviceWorkers: worker ? 'allow' : 'block',
  })
  await context.addInitScript(installGauge)
  return context
}

/** A profile whose person is signed in; no page of ours has been opened in it. */
export async function signedIn(browser: Browser, url: string, user: string, worker = false): Promise<BrowserContext> {
  const context = await profile(browser, worker)
  const answer = await context.request.post(`${url}/api/session`, { data: { username: user, password: demoPassword } })
  if (!answer.ok()) throw new Error(`${user} could not sign in: ${answer.status()}`)
  return context
}

export async function open(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  await page.goto(address)
  await hasGrid(page)
  return page
}

/** Milliseconds from the start of the page to the first frame with cells. */
export async function hasGrid(page: Page): Promise<number> {
  await page.waitForFunction(() => window.gauge.grid !== undefined)
  return page.evaluate(() => (window.gauge.grid ?? Number.NaN) - performance.timeOrigin)
}

export const cell = (row: string, column: string): string => `[row-id="${row}"] [col-id="${column}"]`
