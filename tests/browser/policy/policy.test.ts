import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { freeze, signIn } from '../../support/school.ts'
import { describeWith } from '../../support/tools.ts'
import { playIn } from '../scene.ts'
import { Person } from '../pages/person.ts'

const frozen = '2025-6A.TOAN.HK1'
const open = '2025-6A.TOAN.HK2'

interface Place {
  readonly name: string
  readonly user: string
  readonly path: string
  readonly use: (page: Page) => Promise<unknown>
}

const cell = (page: Page, at: string) => page.locator(`[row-id="${at.split('/')[0]}"] [col-id="${at.split('/')[1]}"]`)

async function paste(page: Page, plain: string, html: string): Promise<void> {
  await page.evaluate(
    ([text, rich]) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', text)
      clipboardData.setData('text/html', rich)
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    },
    [plain, html] as const,
  )
}

const places: readonly Place[] = [
  { name: 'sign-in', user: '', path: '/', use: (page) => page.getByRole('button', { name: 'Đăng nhập', exact: true }).waitFor() },
  { name: 'my grids', user: 'gv.van', path: '/', use: (page) => page.getByRole('heading', { name: 'Bảng thầy cô phụ trách' }).waitFor() },
  {
    name: 'a grid with marks, a paste, a remark and a history',
    user: 'gv.toan',
    path: `/grids/${open}`,
    async use(page) {
      await page.locator('[data-state=saved]').first().waitFor()
      await cell(page, '6A-01/ck').click()
      await page.keyboard.type('8,5')
      await page.keyboard.press('Enter')
      await cell(page, '6A-03/ck').click()
      await paste(page, '9', '<table><tr><td>9</td></tr></table>')
      await cell(page, '6A-03/ck').filter({ hasText: '9' }).waitFor()
      await page.keyboard.press('Control+Shift+H')
      await page.getByRole('dialog', { name: /Lịch sử ô/ }).waitFor()
      await page.keyboard.press('Escape')
      await cell(page, '6A-03/tx1').click()
      await page.keyboard.press('F4')
      await page.getByRole('textbox', { name: /^Nhận xét của / }).click()
      await paste(page, ' chăm', '<p><b>chăm</b></p>')
      await page.locator('.remark-text', { hasText: 'chăm' }).waitFor()
      await page.locator('[role=status][data-state=saved]').waitFor()
    },
  },
  {
    name: 'the board with its plots',
    user: 'hieutruong',
    path: '/board/6A/HK2',
    async use(page) {
      await page.locator('[data-watch=live]').waitFor()
      await page.getByRole('heading', { name: 'Biểu đồ' }).scrollIntoViewIfNeeded()
      await page.getByRole('button', { name: 'Xem biểu đồ' }).click()
      await page.locator('.board-plot svg').first().waitFor()
    },
  },
  { name: 'progress', user: 'hieutruong', path: '/progress', use: (page) => page.getByRole('table').first().waitFor() },
  { name: 'signing', user: 'gv.toan', path: '/signing', use: (page) => page.getByRole('checkbox', { name: /^Chọn tất cả/ }).waitFor() },
  { name: 'amendments', user: 'gv.van', path: '/amendments', use: (page) => page.getByRole('link', { name: 'Chứng kiến…' }).waitFor() },
  { name: 'transcripts', user: 'quantrihocba', path: '/transcripts', use: (page) => page.getByRole('main').waitFor() },
  { name: 'verify', user: '', path: '/verify', use: (page) => page.locator('hocba-verify').waitFor() },
  { name: 'account', user: 'gv.toan', path: '/account', use: (page) => page.getByRole('heading', { name: 'Mật khẩu' }).waitFor() },
]

describeWith('chromium', 'what a page may load and run', () => {
  const scene = playIn({ keep: true })
  const refused: string[] = []

  beforeAll(async () => {
    await freeze(scene.school, [frozen])
    const teacher = await signIn(scene.url, 'gv.toan')
    await teacher.post('/api/amendments', { grid: frozen, changes: [{ cell: '6A-02/ck', after: 15 }], reason: 'Nhập nhầm' })
  })

  /** Who shall be refused something; the faults of the page are the matter of the test. */
  async function visitor(): Promise<Person> {
    const person = await Person.visit(scene.browser, scene.url, '/verify')
    await listen(person.context)
    return person
  }

  async function listen(context: BrowserContext): Promise<void> {
    await context.exposeFunction('noteRefusal', (what: string) => refused.push(what))
    await context.addInitScript(() => {
      const { noteRefusal } = globalThis as unknown as { noteRefusal: (what: string) => void }
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber, sample }) =>
        noteRefusal(`${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber} ${sample}`),
      )
    })
  }

  it.each(places)('POLICY-1 nothing is refused at $name', async ({ user, path, use }) => {
    const person = await scene.of(user, listen)
    await person.go(path)
    await use(person.page)
    await expect.poll(() => person.page.locator('.loading').count()).toBe(0)
    expect([...refused.splice(0), ...person.faults.splice(0)]).toEqual([])
  })
  it('POLICY-1 nothing is refused in a grid that is opened again without a network, from the page that was kept', async () => {
    const window = await scene.grid('gv.toan', open, '6A-01', listen)
    await window.readyForOffline()
    await window.context.setOffline(true)
    await window.page.reload()
    await cell(window.page, '6A-01/tx1').waitFor()
    expect(await window.page.locator('style[data-ag-css]').count()).toBeGreaterThan(0)
    expect([...refused.splice(0), ...window.faults]).toEqual([])
    await window.context.close()
  })

  it('POLICY-2 each page has a nonce of its own, is never confirmed by its date or tag, and allows nothing inline', async () => {
    const seen = new Set<string>()
    for (const path of ['/', '/index.html', `/grids/${open}`, '/verify']) {
      const answer = await fetch(scene.url + path)
      const nonce = /nonce="([^"]{24})"/.exec(await answer.text())?.[1] ?? ''
      const policy = answer.headers.get('content-security-policy') ?? ''
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}';`)
      expect(policy).not.toMatch(/'unsafe-/)
      expect([answer.headers.get('etag'), answer.headers.get('last-modified')]).toEqual([null, null])
      seen.add(nonce)
    }
    expect(seen.size).toBe(4)
    expect((await fetch(`${scene.url}/api/demo`)).headers.get('content-security-policy')).toContain(`style-src 'self';`)
  })

  it('POLICY-3 a script and a style that somebody put into the page are refused', async () => {
    const { page, context } = await visitor()
    await context.route('**/verify', async (route) => {
      const response = await route.fetch()
      const body = (await response.text()).replace(
        '</body>',
        '<script>document.title = "hacked"</script><style>body { color: rgb(1, 2, 3) }</style><p style="color: rgb(1, 2, 3)">x</p></body>',
      )
      await route.fulfill({ response, body })
    })
    await page.goto(`${scene.url}/verify`)
    await page.locator('hocba-verify').waitFor()
    const { hocba, colors } = await page.evaluate(() => ({
      hocba: document.title,
      colors: Array.from(document.querySelectorAll('body, p'), (element) => getComputedStyle(element).color),
    }))
    expect(hocba).not.toBe('hacked')
    expect(colors).not.toContain('rgb(1, 2, 3)')
    expect(refused.splice(0).map((line) => line.split(' ')[0])).toEqual(['script-src-elem', 'style-src-elem', 'style-src-attr'])
    await context.close()
  })

  it('POLICY-4 text becomes neither HTML nor a script, nor a worker of another address', async () => {
    const { page, context } = await visitor()
    const outcomes = await page.evaluate(() => {
      const attempt = (act: () => unknown): string => {
        try {
          act()
          return 'done'
        } catch (error) {
          return error instanceof TypeError ? 'refused' : String(error)
        }
      }
      const { trustedTypes } = globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }
      return [
        attempt(() => (document.body.innerHTML = '<img src=x onerror=alert(1)>')),
        attempt(() => (document.createElement('script').textContent = 'alert(1)')),
        attempt(() => document.body.setAttribute('onclick', 'alert(1)')),
        attempt(() => new Worker('/assets/other.js')),
        attempt(() => trustedTypes.createPolicy('own', { createHTML: (html: string) => html })),
        attempt(() => trustedTypes.createPolicy('hocba-worker', { createScriptURL: (address: string) => address })),
      ]
    })
    expect(outcomes).toEqual(Array.from(outcomes, () => 'refused'))
    await context.close()
  })
})
