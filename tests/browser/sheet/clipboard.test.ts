import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { playIn } from '../scene.ts'
import type { SheetWindow } from './sheet-window.ts'

const grid = '2025-6A.TOAN.HK2'

const scene = playIn({ keep: true })
let sheet: SheetWindow

beforeAll(async () => {
  sheet = await scene.sheet('gv.toan', grid)
})

afterEach(async () => {
  await sheet.press('Escape')
  await sheet.saved()
})

describe('the real clipboard', () => {
  it('CLIP-1 a copied range is on the clipboard as tabs and as a table', async () => {
    await sheet.at('6A-03/tx1')
    await sheet.press('Shift+ArrowRight', 'Shift+ArrowDown', 'Control+c')
    const shown = [
      [await sheet.text('6A-03/tx1'), await sheet.text('6A-03/tx2')],
      [await sheet.text('6A-04/tx1'), await sheet.text('6A-04/tx2')],
    ]
    expect(await sheet.clipboard()).toBe(shown.map((row) => row.join('\t')).join('\r\n'))
    for (const row of shown)
      expect(await sheet.clipboardHtml()).toMatch(new RegExp(`<td[^>]*>${row[0] ?? ''}</td><td[^>]*>${row[1] ?? ''}</td>`))
  })

  it('CLIP-2 what is copied here can be pasted here', async () => {
    await sheet.at('6A-03/tx1')
    await sheet.press('Shift+ArrowDown', 'Control+c')
    await sheet.at('6A-03/ck')
    await sheet.press('Control+v')
    await sheet.shows('6A-03/ck', await sheet.text('6A-03/tx1'))
    await sheet.shows('6A-04/ck', await sheet.text('6A-04/tx1'))
    expect(await sheet.selected()).toBe('6A-03/ck … 6A-04/ck (2)')
    await sheet.press('Control+z')
    await sheet.shows('6A-04/ck', '')
  })

  it('CLIP-3 cut copies and clears as one action', async () => {
    const before = await sheet.text('6A-05/tx2')
    await sheet.at('6A-05/tx2')
    await sheet.press('Control+x')
    expect([await sheet.text('6A-05/tx2'), await sheet.clipboard()]).toEqual(['', before])
    await sheet.press('Control+z')
    await sheet.shows('6A-05/tx2', before)
  })

  it('CLIP-4 one value fills a range; a block that fits repeats', async () => {
    await sheet.copyFrom('9')
    await sheet.at('6A-06/ck')
    await sheet.press('Shift+ArrowDown', 'Shift+ArrowDown', 'Control+v')
    for (const row of ['06', '07', '08']) await sheet.shows(`6A-${row}/ck`, '9')
    await sheet.copyFrom('5\r\n6')
    await sheet.at('6A-06/ck')
    await sheet.press('Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Control+v')
    expect(await Promise.all(['06', '07', '08', '09'].map((row) => sheet.text(`6A-${row}/ck`)))).toEqual(['5', '6', '5', '6'])
    await sheet.press('Control+z', 'Control+z')
    await sheet.shows('6A-06/ck', '')
  })

  it('CLIP-5 a table of a page without tabs is read from its HTML', async () => {
    await sheet.copyFrom('', '<table><tr><td>8,5</td></tr><tr><td>7<br></td></tr></table>')
    await sheet.at('6A-10/ck')
    await sheet.press('Control+v')
    await sheet.shows('6A-10/ck', '8,5')
    await sheet.shows('6A-11/ck', '7')
    await sheet.press('Control+z')
  })

  it('CLIP-6 what lies outside the grid or cannot be written is counted and listed, and the clipboard stays', async () => {
    await sheet.copyFrom('8\t9,5\t7')
    await sheet.at('6A-12/ck')
    await sheet.press('Control+v')
    await sheet.said('2 ô không được dán')
    await sheet.said('Dữ liệu đã sao chép vẫn còn nguyên')
    await sheet.shows('6A-12/ck', '8')
    expect(await sheet.clipboard()).toBe('8\t9,5\t7')
    await sheet.press('Control+z')
    await sheet.copyFrom(Array.from({ length: 60 }, () => '7').join('\r\n'))
    await sheet.at('6A-01/ck')
    await sheet.press('Control+v')
    await sheet.said('ngoài bảng điểm')
    await sheet.press('Control+z')
    await sheet.shows('6A-01/ck', '')
  })

  it('CLIP-8 an open editor keeps its own copy and paste', async () => {
    await sheet.copyFrom('6')
    await sheet.at('6A-15/ck')
    await sheet.press('F2', 'Control+v', 'Enter')
    await sheet.shows('6A-15/ck', '6')
  })
})
