import { beforeAll, describe, expect, it } from 'vitest'
import { assign, importRoster, primaryAssignments, primaryRoster } from '../../support/primary-school.ts'
import { freeze, sign, signIn } from '../../support/school.ts'
import { playIn } from '../scene.ts'
import type { SheetWindow } from '../sheet/sheet-window.ts'

const maths = '2025-3A.TOAN.HK1'
const qualities = '2025-3A.PCNL.HK1'
const pupils = ['3A-01', '3A-02', '3A-03', '3A-04', '3A-05', '3A-06']

const scene = playIn({ agent: true })

beforeAll(async () => {
  expect(await importRoster(scene.school, primaryRoster)).toBe('Danh sách: đã ghi 7 học sinh.\n')
  await assign(scene.school, primaryAssignments)
})

const headings = (sheet: SheetWindow): Promise<readonly string[]> =>
  sheet.page.evaluate(() =>
    Array.from(document.querySelectorAll('.grid-host [role=columnheader]'), (one) => one.textContent?.trim() ?? '').filter(
      (name) => name !== '',
    ),
  )

async function valuesOf(user: string, grid: string): Promise<Readonly<Record<string, unknown>>> {
  return (await (await signIn(scene.url, user)).get<{ values: Readonly<Record<string, unknown>> }>(`/api/grids/${grid}/values`)).body.values
}

describe('a primary class in the grid of every other', () => {
  it('PRIMARY-1 the columns are those of the grade, with nothing computed beside them', async () => {
    const three = await scene.sheet('gv.toan', maths, '3A-01/mgk')
    expect(await headings(three)).toEqual(['STT', 'Họ và tên', 'Mức giữa kì', 'Mức cuối kì', 'Điểm KT cuối kì'])
    const four = await scene.sheet('gv.toan', '2025-4A.TOAN.HK2', '4A-01/mgk')
    expect(await headings(four)).toEqual(['STT', 'Họ và tên', 'Mức giữa kì', 'Điểm KT giữa kì', 'Mức cuối kì', 'Điểm KT cuối kì'])
  })

  it('PRIMARY-2 levels and a test are typed by keyboard; a decimal and a level of another kind are refused with their sentence', async () => {
    const sheet = await scene.sheet('gv.toan', maths, '3A-01/mgk')
    await sheet.at('3A-01/mgk')
    for (const typed of ['t', 'H', 'c', 'HTT', 'hoàn thành', 'CHT']) {
      await sheet.keys(typed)
      await sheet.press('Enter')
    }
    for (const [index, shown] of ['T', 'H', 'C', 'T', 'H', 'C'].entries()) await sheet.shows(`${pupils[index] ?? ''}/mgk`, shown)
    await sheet.type('3A-01/ktck', '9')
    await sheet.shows('3A-01/ktck', '9')
    await sheet.type('3A-02/ktck', '8,5')
    await sheet.said(
      '«8,5» không nhập được. Bài kiểm tra định kì ở tiểu học không cho điểm thập phân. Điểm kiểm tra là số nguyên từ 0 đến 10.',
    )
    await sheet.shows('3A-02/ktck', '')
    await sheet.type('3A-02/mck', 'D')
    await sheet.said('«D» không nhập được. Mức đạt được là T (Hoàn thành tốt), H (Hoàn thành) hoặc C (Chưa hoàn thành).')
    await sheet.shows('3A-02/mck', '')
    await sheet.saved()
    expect(await valuesOf('gv.toan', maths)).toMatchObject({ '3A-01/mgk': 'T', '3A-05/mgk': 'H', '3A-01/ktck': 90 })
    expect(await valuesOf('gv.toan', maths)).not.toHaveProperty('3A-02/ktck')
  })

  it('PRIMARY-3 paste, fill and undo, each in one step; what has decimals is listed', async () => {
    const sheet = await scene.sheet('gv.toan', maths, '3A-01/mgk')
    await sheet.copyFrom(pupils.map((_pupil, index) => `H\t${index === 3 ? '7,5' : String(index + 5)}`).join('\r\n'))
    await sheet.at('3A-01/mck')
    await sheet.press('Control+v')
    await sheet.said('1 ô không được dán')
    await sheet.said('Võ Minh Khang, Điểm KT cuối kì: «7,5» không nhập được.')
    await sheet.shows('3A-06/ktck', '10')
    await sheet.shows('3A-04/ktck', '')
    await sheet.said('12 ô được chọn, 11 ô có điểm, trung bình 7,40')
    await sheet.press('Control+z')
    await sheet.shows('3A-06/mck', '')
    await sheet.shows('3A-01/ktck', '9')
    await sheet.type('3A-01/mck', 'T')
    await sheet.at('3A-01/mck')
    await sheet.press('Control+Shift+ArrowDown', 'Control+d')
    for (const pupil of pupils) await sheet.shows(`${pupil}/mck`, 'T')
    await sheet.press('Control+z')
    await sheet.shows('3A-06/mck', '')
    await sheet.press('Control+y')
    await sheet.shows('3A-06/mck', 'T')
    await sheet.saved()
  })

  it('PRIMARY-4 qualities and competences are the homeroom teacher’s, with Đ for Đạt and their own sentence', async () => {
    const sheet = await scene.sheet('gv.van', qualities, '3A-01/pcyngk')
    const shown = await headings(sheet)
    expect([shown.length, shown[2], shown.at(-1)]).toEqual([32, 'Yêu nước (GK)', 'Thể chất (CK)'])
    await sheet.type('3A-01/pcyngk', 'd')
    await sheet.shows('3A-01/pcyngk', 'Đ')
    await sheet.type('3A-01/pcnagk', 'cần cố gắng')
    await sheet.shows('3A-01/pcnagk', 'C')
    await sheet.type('3A-02/pcyngk', 'H')
    await sheet.said('«H» không nhập được. Mức đánh giá là T (Tốt), Đ (Đạt) hoặc C (Cần cố gắng).')
    await sheet.saved()
    expect(await valuesOf('gv.van', qualities)).toMatchObject({ '3A-01/pcyngk': 'D', '3A-01/pcnagk': 'C' })
  })

  it('PRIMARY-5 the board shows levels and tests, without details only what stands at the end of the term', async () => {
    const homeroom = await scene.person('gv.van', '/board/3A/HK1')
    await homeroom.page.getByRole('columnheader', { name: 'Mức CK' }).first().waitFor()
    const cell = (column: string) => homeroom.page.locator(`[row-id="3A-01"] [col-id="${column}"]`)
    expect([await cell('TOAN.mgk').innerText(), await cell('TOAN.ktck').innerText()]).toEqual(['T', '9'])
    expect(await cell('TOAN.tb').count()).toBe(0)
    await homeroom.page.getByText('Chỉ trung bình', { exact: true }).click()
    await cell('TOAN.ktck').waitFor({ state: 'detached' })
    expect(await cell('TOAN.mck').innerText()).toBe('T')
    expect(await homeroom.violations()).toEqual([])
  })

  it('PRIMARY-6 a guardian reads levels, tests, qualities and competences, and what the letters mean', async () => {
    const guardian = await scene.person('phuhuynh.001', '/')
    await guardian.page.getByRole('combobox').selectOption('3A-01')
    const term = guardian.page.getByRole('region', { name: 'Học kì I', exact: true })
    const row = term.getByRole('row', { name: /^Toán/ })
    await row.waitFor()
    expect((await row.getByRole('cell').allInnerTexts()).slice(0, 3)).toEqual(['T', 'T', '9'])
    expect(
      await term
        .getByRole('row', { name: /^Yêu nước/ })
        .getByRole('cell')
        .allInnerTexts(),
    ).toEqual(['Đ', '–'])
    await term.getByText('T: Hoàn thành tốt; H: Hoàn thành; C: Chưa hoàn thành.').waitFor()
    expect(await guardian.violations()).toEqual([])
  })

  it('PRIMARY-7 the page that is printed has the form of primary school', async () => {
    const homeroom = await scene.person('gv.van', `/grids/${qualities}/print`)
    await homeroom.page.getByRole('heading', { name: 'BẢNG TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ GIÁO DỤC' }).waitFor()
    expect(await homeroom.page.locator('.gradebook table').count()).toBe(2)
    await homeroom.sees('T: Tốt; Đ: Đạt; C: Cần cố gắng.')
    expect(await homeroom.page.getByText('Giáo viên môn học').count()).toBe(0)
  })

  it('PRIMARY-8 a complete grid is frozen, signed by its teacher, homeroom teacher, principal and school, and read only', async () => {
    const sheet = await scene.sheet('gv.toan', maths, '3A-01/mgk')
    await sheet.copyFrom(['9', '8', '7', '6', '5', '10'].join('\r\n'))
    await sheet.at('3A-01/ktck')
    await sheet.press('Control+v')
    await sheet.saved()
    expect((await freeze(scene.school, [maths])).map(({ status }) => status)).toEqual([200])
    await sheet.said('Bảng điểm đã được chốt.')
    await sheet.type('3A-01/ktck', '1')
    await sheet.shows('3A-01/ktck', '9')
    const only = new Set([maths])
    for (const user of ['gv.toan', 'gv.van', 'hieutruong', 'vanthu']) expect(await sign(scene.school, user, only)).toBe(1)
    const officer = await signIn(scene.url, 'quantrihocba')
    const xml = new TextDecoder().decode(await officer.bytes(`/api/grids/${maths}/artefacts/1/xml`))
    expect(xml).toContain('TT27/2020')
    for (const kind of ['xml', 'pdf']) {
      const verifier = await scene.person('quantrihocba', '/verify')
      const buffer = Buffer.from(await officer.bytes(`/api/grids/${maths}/artefacts/1/${kind}`))
      await verifier.page
        .locator('hocba-verify input[type=file]')
        .setInputFiles({ name: `toan.${kind}`, mimeType: 'application/octet-stream', buffer })
      await verifier.page.getByRole('heading', { name: 'Hợp lệ', exact: true }).waitFor({ timeout: 30_000 })
    }
  })
})
