import type { Browser, BrowserContext, Page } from 'playwright-core'
import { newContext } from '../chromium.ts'
import { violations } from '../violations.ts'

/** One person at one browser window; every fault of the page is kept. */
export class Person {
  readonly page: Page
  readonly context: BrowserContext
  readonly faults: string[] = []
  readonly #url: string

  private constructor(page: Page, url: string) {
    this.page = page
    this.context = page.context()
    this.#url = url
    page.on('pageerror', (error) => this.faults.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.faults.push(message.text())
    })
  }

  /** A visitor without a session. */
  static async visit(browser: Browser, url: string, path = '/'): Promise<Person> {
    return Person.#at(await newContext(browser, undefined, { serviceWorkers: 'block' }), url, path)
  }

  /** Somebody who has signed in. */
  static async signIn(browser: Browser, url: string, user: string, path = '/'): Promise<Person> {
    const person = await Person.#at(await newContext(browser, { url, user }, { serviceWorkers: 'block' }), url, path)
    await person.page.getByRole('navigation', { name: 'Các phần' }).waitFor()
    return person
  }

  static async #at(context: BrowserContext, url: string, path: string): Promise<Person> {
    const person = new Person(await context.newPage(), url)
    await person.go(path)
    return person
  }

  async go(path: string): Promise<void> {
    await this.page.goto(this.#url + path)
  }

  async enter(user: string, password: string): Promise<void> {
    await this.page.fill('input[name=username]', user)
    await this.page.fill('input[name=password]', password)
    await this.page.press('input[name=password]', 'Enter')
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click()
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor({ timeout: 20_000 })
  }

  /** What axe finds on the page as soon as it stands. */
  async violations(): Promise<readonly string[]> {
    await this.page.getByRole('main').waitFor()
    await this.page.locator('.loading').first().waitFor({ state: 'detached' }) // several parts of a page may be on their way
    return violations(this.page)
  }
}
