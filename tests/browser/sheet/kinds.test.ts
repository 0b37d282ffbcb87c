import { describe, expect, it } from 'vitest'
import { playIn } from '../scene.ts'

const scene = playIn()

describe('subjects that are assessed by comment, and the homeroom grid', () => {
  it('KIND-1 Đ and CĐ are typed with and without diacritics, the result follows, and a mark is refused with its sentence', async () => {
    const sheet = await scene.sheet('gv.gdtc', '2025-6A.GDTC.HK2', '6A-01')
    for (const column of ['tx1', 'tx2', 'gk', 'ck']) await sheet.type(`6A-03/${column}`, column === 'gk' ? 'D' : 'd')
    await sheet.shows('6A-03/ck', 'Đ')
    await sheet.shows('6A-03/tb', 'Đ')
    await sheet.type('6A-03/ck', 'cđ')
    await sheet.shows('6A-03/tb', 'CĐ')
    await sheet.type('6A-04/ck', '8')
    await sheet.said('«8» không nhập được. Nhận xét là Đ (Đạt) hoặc CĐ (Chưa đạt).')
    await sheet.at('6A-03/tb')
    await sheet.press('Enter')
    await sheet.page
      .getByRole('dialog', { name: /Cách tính/ })
      .getByText(/TT22\/2021 Điều 9/)
      .first()
      .waitFor()
  })

  it('KIND-2 conduct and absences have their own values, and nothing is computed beside them', async () => {
    const sheet = await scene.sheet('gv.van', '2025-6A.GVCN.HK2', '6A-01/rl')
    expect(await sheet.page.locator('[row-id="6A-01"] [col-id="tb"]').count()).toBe(0)
    await sheet.type('6A-03/rl', 'tốt')
    await sheet.shows('6A-03/rl', 'T')
    await sheet.type('6A-03/nghi', '12')
    await sheet.shows('6A-03/nghi', '12')
    await sheet.type('6A-04/nghi', '1,5')
    await sheet.said('«1,5» không nhập được. Số buổi nghỉ là số nguyên từ 0 đến 400.')
    await sheet.type('6A-04/rl', 'G')
    await sheet.said('«G» không nhập được. Rèn luyện là T (Tốt), K (Khá), Đ (Đạt) hoặc CĐ (Chưa đạt).')
    await sheet.saved()
  })

  it('KEY-19 an input method composes in the cell it was begun on, replacing its value; keys it takes for itself move nothing', async () => {
    const sheet = await scene.sheet('gv.gdtc', '2025-6A.GDTC.HK2', '6A-01')
    await sheet.type('6A-05/ck', 'cđ')
    await sheet.at('6A-05/ck')
    const session = await sheet.window.context.newCDPSession(sheet.page)
    const process = { key: 'Process', code: 'KeyD', windowsVirtualKeyCode: 229 } as const
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...process })
    for (const text of ['d', 'đ', 'đa', 'đạ', 'đạt']) {
      await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    }
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...process, code: 'Enter' })
    expect(await sheet.page.evaluate(() => document.activeElement instanceof HTMLInputElement && document.activeElement.value)).toBe('đạt')
    await session.send('Input.insertText', { text: 'đạt' })
    await sheet.press('ArrowDown')
    await sheet.shows('6A-05/ck', 'Đ')
    expect(await sheet.active()).toBe('6A-06/ck')
  })
})
