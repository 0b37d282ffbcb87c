import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { keyList } from '../../../client/src/grid/key-list.ts'
import { playIn } from '../scene.ts'
import type { SheetWindow } from './sheet-window.ts'

/** Columns: name tx1 tx2 tx3 tx4 gk ck tb cn; the final marks are empty in the demo. */
const grid = '2025-6A.TOAN.HK2'

const scene = playIn({ keep: true })
let sheet: SheetWindow
let last = ''
let columns = 0

beforeAll(async () => {
  sheet = await scene.sheet('gv.toan', grid)
  last = await sheet.page.evaluate(
    () =>
      Array.from(document.querySelectorAll('[row-id]'), (row) => row.getAttribute('row-id') ?? '')
        .toSorted()
        .at(-1) ?? '',
  )
  columns = (await sheet.page.locator('[row-id="6A-01"] [col-id]').count()) - 1
})

beforeEach(async () => {
  await sheet.press('Escape')
  await sheet.at('6A-03/tx2')
})

describe('keys of movement', () => {
  it.each([
    ['ArrowDown', '6A-04/tx2'],
    ['ArrowUp', '6A-02/tx2'],
    ['ArrowLeft', '6A-03/tx1'],
    ['ArrowRight', '6A-03/tx3'],
    ['Tab', '6A-03/tx3'],
    ['Shift+Tab', '6A-03/tx1'],
    ['Enter', '6A-04/tx2'],
    ['Shift+Enter', '6A-02/tx2'],
    ['Home', '6A-03/tx1'],
    ['End', '6A-03/cn'],
    ['Control+Home', '6A-01/tx1'],
    ['Control+ArrowRight', '6A-03/gk'],
    ['Control+ArrowLeft', '6A-03/name'],
    ['Control+ArrowUp', '6A-01/tx2'],
  ])('KEY-1 %s leads from 6A-03/tx2 to %s', async (key, cell) => {
    await sheet.press(key)
    expect(await sheet.active()).toBe(cell)
    expect(await sheet.selected()).toBe(`${cell} … ${cell} (1)`)
  })

  it('KEY-1 Control+End is the last cell, Control+ArrowDown the end of the filled run', async () => {
    await sheet.press('Control+End')
    expect(await sheet.active()).toBe(`${last}/cn`)
    await sheet.at('6A-03/tx2')
    await sheet.press('Control+ArrowDown')
    expect(await sheet.active()).toBe(`${last}/tx2`)
  })

  it('KEY-1 PageDown and PageUp go a screen down and back', async () => {
    await sheet.press('PageDown')
    const row = Number((await sheet.active()).slice(3, 5))
    expect(row).toBeGreaterThan(8)
    await sheet.press('PageUp')
    expect(await sheet.active()).toBe('6A-03/tx2')
  })

  it('KEY-2 Home twice reaches the name; a run of Tabs and Enter returns to its first column, a row down', async () => {
    await sheet.press('Home', 'Home')
    expect(await sheet.active()).toBe('6A-03/name')
    await sheet.at('6A-03/tx2')
    await sheet.press('Tab', 'Tab', 'Enter')
    expect(await sheet.active()).toBe('6A-04/tx2')
  })

  it('KEY-3 keys in a fast row act on the cell they were pressed on', async () => {
    await sheet.press('Shift+ArrowDown', 'Shift+ArrowRight', 'Control+c')
    expect((await sheet.clipboard()).split('\r\n').map((line) => line.split('\t').length)).toEqual([2, 2])
  })
})

describe('keys of selection', () => {
  it.each([
    ['Shift+ArrowDown', '6A-03/tx2 … 6A-04/tx2 (2)'],
    ['Shift+ArrowUp', '6A-02/tx2 … 6A-03/tx2 (2)'],
    ['Shift+ArrowLeft', '6A-03/tx1 … 6A-03/tx2 (2)'],
    ['Shift+ArrowRight', '6A-03/tx2 … 6A-03/tx3 (2)'],
    ['Shift+Home', '6A-03/tx1 … 6A-03/tx2 (2)'],
    ['Control+Shift+Home', '6A-01/tx1 … 6A-03/tx2 (6)'],
    ['Control+Shift+ArrowRight', '6A-03/tx2 … 6A-03/gk (4)'],
    ['Control+Shift+ArrowLeft', '6A-03/name … 6A-03/tx2 (3)'],
    ['Control+Shift+ArrowUp', '6A-01/tx2 … 6A-03/tx2 (3)'],
    ['Shift+PageUp', '6A-01/tx2 … 6A-03/tx2 (3)'],
  ])('KEY-4 %s selects %s and leaves the keyboard where it was', async (key, range) => {
    await sheet.press(key)
    expect(await sheet.selected()).toBe(range)
    expect(await sheet.active()).toBe('6A-03/tx2')
  })

  it('KEY-4 Shift+End, Shift+PageDown and Control+Shift+End extend as far', async () => {
    await sheet.press('Shift+End')
    expect(await sheet.selected()).toMatch(/^6A-03\/tx2 … 6A-03\/cn /)
    await sheet.at('6A-03/tx2')
    await sheet.press('Shift+PageDown')
    expect(await sheet.selected()).toMatch(/^6A-03\/tx2 … 6A-[12]\d\/tx2 /)
    await sheet.at('6A-03/tx2')
    await sheet.press('Control+Shift+End')
    expect(await sheet.selected()).toMatch(new RegExp(`^6A-03/tx2 … ${last}/cn `))
    await sheet.at('6A-03/tx2')
    await sheet.press('Control+Shift+ArrowDown')
    expect(await sheet.selected()).toMatch(new RegExp(`^6A-03/tx2 … ${last}/tx2 `))
  })

  it('KEY-5 Control+A selects everything, Control+Space the column, Shift+Space the row', async () => {
    const rows = Number(last.slice(3))
    await sheet.press('Control+a')
    expect(await sheet.selected()).toBe(`6A-01/name … ${last}/cn (${rows * columns})`)
    await sheet.at('6A-03/tx2')
    await sheet.press('Control+Space')
    expect(await sheet.selected()).toBe(`6A-01/tx2 … ${last}/tx2 (${rows})`)
    await sheet.at('6A-03/tx2')
    await sheet.press('Shift+Space')
    expect(await sheet.selected()).toBe(`6A-03/name … 6A-03/cn (${columns})`)
    expect(await sheet.active()).toBe('6A-03/tx2')
  })

  it('KEY-6 Tab and Enter go round in a range; Escape drops it', async () => {
    await sheet.press('Shift+ArrowRight', 'Shift+ArrowDown', 'Tab', 'Tab')
    expect(await sheet.active()).toBe('6A-04/tx2')
    await sheet.press('Tab', 'Tab', 'Enter')
    expect(await sheet.active()).toBe('6A-04/tx2')
    await sheet.press('Escape')
    expect(await sheet.selected()).toBe('6A-04/tx2 … 6A-04/tx2 (1)')
  })

  it('KEY-7 the number of cells and their mean stand beside the tools', async () => {
    const marks = await Promise.all(['6A-03/tx2', '6A-04/tx2'].map((cell) => sheet.text(cell)))
    const sum = marks.reduce((total, mark) => total + Number(mark.replace(',', '.')), 0)
    await sheet.press('Shift+ArrowDown')
    await sheet.said(`2 ô được chọn, 2 ô có điểm, trung bình ${(sum / 2).toFixed(2).replace('.', ',')}`)
  })
})

describe('keys of entry', () => {
  it('KEY-8 typing replaces, an arrow takes it over and moves on', async () => {
    await sheet.at('6A-03/ck')
    await sheet.keys('7')
    await sheet.press('ArrowDown')
    await sheet.shows('6A-03/ck', '7')
    expect(await sheet.active()).toBe('6A-04/ck')
    await sheet.press('ArrowUp')
    await sheet.keys('8,5')
    await sheet.press('Enter')
    await sheet.shows('6A-03/ck', '8,5')
    expect(await sheet.active()).toBe('6A-04/ck')
  })

  it('KEY-9 F2 edits the value, its arrows stay in the text, Escape gives it up', async () => {
    await sheet.type('6A-05/ck', '6')
    await sheet.at('6A-05/ck')
    await sheet.press('F2')
    await sheet.keys(',5')
    await sheet.press('ArrowLeft', 'Enter')
    await sheet.shows('6A-05/ck', '6,5')
    await sheet.at('6A-05/ck')
    await sheet.press('F2', 'Enter')
    await sheet.shows('6A-05/ck', '6,5')
    expect(await sheet.active()).toBe('6A-06/ck')
    await sheet.at('6A-05/ck')
    await sheet.keys('9')
    await sheet.press('Escape')
    await sheet.shows('6A-05/ck', '6,5')
    expect(await sheet.active()).toBe('6A-05/ck')
  })

  it('KEY-10 Tab and Shift+Tab, Enter and Shift+Enter take over what is typed', async () => {
    await sheet.at('6A-06/gk')
    await sheet.keys('5')
    await sheet.press('Tab')
    await sheet.keys('6')
    await sheet.press('Shift+Enter')
    expect(await sheet.active()).toBe('6A-05/ck')
    expect([await sheet.text('6A-06/gk'), await sheet.text('6A-06/ck')]).toEqual(['5', '6'])
    await sheet.at('6A-06/ck')
    await sheet.keys('7')
    await sheet.press('Shift+Tab')
    expect(await sheet.active()).toBe('6A-06/gk')
    await sheet.shows('6A-06/ck', '7')
  })

  it('KEY-11 Control+Enter puts the typed value into the whole range, as one step of undo', async () => {
    await sheet.at('6A-07/ck')
    await sheet.press('Shift+ArrowDown', 'Shift+ArrowDown')
    await sheet.keys('8')
    await sheet.press('Control+Enter')
    for (const row of ['07', '08', '09']) await sheet.shows(`6A-${row}/ck`, '8')
    await sheet.said('Đã điền 3 ô.')
    await sheet.press('Control+z')
    for (const row of ['07', '08', '09']) await sheet.shows(`6A-${row}/ck`, '')
    await sheet.type('6A-07/ck', '6,5')
    await sheet.at('6A-07/ck')
    await sheet.press('Shift+ArrowDown', 'F2', 'Control+Enter')
    await sheet.shows('6A-08/ck', '6,5')
    await sheet.press('Control+z')
    await sheet.shows('6A-08/ck', '')
    await sheet.at('6A-07/ck')
    await sheet.press('Shift+ArrowDown', 'Control+Enter')
    await sheet.shows('6A-08/ck', '6,5')
    await sheet.press('Control+z', 'Control+z')
    for (const row of ['07', '08']) await sheet.shows(`6A-${row}/ck`, '')
  })

  it.each(['Delete', 'Backspace'])(
    'KEY-12 %s clears the range, Control+Z brings it back, Control+Y and Control+Shift+Z clear again',
    async (key) => {
      const before = [await sheet.text('6A-03/tx2'), await sheet.text('6A-04/tx3')]
      await sheet.press('Shift+ArrowDown', 'Shift+ArrowRight', key)
      expect([await sheet.text('6A-03/tx2'), await sheet.text('6A-04/tx3')]).toEqual(['', ''])
      await sheet.press('Control+z')
      expect([await sheet.text('6A-03/tx2'), await sheet.text('6A-04/tx3')]).toEqual(before)
      await sheet.press('Control+y')
      expect(await sheet.text('6A-03/tx2')).toBe('')
      await sheet.press('Control+z', 'Control+Shift+Z')
      expect(await sheet.text('6A-03/tx2')).toBe('')
      await sheet.press('Control+z')
      expect([await sheet.text('6A-03/tx2'), await sheet.text('6A-04/tx3')]).toEqual(before)
    },
  )

  it('KEY-13 Control+D fills down and Control+R right, each as one step', async () => {
    const top = await sheet.text('6A-03/tx2')
    const before = [await sheet.text('6A-04/tx2'), await sheet.text('6A-05/tx2'), await sheet.text('6A-03/tx3')]
    await sheet.press('Shift+ArrowDown', 'Shift+ArrowDown', 'Control+d')
    expect([await sheet.text('6A-04/tx2'), await sheet.text('6A-05/tx2')]).toEqual([top, top])
    await sheet.press('Control+z')
    await sheet.at('6A-03/tx2')
    await sheet.press('Shift+ArrowRight', 'Control+r')
    expect(await sheet.text('6A-03/tx3')).toBe(top)
    await sheet.press('Control+z')
    expect([await sheet.text('6A-04/tx2'), await sheet.text('6A-05/tx2'), await sheet.text('6A-03/tx3')]).toEqual(before)
  })

  it('KEY-14 a computed column and a name take no entry, and say so', async () => {
    await sheet.at('6A-03/tb')
    const before = await sheet.text('6A-03/tb')
    await sheet.keys('9')
    await sheet.said('Cột này không nhập được.')
    expect(await sheet.text('6A-03/tb')).toBe(before)
    await sheet.press('F2')
    await sheet.page.getByRole('dialog', { name: /Cách tính/ }).waitFor()
    await sheet.press('Escape')
    await sheet.focused('6A-03/tb')
  })
})

describe('other keys', () => {
  it('KEY-15 Control+F finds a student without diacritics and Escape returns to the row', async () => {
    await sheet.press('Control+f')
    const name = await sheet.text('6A-05/name')
    const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase()
    await sheet.keys(plain)
    await sheet.said(new RegExp(`^1/\\d+ ${name}$`))
    await sheet.press('Escape')
    expect(await sheet.active()).toBe('6A-05/name')
    const rows = await sheet.page.evaluate(() =>
      Array.from(document.querySelectorAll('[row-index][row-id]:has([col-id=name])'), (row) => ({
        at: Number(row.getAttribute('row-index')),
        cell: `${row.getAttribute('row-id') ?? ''}/name`,
        name: row.querySelector('[col-id=name]')?.textContent?.trim() ?? '',
      })).toSorted((one, other) => one.at - other.at),
    )
    const family = name.split(' ')[0] ?? ''
    const namesakes = rows.filter((row) => row.name.startsWith(`${family} `))
    expect(namesakes.length).toBeGreaterThan(1)
    await sheet.press('Control+f')
    await sheet.keys(`${family} `)
    await sheet.said(new RegExp(`^1/${namesakes.length} `))
    await sheet.press('Enter')
    await sheet.said(`2/${namesakes.length} ${namesakes[1]?.name ?? ''}`)
    await sheet.press('Shift+Enter', 'Shift+Enter')
    await sheet.said(`${namesakes.length}/${namesakes.length} ${namesakes.at(-1)?.name ?? ''}`)
    await sheet.press('Escape')
    expect(await sheet.active()).toBe(namesakes.at(-1)?.cell)
  })

  it('KEY-16 ? lists every key', async () => {
    await sheet.press('?')
    const dialog = sheet.page.getByRole('dialog', { name: 'Phím tắt' })
    const listed = Object.values(keyList).flatMap((lines) => lines.flatMap(([keys]) => keys))
    expect(listed).toEqual(expect.arrayContaining(['Ctrl+Home', 'Ctrl+Space', 'Shift+Space', 'Ctrl+Enter', 'Ctrl+Shift+Z', 'F2', 'PgDn']))
    for (const key of listed) {
      await dialog.getByText(key, { exact: true }).first().waitFor()
    }
    await sheet.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await sheet.focused('6A-03/tx2')
  })

  it('KEY-17 Escape, then Tab leaves the grid in either direction; Tab comes back to the same cell', async () => {
    await sheet.press('Escape', 'Tab')
    expect(await sheet.active()).toBe('none')
    await sheet.at('6A-03/tx2')
    await sheet.press('Escape', 'Shift+Tab')
    expect(await sheet.active()).toBe('none')
    await sheet.press('Tab')
    expect(await sheet.active()).toBe('6A-03/tx2')
  })

  it('KEY-18 Control+Shift+H opens the history of the cell', async () => {
    await sheet.press('Control+Shift+H')
    await sheet.page.getByRole('dialog', { name: /Lịch sử ô/ }).waitFor()
    await sheet.press('Escape')
    await sheet.focused('6A-03/tx2')
  })
})
