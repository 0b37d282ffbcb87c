import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it } from 'vitest'
import { describeWith } from '../../support/tools.ts'
import { playIn } from '../scene.ts'
import type { GridWindow } from '../grid/grid-window.ts'
import { contrastOf } from './contrast.ts'

const grid = '2025-6A.TOAN.HK2'

describeWith('chromium', 'how the grid looks', () => {
  const scene = playIn({ keep: true })
  let window: GridWindow

  beforeAll(async () => {
    window = await scene.grid('gv.toan', grid)
    await window.readyForOffline()
    await window.status('saved')
  })

  const height = (): Promise<number> =>
    window.page
      .locator('[row-id="6A-02"]')
      .first()
      .evaluate((row) => row.getBoundingClientRect().height)

  it('LOOK-2 the first hint names typing, Excel and the keys, is put away by keyboard, and stays away on this device', async () => {
    const hint = window.page.getByRole('note')
    await hint.waitFor()
    expect(await hint.locator('p').allInnerTexts()).toEqual([
      'Chọn một ô rồi gõ điểm và nhấn Enter, hoặc dán cả bảng từ Excel bằng Ctrl+V.',
      'Nhấn ? để xem mọi phím tắt.',
    ])
    await window.cell('6A-03', 'tx1').click()
    await window.page.keyboard.press('Escape')
    await window.page.keyboard.press('Shift+Tab')
    expect(await window.page.evaluate(() => document.activeElement?.textContent)).toBe('Đã hiểu')
    await window.page.keyboard.press('Enter')
    await hint.waitFor({ state: 'detached' })
    expect(await window.page.evaluate(() => document.activeElement?.getAttribute('col-id'))).toBe('tx1')
    await window.page.reload()
    await window.cell('6A-01', 'tx1').waitFor()
    expect(await hint.count()).toBe(0)
    expect(await window.page.evaluate(() => localStorage.getItem('hocba.hints'))).not.toContain('gv.toan')
  })

  it('LOOK-2 a reader, who cannot type, is not told how to', async () => {
    const reader = await scene.grid('gv.van', grid)
    await reader.status('read-only')
    expect(await reader.page.getByRole('note').count()).toBe(0)
  })

  it('LOOK-3 the compact view has lower rows, keeps 24 px, moves by its own screen, and is remembered on this device', async () => {
    const compact = window.page.getByRole('button', { name: 'Hiển thị gọn' })
    expect(await compact.getAttribute('aria-pressed')).toBe('false')
    const before = await height()
    await compact.press('Enter')
    expect(await compact.getAttribute('aria-pressed')).toBe('true')
    await window.page.waitForFunction(
      (tall) => (document.querySelector('[row-id="6A-02"]')?.getBoundingClientRect().height ?? tall) < tall,
      before,
    )
    expect(await height()).toBeGreaterThanOrEqual(24)
    const small = await window.page.evaluate(() =>
      Array.from(document.querySelectorAll('button, a[href], select, input, [row-id] [col-id], [role=columnheader]'))
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().top >= 0)
        .map((element) => ({ box: element.getBoundingClientRect(), name: element.outerHTML.slice(0, 90) }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        .map(({ name }) => name),
    )
    expect(small).toEqual([])
    await window.cell('6A-01', 'tx1').click()
    await window.page.keyboard.press('PageDown')
    const moved = Number(await window.page.evaluate(() => document.activeElement?.closest('[row-index]')?.getAttribute('row-index')))
    const seen = await window.page.evaluate(() => {
      const heightOf = (selector: string): number => document.querySelector(selector)?.clientHeight ?? 0
      return heightOf('.ag-grid-viewport, .grid-inner') - heightOf('.ag-header')
    })
    // A row stays for orientation, and the last one seen may be cut.
    expect(Math.abs(moved - seen / (await height()))).toBeLessThanOrEqual(2)
    await window.page.reload()
    await window.cell('6A-01', 'tx1').waitFor()
    expect(await height()).toBeLessThan(before)
    await compact.press('Enter')
    await window.page.waitForFunction((tall) => document.querySelector('[row-id="6A-02"]')?.getBoundingClientRect().height === tall, before)
  })

  /** Cells in every state that has a look of its own. */
  const signed = [
    ['a cell', '6A-05', 'tx1'],
    ['a computed cell', '6A-05', 'tb'],
    ['a low mark', '6A-06', 'tx1'],
    ['an unsent mark', '6A-07', 'tx1'],
    ['the active cell', '6A-09', 'tx1'],
    ['a selected cell', '6A-10', 'tx1'],
    ['a name', '6A-05', 'name'],
    ['a number', '6A-05', 'stt'],
  ] as const

  it.each([
    ['light', 'no-preference', 4.5],
    ['dark', 'no-preference', 4.5],
    ['light', 'more', 7],
    ['dark', 'more', 7],
  ] as const)('LOOK-4 text in the grid, %s with contrast %s, has at least %s:1', async (colorScheme, contrast, least) => {
    await window.page.emulateMedia({ colorScheme, contrast })
    await window.type('6A-06', 'tx1', colorScheme === 'light' ? '3' : '4')
    await window.status('saved')
    await window.context.setOffline(true)
    await window.type('6A-07', 'tx1', `${colorScheme === 'light' ? 6 : 7},${contrast === 'more' ? 1 : 2}`)
    await window.status('local', 1)
    await window.cell('6A-09', 'tx1').click()
    await window.page.keyboard.press('Shift+ArrowDown')
    const found = await Promise.all(
      signed.map(async ([name, student, column]) => [name, await contrastOf(window.cell(student, column))] as const),
    )
    const heading = await contrastOf(window.page.locator('[role=columnheader][col-id=tx1] .ag-header-cell-text'))
    expect([...found, ['a heading', heading] as const].filter(([, ratio]) => ratio < least)).toEqual([])
    await window.context.setOffline(false)
    await window.status('saved')
    await window.page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' })
  })

  it('LOOK-5 where the system paints everything alike, selection, unsent and refused cells and the focus keep a sign', async () => {
    await window.page.emulateMedia({ forcedColors: 'active' })
    await window.context.setOffline(true)
    await window.type('6A-12', 'tx1', '6,7')
    await window.status('local', 1)
    const sign = (student: string) =>
      window.cell(student, 'tx1').evaluate((cell) => {
        const before = getComputedStyle(cell, '::before')
        const style = getComputedStyle(cell)
        return {
          unsent: before.content !== 'none' && before.backgroundColor !== getComputedStyle(document.body).backgroundColor,
          ground: style.backgroundColor,
          outline: style.outlineStyle === 'none' ? '' : style.outlineWidth,
        }
      })
    expect(await sign('6A-12')).toMatchObject({ unsent: true, outline: '' })
    await window.cell('6A-14', 'tx1').click()
    await window.page.keyboard.press('Shift+ArrowDown')
    const [active, selected, other] = [await sign('6A-14'), await sign('6A-15'), await sign('6A-16')]
    expect(active).toMatchObject({ unsent: false, outline: '3px' })
    expect(other.outline).toBe('')
    expect(selected.ground).not.toBe(other.ground)
    await window.page.screenshot({ path: fileURLToPath(new URL('../../.output/screenshots/grid-forced.png', import.meta.url)) })
    await window.page.getByRole('button', { name: 'Phím tắt' }).focus()
    await window.page.keyboard.press('Tab')
    const focus = await window.page.evaluate(() => {
      const style = document.activeElement && getComputedStyle(document.activeElement)
      return [style?.outlineStyle, style?.outlineWidth]
    })
    expect(focus).toEqual(['solid', '3px'])
    const handle = await window.page.evaluate(() => {
      const place = document.querySelector('.fill-handle')
      return place ? getComputedStyle(place, '::after').backgroundColor === getComputedStyle(document.body).backgroundColor : true
    })
    expect(handle).toBe(false)
    await window.page.emulateMedia({ forcedColors: 'none' })
    await window.context.setOffline(false)
    await window.status('saved')
  })
})
