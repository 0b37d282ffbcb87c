import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Office, openOffice } from '../../support/libreoffice.ts'
import { signIn } from '../../support/school.ts'
import { describeWith } from '../../support/tools.ts'
import { playIn } from '../scene.ts'
import type { SheetWindow } from './sheet-window.ts'

const grid = '2025-6A.TOAN.HK2'
const columns = ['tx1', 'tx2', 'tx3', 'tx4', 'gk', 'ck']

/** Semicolons, UTF-8, Vietnamese: `7,5` is a number there, and `8/5` becomes the eighth of May. */
const typedIn = '--infilter=CSV:59,34,76,1,,1066,false,true'
/** Tabs, UTF-8, each cell as it is shown: what Calc puts on the clipboard as text. */
const asTabs = 'csv:Text - txt - csv (StarCalc):9,34,76,1,,1066,false,true,true'

const markOf = (row: number, at: number): number => 50 + ((row * 7 + at * 3) % 50)
const shown = (mark: number): string => (mark % 10 === 0 ? String(mark / 10) : `${Math.trunc(mark / 10)},${mark % 10}`)
const isBad = (row: number, at: number): boolean => (row === 2 && at === 3) || (row === 5 && at === 1)

/** What a teacher typed: 40 × 6, a comma forgotten in D3, a slash for a comma in B6. */
const typed = Array.from({ length: 40 }, (_, row) =>
  columns.map((_column, at) => (row === 2 && at === 3 ? '85' : row === 5 && at === 1 ? '8/5' : shown(markOf(row, at)))).join(';'),
).join('\n')

describeWith(['chromium', 'soffice'], 'a workbook of LibreOffice on the clipboard', () => {
  const scene = playIn({ keep: true })
  let sheet: SheetWindow
  let office: Office
  let workbook: Uint8Array

  beforeAll(async () => {
    office = await openOffice('vi-VN')
    workbook = await office.convert('diem.csv', typed, 'xlsx', [typedIn])
    sheet = await scene.sheet('gv.toan', grid)
  })

  afterAll(async () => {
    await office.close()
  })

  async function values(): Promise<Readonly<Record<string, unknown>>> {
    return (await (await signIn(scene.url, 'gv.toan')).get<{ values: Readonly<Record<string, unknown>> }>(`/api/grids/${grid}/values`)).body
      .values
  }

  async function lastSeqs(after: number): Promise<ReadonlySet<number>> {
    const { body } = await (await signIn(scene.url, 'gv.toan')).get<readonly { readonly seq: number }[]>(`/api/grids/${grid}/history`)
    return new Set(body.map(({ seq }) => seq).filter((seq) => seq > after))
  }

  const copied = async (to: string): Promise<string> => new TextDecoder().decode(await office.convert('copy.xlsx', workbook, to))

  it.each([
    ['tabs and table', true],
    ['its table alone', false],
  ])(
    'CLIP-7 40 × 6 with decimal commas, %s: the good ones are in as one entry, the bad ones are listed with reasons, one undo takes all back',
    async (_, withTabs) => {
      const [tabs, table] = [await copied(asTabs), await copied('html')]
      expect(tabs.split(/\r?\n/)[0]).toBe(columns.map((_column, at) => shown(markOf(0, at))).join('\t'))
      expect(tabs.split(/\r?\n/)[5]?.split('\t')[1]).toMatch(/^0?8\/0?5\/(20)?\d\d$/)
      expect(table).toMatch(/<meta name="generator" content="LibreOffice/)
      const [before, last] = [await values(), Math.max(...(await lastSeqs(0)))]

      await sheet.copyFrom(withTabs ? tabs : '', table)
      await sheet.at('6A-01/tx1')
      await sheet.press('Control+v')
      await sheet.said('2 ô không được dán')
      await sheet.said(/ĐĐGtx 4: «85» không nhập được\. Nếu là 8,5, hãy gõ cả dấu phẩy\./)
      await sheet.said(/ĐĐGtx 2: «0?8\/0?5\/(20)?\d\d» không nhập được\. Có vẻ Excel đã đổi điểm thành ngày tháng\./)
      await sheet.said('Dữ liệu đã sao chép vẫn còn nguyên')
      await sheet.saved()
      const expected = Array.from({ length: 40 }, (_row, row) =>
        columns.map((column, at) => {
          const cell = `6A-${String(row + 1).padStart(2, '0')}/${column}`
          return [cell, isBad(row, at) ? before[cell] : markOf(row, at)]
        }),
      )
      expect(await values()).toEqual(Object.fromEntries(expected.flat()))
      expect((await lastSeqs(last)).size).toBe(1)

      await sheet.press('Control+z')
      await sheet.saved()
      expect(await values()).toEqual(before)
    },
  )

  it.each(['vi-VN', 'en-US'])('CLIP-9 what is copied here is numbers in LibreOffice set to %s, names are texts', async (locale) => {
    await sheet.type('6A-03/tx1', '8,5')
    await sheet.shows('6A-03/tx1', '8,5')
    const shown = [await sheet.text('6A-03/name'), await sheet.text('6A-03/tx1'), await sheet.text('6A-03/tx2')]
    await sheet.at('6A-03/name')
    await sheet.press('Shift+ArrowRight', 'Shift+ArrowRight', 'Control+c')
    const reader = await openOffice(locale)
    const opened = new TextDecoder().decode(
      await reader.convert('copied.html', await sheet.clipboardHtml(), 'fods', ['--infilter=HTML (StarCalc)']),
    )
    await reader.close()
    const [name = '', ...marks] = shown
    expect(opened).toContain(`<text:p>${name}</text:p>`)
    const numbers = [...opened.matchAll(/office:value-type="float" office:value="([^"]*)"/g)].map(([, value]) => value)
    expect(new Set(numbers)).toEqual(new Set(marks.map((mark) => mark.replace(',', '.'))))
  })
})
