import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningSchool, freeze, signIn, startSchool } from '../../support/school.ts'
import { describeWith } from '../../support/tools.ts'
import { Person, closeAll, launchChromium } from '../pages/person.ts'

const frozen = '2025-6A.TOAN.HK1'
const open = '2025-6A.TOAN.HK2'

interface Place {
  readonly name: string
  readonly user: string
  readonly path: string
  readonly ready: (page: Page) => Promise<unknown>
}

const button = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name, exact: true }).first().click()
const cell = (page: Page, at: string): Promise<void> =>
  page.locator(`[row-id="${at.split('/')[0]}"] [col-id="${at.split('/')[1]}"]`).click()
const gridReady = (page: Page): Promise<void> => page.locator('[row-id="6A-01"] [col-id="tx1"]').waitFor()

const places: readonly Place[] = [
  { name: 'my grids', user: 'gv.van', path: '/', ready: (page) => page.getByRole('heading', { name: 'Bảng thầy cô phụ trách' }).waitFor() },
  { name: 'a grid', user: 'gv.toan', path: `/grids/${open}`, ready: gridReady },
  { name: 'a frozen grid', user: 'gv.toan', path: `/grids/${frozen}`, ready: gridReady },
  {
    name: 'history of a cell',
    user: 'gv.toan',
    path: `/grids/${open}`,
    async ready(page) {
      await gridReady(page)
      await cell(page, '6A-03/tx2')
      await page.keyboard.press('Control+Shift+H')
      await page.getByRole('dialog', { name: /Lịch sử ô/ }).waitFor()
    },
  },
  {
    name: 'how a value is computed',
    user: 'gv.toan',
    path: `/grids/${open}`,
    async ready(page) {
      await gridReady(page)
      await cell(page, '6A-03/tb')
      await page.keyboard.press('F2')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'the timeline',
    user: 'gv.toan',
    path: `/grids/${open}`,
    async ready(page) {
      await gridReady(page)
      await button(page, 'Nhật ký bảng điểm')
      await page.getByRole('slider').waitFor()
    },
  },
  {
    name: 'the workbook dialog',
    user: 'gv.toan',
    path: `/grids/${open}`,
    async ready(page) {
      await gridReady(page)
      await button(page, /^Nhập/)
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'the keys',
    user: 'gv.toan',
    path: `/grids/${open}`,
    async ready(page) {
      await gridReady(page)
      await button(page, 'Phím tắt')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'a refused entry and what was not pasted',
    user: 'gv.toan',
    path: `/grids/${open}`,
    async ready(page) {
      await gridReady(page)
      await cell(page, '6A-04/ck')
      await page.evaluate(() => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', 'abc')
        document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      })
      await page.getByText('1 ô không được dán').waitFor()
      await cell(page, '6A-05/ck')
      await page.keyboard.type('85')
      await page.keyboard.press('Enter')
      await page.getByText('«85» không nhập được.').waitFor()
    },
  },
  { name: 'the printed page', user: 'gv.toan', path: `/grids/${frozen}/print`, ready: (page) => page.getByRole('table').first().waitFor() },
  { name: 'the class board', user: 'gv.van', path: '/board/6A/HK2', ready: (page) => page.locator('[data-watch=live]').waitFor() },
  { name: 'the year', user: 'gv.van', path: '/board/6A/CN', ready: (page) => page.locator('[row-id="6A-01"]').first().waitFor() },
  { name: 'signing', user: 'gv.toan', path: '/signing', ready: (page) => page.getByRole('checkbox', { name: /^Chọn tất cả/ }).waitFor() },
  { name: 'amendments', user: 'gv.van', path: '/amendments', ready: (page) => page.getByRole('link', { name: 'Chứng kiến…' }).waitFor() },
  {
    name: 'one amendment',
    user: 'gv.van',
    path: '/amendments',
    async ready(page) {
      await page.getByRole('link', { name: 'Chứng kiến…' }).click()
      await page.getByText('Mã băm nội dung').waitFor()
    },
  },
  {
    name: 'a request for amendment',
    user: 'gv.toan',
    path: `/amendments/new?grid=${frozen}`,
    ready: (page) => page.getByLabel('Lý do').waitFor(),
  },
  { name: 'orders', user: 'hieutruong', path: '/orders', ready: (page) => page.getByLabel('Lý do').waitFor() },
  { name: 'progress', user: 'hieutruong', path: '/progress', ready: (page) => page.getByRole('table').first().waitFor() },
  { name: 'assignments', user: 'phohieutruong', path: '/assignments', ready: (page) => page.getByText('Phân công mới').click() },
  {
    name: 'certificates',
    user: 'hieutruong',
    path: '/certificates',
    ready: (page) => page.getByRole('heading', { level: 1, name: 'Chứng thư số' }).waitFor(),
  },
  { name: 'transcripts', user: 'quantrihocba', path: '/transcripts', ready: (page) => page.getByRole('main').waitFor() },
  { name: 'a child', user: 'phuhuynh.001', path: '/', ready: (page) => page.getByRole('heading', { name: /^Kết quả của / }).waitFor() },
  { name: 'sign-in', user: '', path: '/', ready: (page) => page.getByRole('button', { name: 'Đăng nhập', exact: true }).waitFor() },
  { name: 'verify', user: '', path: '/verify', ready: (page) => page.locator('hocba-verify').waitFor() },
]

const looks = [
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['light with more contrast', { contrast: 'more' }],
  ['dark with more contrast', { colorScheme: 'dark', contrast: 'more' }],
  ['forced colours', { forcedColors: 'active' }],
] as const

describeWith('chromium', 'axe on every page and in every look', () => {
  let school: RunningSchool
  let browser: Browser
  const people = new Map<string, Person>()

  beforeAll(async () => {
    school = await startSchool({ agent: false })
    browser = await launchChromium()
    await freeze(school, [frozen])
    const teacher = await signIn(school.url, 'gv.toan')
    await teacher.post('/api/amendments', { grid: frozen, changes: [{ cell: '6A-02/ck', after: 15 }], reason: 'Nhập nhầm' })
  })

  afterAll(async () => {
    await closeAll([...people.values()])
    await browser.close()
    await school.stop()
  })

  async function personOf(user: string): Promise<Person> {
    const person =
      people.get(user) ?? (user === '' ? await Person.visit(browser, school.url) : await Person.signIn(browser, school.url, user))
    people.set(user, person)
    return person
  }

  it.each(places)('DESK-9 axe finds nothing at $name, in any look', async ({ user, path, ready }) => {
    const person = await personOf(user)
    await person.go(path)
    await ready(person.page)
    for (const [look, media] of looks) {
      await person.page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none', ...media })
      expect({ look, found: await person.violations() }).toEqual({ look, found: [] })
    }
    await person.page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' })
    await person.page.keyboard.press('Escape')
  })

  it.each(places)(
    'ACCESS-5 what can be pressed at $name is at least 24 px wide and high, or stands in a sentence',
    async ({ user, path, ready }) => {
      const person = await personOf(user)
      await person.go(path)
      await ready(person.page)
      const small = await person.page.evaluate(() => {
        const isInSentence = (element: Element): boolean =>
          element.tagName === 'A' &&
          getComputedStyle(element).display === 'inline' &&
          (element.parentElement?.textContent ?? '').trim() !== element.textContent?.trim()
        const roots: (Document | ShadowRoot)[] = [
          document,
          ...Array.from(document.querySelectorAll('*'), (one) => one.shadowRoot).filter((one) => one !== null),
        ]
        return roots
          .flatMap((root) =>
            Array.from(
              root.querySelectorAll('button, a[href], input, select, textarea, summary, [role=button], [role=option], [role=slider]'),
            ),
          )
          .filter(
            (element) =>
              element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
              !isInSentence(element) &&
              !element.closest('[style*="clip"]'),
          )
          .map((element) => ({
            element: element instanceof HTMLInputElement ? (element.closest('label') ?? element) : element,
            name: element.outerHTML.slice(0, 110),
          }))
          .map(({ element, name }) => ({ box: element.getBoundingClientRect(), name }))
          .filter(({ box }) => box.right > 0 && box.bottom > 0 && (box.width < 24 || box.height < 24))
          .map(({ box, name }) => `${Math.round(box.width)}×${Math.round(box.height)} ${name}`)
      })
      expect(small).toEqual([])
      await person.page.keyboard.press('Escape')
    },
  )

  it.each(places)('ACCESS-7 nothing that takes the keyboard at $name lies under a heading that stays', async ({ user, path, ready }) => {
    const person = await personOf(user)
    await person.go(path)
    await ready(person.page)
    const covered: string[] = []
    for (let stop = 0; stop < 40; stop += 1) {
      await person.page.keyboard.press('Tab')
      const found = await person.page.evaluate(() => {
        const element = document.activeElement
        const box = element?.getBoundingClientRect()
        if (!element || !box || element === document.body || box.width < 2) return ''
        const points = [0.1, 0.5, 0.9].flatMap((x) =>
          [0.1, 0.5, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y] as const),
        )
        const seen = points.some(([x, y]) => {
          const top = document.elementFromPoint(x, y)
          return (
            top !== null &&
            (element.contains(top) ||
              top.contains(element) ||
              element.closest('label')?.contains(top) === true ||
              top.className === 'fill-handle')
          )
        })
        return seen ? '' : element.outerHTML.slice(0, 110)
      })
      if (found !== '') covered.push(found)
    }
    expect(covered).toEqual([])
    await person.page.keyboard.press('Escape')
  })

  const sheets: readonly (readonly [name: string, user: string, path: string, first: string])[] = [
    ['a grid', 'gv.toan', `/grids/${open}`, '6A-01/tx1'],
    ['the class board', 'gv.van', '/board/6A/HK2', '6A-01/VAN.tx1'],
    ['the year', 'gv.van', '/board/6A/CN', '6A-01/name'],
  ]

  it.each(sheets)(
    'ACCESS-3 %s is exactly one stop of the Tab key, before and after the keyboard has moved',
    async (_name, user, path, first) => {
      const { page, go } = await personOf(user).then((person) => ({ page: person.page, go: (to: string) => person.go(to) }))
      await go(path)
      const [student = '', column = ''] = first.split('/')
      await page.locator(`[row-id="${student}"] [col-id="${column}"]`).waitFor()
      const stops = (): Promise<readonly string[]> =>
        page.evaluate(() => {
          const native = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary'
          const sheet = document.querySelector('[role=grid], [role=treegrid]')?.closest('.grid-host, .board-host')
          return Array.from(sheet?.querySelectorAll<HTMLElement>(`[tabindex], ${native}`) ?? [])
            .filter((element) => element.tabIndex >= 0 && element.checkVisibility())
            .map(
              (element) =>
                `${element.closest('[row-id]')?.getAttribute('row-id') ?? ''}/${element.getAttribute('col-id') ?? element.className}`,
            )
        })
      await expect.poll(stops).toHaveLength(1)
      await page.locator(`[row-id="${student}"] [col-id="${column}"]`).click()
      await page.keyboard.press('ArrowDown')
      await expect.poll(stops).toEqual([`6A-02/${column}`])
      const at = (): Promise<string> =>
        page.evaluate(() => document.activeElement?.closest('[row-id]')?.getAttribute('row-id') ?? 'outside')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Tab')
      expect(await at()).toBe('outside')
      await page.keyboard.press('Shift+Tab')
      const isBetween = await page.evaluate(() => document.activeElement === document.body)
      if (isBetween) await page.keyboard.press('Shift+Tab') // from the first stop of the page to its last
      expect(await at()).toBe('6A-02')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Shift+Tab')
      expect(await at()).toBe('outside')
      await page.keyboard.press('Tab')
      expect(await at()).toBe('6A-02')
    },
  )
})
