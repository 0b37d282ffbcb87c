import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type RunningSchool, type SchoolOptions, startSchool } from '../support/school.ts'
import { launchChromium } from './chromium.ts'
import { GridWindow } from './grid/grid-window.ts'
import { Person } from './pages/person.ts'
import { SheetWindow } from './sheet/sheet-window.ts'

/** What a test opens: a browser of its own, and what failed on its pages. */
interface Window {
  readonly context: BrowserContext
  readonly faults: readonly string[]
}

/** A school and a browser for the tests of a file, and the windows that they open. */
export class Scene {
  #school: RunningSchool | undefined
  #browser: Browser | undefined
  #open: Window[] = []
  readonly #people = new Map<string, Person>()

  get school(): RunningSchool {
    return present(this.#school)
  }

  get browser(): Browser {
    return present(this.#browser)
  }

  get url(): string {
    return this.school.url
  }

  async begin(options: SchoolOptions): Promise<void> {
    const [school, browser] = await Promise.all([startSchool(options), launchChromium()])
    this.#school = school
    this.#browser = browser
  }

  /** Closes every window; a script error on any page fails the test that saw it. */
  async clear(): Promise<void> {
    const windows = this.#open
    this.#open = []
    await Promise.all(windows.map(({ context }) => context.close()))
    const faults = windows.flatMap((window) => window.faults)
    if (faults.length > 0) throw new Error(`a page failed:\n${faults.join('\n')}`)
  }

  async end(): Promise<void> {
    try {
      await this.clear()
    } finally {
      await Promise.all([this.#browser?.close(), this.#school?.stop()])
    }
  }

  async grid(...[user, grid, first, prepare]: GridPlace): Promise<GridWindow> {
    return this.#keep(await GridWindow.open(this.browser, this.url, user, grid, first, prepare))
  }

  /** A grid with everything saved. */
  async sheet(...[user, grid, first, prepare]: GridPlace): Promise<SheetWindow> {
    const sheet = await SheetWindow.on(await this.grid(user, grid, first, prepare))
    await sheet.saved()
    return sheet
  }

  /** Somebody who has signed in, at a page. */
  async person(user: string, path = '/'): Promise<Person> {
    return this.#keep(await Person.signIn(this.browser, this.url, user, path))
  }

  /** A visitor without a session. */
  async visitor(path = '/'): Promise<Person> {
    return this.#keep(await Person.visit(this.browser, this.url, path))
  }

  /** The window of somebody that stays from test to test, or of a visitor for ''. */
  async of(user: string, prepare?: (context: BrowserContext) => Promise<void>): Promise<Person> {
    const known = this.#people.get(user)
    if (known) return known
    const person = user === '' ? await this.visitor() : await this.person(user)
    this.#people.set(user, person)
    await prepare?.(person.context)
    return person
  }

  #keep<W extends Window>(window: W): W {
    this.#open.push(window)
    return window
  }
}

type GridPlace = readonly [user: string, grid: string, first?: string, prepare?: (context: BrowserContext) => Promise<void>]

function present<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('the scene begins with the first test')
  return thing
}

/** Windows stay for the next test with `keep`, and otherwise close after each. */
export function playIn({ keep = false, ...options }: SchoolOptions & { readonly keep?: boolean } = {}): Scene {
  const scene = new Scene()
  beforeAll(() => scene.begin({ agent: false, ...options }))
  if (!keep) afterEach(() => scene.clear())
  afterAll(() => scene.end())
  return scene
}
