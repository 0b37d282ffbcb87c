import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeWith } from '../../support/tools.ts'
import { playIn } from '../scene.ts'
import { history } from './offline-school.ts'

const grid = '2025-6A.TOAN.HK2'
const columns = ['tx1', 'tx2', 'tx3', 'tx4', 'gk', 'ck'] as const
const wanted = 1_000
const passesBetween = 7

/** The key events of a mark and Enter, again and again, each on the cell that has the keyboard then. */
function enterDown(page: Page, mark: string, count: number): Promise<void> {
  return page.evaluate(
    ([digit, times]) => {
      const press = (key: string): boolean =>
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })) === true
      for (let time = 0; time < times; time += 1) {
        press(digit)
        press('Enter')
      }
    },
    [mark, count] as const,
  )
}

describeWith('chromium', 'a day without a network', () => {
  const scene = playIn({ env: { HOCBA_LIMIT_UPDATES: '0' } })

  it('OFFLINE-10 1,000 edits typed without a network, with reloads in between, arrive in order and once', async () => {
    const window = await scene.grid('gv.toan', grid)
    await window.status('saved')
    await window.readyForOffline()
    const before = (await history(scene.url, grid)).length
    const students = await window.page
      .locator('[row-id] [col-id=name]')
      .evaluateAll((names) => names.map((name) => name.closest('[row-id]')?.getAttribute('row-id') ?? ''))
    await window.context.setOffline(true)
    const typed: string[] = []
    for (let pass = 0; typed.length < wanted; pass += 1) {
      const column = columns[pass % columns.length] ?? 'ck'
      const mark = String(Math.floor(pass / columns.length))
      const here = students.slice(0, wanted - typed.length)
      await window.cell(here[0] ?? '', column).click()
      await enterDown(window.page, mark, here.length)
      typed.push(...here.map((student) => `${student}/${column} ${Number(mark) * 10}`))
      await window.status('local', typed.length)
      if (pass % passesBetween === 0) await window.page.reload()
    }
    await window.status('local', wanted)
    await window.context.setOffline(false)
    await window.status('saved')
    const lines = (await history(scene.url, grid)).slice(before)
    expect(lines.map(({ cell, after }) => `${cell} ${after}`)).toEqual(typed)
    expect(new Set(lines.map(({ seq }) => seq)).size).toBe(wanted)
  }, 240_000)
})
