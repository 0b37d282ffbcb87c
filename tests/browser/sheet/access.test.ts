import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { playIn } from '../scene.ts'
import { violations } from '../violations.ts'
import type { SheetWindow } from './sheet-window.ts'

const pictures = fileURLToPath(new URL('../../.output/sheet', import.meta.url))

const scene = playIn({ keep: true })
let sheet: SheetWindow

beforeAll(async () => {
  await mkdir(pictures, { recursive: true })
  sheet = await scene.sheet('gv.toan', '2025-6A.TOAN.HK2')
})

beforeEach(async () => {
  await sheet.at('6A-03/tx2')
})

describe('what a screen reader and a keyboard meet', () => {
  it('ACCESS-1 axe finds nothing with a range selected, nor in find, help and timeline', async () => {
    await sheet.press('Shift+ArrowDown', 'Shift+ArrowRight')
    await sheet.page.screenshot({ path: `${pictures}/range.png` })
    expect(await violations(sheet.page)).toEqual([])
    await sheet.press('Control+f')
    await sheet.page.getByRole('search').waitFor()
    expect(await violations(sheet.page)).toEqual([])
    await sheet.press('Escape', '?')
    await sheet.page.getByRole('dialog').waitFor()
    await sheet.page.screenshot({ path: `${pictures}/help.png` })
    expect(await violations(sheet.page)).toEqual([])
    await sheet.press('Escape')
    await sheet.page.getByRole('button', { name: 'Nhật ký bảng điểm' }).click()
    await sheet.page.getByRole('slider').waitFor()
    await sheet.page.screenshot({ path: `${pictures}/timeline.png` })
    expect(await violations(sheet.page)).toEqual([])
    await sheet.press('Escape')
  })

  it('ACCESS-2 the grid has a name, says that several cells can be selected, and each cell whether it is and whether it can be written', async () => {
    const grid = sheet.page.getByRole('grid')
    expect(await grid.getAttribute('aria-label')).toBe('Bảng điểm Toán · 6A · Học kì II')
    expect(await grid.getAttribute('aria-multiselectable')).toBe('true')
    expect(await sheet.cell('6A-03', 'tx2').getAttribute('aria-selected')).toBe('true')
    expect(await sheet.cell('6A-04', 'tx2').getAttribute('aria-selected')).toBe('false')
    expect(await sheet.cell('6A-03', 'tx2').getAttribute('aria-readonly')).toBe('false')
    expect(await sheet.cell('6A-03', 'tb').getAttribute('aria-readonly')).toBe('true')
    expect(await sheet.cell('6A-03', 'name').getAttribute('role')).toBe('rowheader')
    const unmarked = await sheet.page.locator('[role=gridcell]:not([col-id=stt]):not([aria-selected])').count()
    expect(unmarked).toBe(0)
  })

  it('ACCESS-3 the grid is one stop of the Tab key', async () => {
    await sheet.press('Escape', 'Shift+Tab')
    expect(await sheet.active()).toBe('none')
    await sheet.press('Tab')
    expect(await sheet.active()).toBe('6A-03/tx2')
    await sheet.press('Escape', 'Tab')
    expect(await sheet.active()).toBe('none')
    for (let stops = 0; stops < 6 && (await sheet.active()) === 'none'; stops += 1) await sheet.press('Shift+Tab')
    expect(await sheet.active()).toBe('6A-03/tx2')
  })

  it.each(['Control+End', 'Control+Home', 'PageDown', 'Shift+PageDown', 'Control+ArrowDown', 'End'])(
    'ACCESS-4 after %s the focused cell is in sight, not under the heading or the names',
    async (key) => {
      await sheet.press('Control+End', 'Control+Home', key)
      const hidden = await sheet.page.evaluate(() => {
        const cell = document.activeElement
        const box = cell?.getBoundingClientRect()
        if (!cell || !box) return 'no focus'
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
        return cell.contains(top) || top?.className === 'fill-handle' ? '' : `covered by ${top?.className ?? 'nothing'}`
      })
      expect(hidden).toBe('')
    },
  )

  it('ACCESS-5 everything that can be pressed is at least 24 px wide and high', async () => {
    await sheet.press('Control+f')
    const small = await sheet.page.evaluate(() =>
      Array.from(document.querySelectorAll('main button, main input, main a[href], main [col-id], .fill-handle'))
        .filter((element) => element.checkVisibility())
        .map((element) => ({ box: element.getBoundingClientRect(), name: element.outerHTML.slice(0, 80) }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        .map(({ name }) => name),
    )
    expect(small).toEqual([])
    await sheet.press('Escape')
  })

  it('ACCESS-6 the outline of the active cell has 3:1 against the cell, in light and in dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await sheet.page.emulateMedia({ colorScheme })
      await sheet.at('6A-04/tx2')
      const ratio = await sheet.page.evaluate(() => {
        const style = document.activeElement ? getComputedStyle(document.activeElement) : undefined
        const luminance = (color: string): number => {
          const context = document.createElement('canvas').getContext('2d')
          if (!context) return 0
          context.fillStyle = color
          context.fillRect(0, 0, 1, 1)
          const [r = 0, g = 0, b = 0] = Array.from(context.getImageData(0, 0, 1, 1).data, (value) => {
            const share = value / 255
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
          })
          return 0.2126 * r + 0.7152 * g + 0.0722 * b
        }
        const [line, ground] = [luminance(style?.outlineColor ?? ''), luminance(style?.backgroundColor ?? '')]
        return (Math.max(line, ground) + 0.05) / (Math.min(line, ground) + 0.05)
      })
      expect(ratio).toBeGreaterThanOrEqual(3)
    }
    await sheet.page.screenshot({ path: `${pictures}/dark.png` })
    await sheet.page.emulateMedia({ colorScheme: 'light' })
  })
})
