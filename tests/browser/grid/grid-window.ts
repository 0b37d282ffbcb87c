import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { demoPassword } from '../../support/school.ts'
import { newContext } from '../chromium.ts'

/** A grid in a browser window, as a teacher sees it. */
export class GridWindow {
  readonly page: Page
  readonly context: BrowserContext
  readonly faults: string[] = []

  private constructor(page: Page) {
    this.page = page
    this.context = page.context()
    page.on('pageerror', (error) => this.faults.push(error.message))
  }

  /** Opens the grid for somebody; `first` is a student, or a cell, to wait for. */
  static async open(
    browser: Browser,
    url: string,
    user: string,
    grid: string,
    first = '6A-01',
    prepare: (context: BrowserContext) => Promise<void> = () => Promise.resolve(),
  ): Promise<GridWindow> {
    const context = await newContext(browser, { url, user })
    await prepare(context)
    return (await GridWindow.at(await context.newPage(), `${url}/grids/${grid}`, first)).online()
  }

  /** One more window of the same person in the same browser. */
  async another(): Promise<GridWindow> {
    return (await GridWindow.at(await this.context.newPage(), this.page.url(), '6A-01')).online()
  }

  static async at(page: Page, address: string, first: string): Promise<GridWindow> {
    const opening = GridWindow.on(page, first)
    await page.goto(address)
    return opening
  }

  /** The grid to which a page is on its way. */
  static async on(page: Page, first: string): Promise<GridWindow> {
    const window = new GridWindow(page)
    const [student = '', column = 'tx1'] = first.split('/')
    await window.cell(student, column).waitFor()
    return window
  }

  /** Waits until marks and remarks are those of the server: the rows stand before, and "saved" says only that nothing waits to be sent. */
  async online(): Promise<this> {
    await this.page.locator('.save-offline').waitFor({ state: 'detached' })
    return this
  }

  cell(student: string, column: string): Locator {
    return this.page.locator(`[row-id="${student}"] [col-id="${column}"]`)
  }

  /** Types as a teacher: click, text, Enter. */
  async type(student: string, column: string, text: string): Promise<void> {
    await this.cell(student, column).click()
    await this.page.keyboard.type(text)
    await this.page.keyboard.press('Enter')
  }

  async paste(student: string, column: string, text: string): Promise<void> {
    await this.cell(student, column).click()
    await this.page.evaluate((clipboard) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', clipboard)
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  }

  /** Waits until the status line is in this state with so many edits unacknowledged, and returns its words. */
  async status(state: string, pending = 0): Promise<string> {
    const line = this.page.locator(`[role=status][data-state="${state}"][data-pending="${pending}"]`)
    await line.waitFor()
    return (await line.innerText()).trim()
  }

  async shows(student: string, column: string, text: string): Promise<void> {
    await this.cell(student, column)
      .filter({ hasText: new RegExp(`^${text.replace('.', '\\.')}$`) })
      .waitFor()
  }

  /** Waits until the page can be reloaded without a network. */
  async readyForOffline(): Promise<void> {
    await this.page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
  }
}

/** On the sign-in page, as a person does. */
export async function signInOn(page: Page, url: string, user: string): Promise<void> {
  await page.goto(url)
  await enterPassword(page, user)
  await page.locator('nav').first().waitFor()
}

export async function enterPassword(page: Page, user: string): Promise<void> {
  await page.fill('input[name=username]', user)
  await page.fill('input[name=password]', demoPassword)
  await page.press('input[name=password]', 'Enter')
}
