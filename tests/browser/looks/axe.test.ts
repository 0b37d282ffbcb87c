import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { freeze, signIn } from '../../support/school.ts'
import { describeWith } from '../../support/tools.ts'
import type { Person } from '../pages/person.ts'
import { playIn } from '../scene.ts'
import { violations } from '../violations.ts'
import { frozen, open, places } from './places.ts'
import { coveredFocus, smallTargets } from './reach.ts'

const plain = { colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' } as const
const looks = [
  ['dark', { colorScheme: 'dark' }],
  ['light with more contrast', { contrast: 'more' }],
  ['dark with more contrast', { colorScheme: 'dark', contrast: 'more' }],
  ['forced colours', { forcedColors: 'active' }],
] as const

describeWith('chromium', 'every page, for whoever sees little or has no mouse', () => {
  const scene = playIn({ keep: true })

  beforeAll(async () => {
    await freeze(scene.school, [frozen])
    const teacher = await signIn(scene.url, 'gv.toan')
    await teacher.post('/api/amendments', { grid: frozen, changes: [{ cell: '6A-02/ck', after: 15 }], reason: 'Nhập nhầm' })
  })

  describe.each(places)('$name', ({ name, user, path, ready }) => {
    let person: Person
    let page: Page

    beforeAll(async () => {
      person = await scene.of(user)
      ;({ page } = person)
      await person.go(path)
      await ready(page)
    })

    it(`DESK-9 axe finds nothing at ${name}, in any look`, async () => {
      expect(await person.violations()).toEqual([])
      for (const [look, media] of looks) {
        await page.emulateMedia({ ...plain, ...media })
        expect({ look, found: await violations(page, 'colour') }).toEqual({ look, found: [] })
      }
      await page.emulateMedia(plain)
    })

    it(`ACCESS-5 what can be pressed at ${name} is at least 24 px wide and high, or stands in a sentence`, async () => {
      expect(await smallTargets(page)).toEqual([])
    })

    it(`ACCESS-7 nothing that takes the keyboard at ${name} lies under a heading that stays`, async () => {
      const covered: string[] = []
      for (let stop = 0; stop < 40; stop += 1) {
        await page.keyboard.press('Tab')
        covered.push(await coveredFocus(page))
      }
      expect(covered.filter((found) => found !== '')).toEqual([])
    })
  })

  const sheets: readonly (readonly [name: string, user: string, path: string, first: string])[] = [
    ['a grid', 'gv.toan', `/grids/${open}`, '6A-01/tx1'],
    ['the class board', 'gv.van', '/board/6A/HK2', '6A-01/VAN.tx1'],
    ['the year', 'gv.van', '/board/6A/CN', '6A-01/name'],
  ]

  it.each(sheets)(
    'ACCESS-3 %s is exactly one stop of the Tab key, before and after the keyboard has moved',
    async (_name, user, path, first) => {
      const person = await scene.of(user)
      await person.go(path)
      const { page } = person
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
