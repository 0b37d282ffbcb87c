import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core'
import { demoPassword } from '../../support/school.ts'
import { toolPath } from '../../support/tools.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: toolPath('chromium'),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

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
    const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1280, height: 800 }, serviceWorkers: 'block' })
    const person = new Person(await context.newPage(), url)
    await person.go(path)
    return person
  }

  /** Signs in on the page, as a person does. */
  static async signIn(browser: Browser, url: string, user: string): Promise<Person> {
    const person = await Person.visit(browser, url)
    await person.enter(user, demoPassword)
    await person.page.getByRole('navigation', { name: 'Các phần' }).waitFor()
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

  /** What axe finds, as `rule: place`; axe is put into the page past its content policy, as an extension would. */
  async violations(): Promise<readonly string[]> {
    await this.page.getByRole('main').waitFor()
    await this.page.locator('.loading').waitFor({ state: 'detached' })
    await this.page.evaluate(axe)
    return this.page.evaluate(async () => {
      const { axe: checker } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } }
      const { violations } = await checker.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))
    })
  }
}

/** Closes the windows; a script error on any page fails the test that saw it. */
export async function closeAll(people: readonly Person[]): Promise<void> {
  await Promise.all(people.map((person) => person.context.close()))
  const faults = people.flatMap((person) => person.faults)
  if (faults.length > 0) throw new Error(`a page failed:\n${faults.join('\n')}`)
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly string[] }[]
}
