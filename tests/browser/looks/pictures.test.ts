import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { freeze, sign, signIn } from '../../support/school.ts'
import { describeWith } from '../../support/tools.ts'
import { playIn } from '../scene.ts'
import { readPicture } from './picture.ts'

const folder = fileURLToPath(new URL('../../.output/screenshots/', import.meta.url))
const signed = '2025-6A.TOAN.HK1'
const waiting = '2025-6B.TOAN.HK1'

/** A teacher's laptop; the last one is the same screen at 200 %. */
const views = [
  { name: 'light', scheme: 'light', density: 'comfortable', width: 1366, height: 768 },
  { name: 'dark', scheme: 'dark', density: 'comfortable', width: 1366, height: 768 },
  { name: 'compact', scheme: 'light', density: 'compact', width: 1366, height: 768 },
  { name: 'zoomed', scheme: 'light', density: 'comfortable', width: 683, height: 384 },
] as const

describeWith('chromium', 'pictures of the six main pages', () => {
  const scene = playIn({ agent: true, keep: true })
  let blank: Page

  beforeAll(async () => {
    await mkdir(folder, { recursive: true })
    blank = await scene.browser.newPage()
    await freeze(scene.school, [signed, waiting])
    for (const user of ['gv.toan', 'gv.van', 'hieutruong', 'vanthu']) await sign(scene.school, user, new Set([signed]))
    const teacher = await signIn(scene.url, 'gv.toan')
    const asked = await teacher.post('/api/amendments', {
      grid: signed,
      changes: [{ cell: '6A-02/ck', after: 15 }],
      reason: 'Nhập nhầm, đã đối chiếu bài kiểm tra cuối kì',
    })
    expect(asked.status).toBe(200)
  })

  const pages: readonly (readonly [name: string, user: string, path: string, ready: (page: Page) => Promise<unknown>])[] = [
    ['my-grids', 'gv.van', '/', (page) => page.getByRole('heading', { name: 'Bảng thầy cô phụ trách' }).waitFor()],
    [
      'grid',
      'gv.toan',
      '/grids/2025-6A.TOAN.HK2',
      async (page) => {
        await page.locator('[role=status][data-state=saved]').waitFor()
        await page.locator('[row-id="6A-04"] [col-id="tx2"]').click()
        for (const key of ['Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowRight']) await page.keyboard.press(key)
      },
    ],
    ['board', 'gv.van', '/board/6A/HK2', (page) => page.locator('[data-watch=live]').waitFor()],
    ['signing', 'gv.toan', '/signing', (page) => page.getByRole('checkbox', { name: /^Chọn tất cả/ }).waitFor()],
    ['amendments', 'gv.van', '/amendments', (page) => page.getByRole('link', { name: 'Chứng kiến…' }).waitFor()],
    ['verify', '', '/verify', chooseSigned],
  ]

  async function chooseSigned(page: Page): Promise<void> {
    const officer = await signIn(scene.url, 'quantrihocba')
    const { body } = await officer.get<readonly { readonly kind: string; readonly url: string }[]>(`/api/grids/${signed}/artefacts`)
    const buffer = Buffer.from(await officer.bytes(body.find(({ kind }) => kind === 'xml')?.url ?? ''))
    await page.locator('hocba-verify input[type=file]').setInputFiles({ name: 'bang-diem.xml', mimeType: 'application/xml', buffer })
    await page.getByRole('heading', { name: 'Hợp lệ', exact: true }).waitFor({ timeout: 30_000 })
  }

  const all = pages.flatMap(([name, user, path, ready]) =>
    views.map((view) => ({ name, user, path, ready, view, title: `${name}-${view.name}` })),
  )

  it.each(all)('LOOK-6 $title is kept, shows something, and nothing sticks out of it', async ({ user, path, ready, view, title }) => {
    const person = await scene.of(user)
    const { page } = person
    await page.setViewportSize({ width: view.width, height: view.height })
    await page.emulateMedia({ colorScheme: view.scheme })
    await page.evaluate((density) => localStorage.setItem('hocba.density', density), view.density)
    await person.go(path)
    await ready(page)
    await page.evaluate(() => document.fonts.ready)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
    await page.screenshot({ path: `${folder}${title}.png`, animations: 'disabled' })
    const picture = await readPicture(blank, `${folder}${title}.png`)
    expect(picture).toMatchObject({ width: view.width, height: view.height })
    expect(picture.colours).toBeGreaterThan(16)
    expect(picture.largest).toBeLessThan(0.98)
  })
})
