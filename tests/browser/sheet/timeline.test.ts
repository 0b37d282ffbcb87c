import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { playIn } from '../scene.ts'
import type { SheetWindow } from './sheet-window.ts'

const scene = playIn({ keep: true })
let sheet: SheetWindow

beforeAll(async () => {
  const colleague = await scene.sheet('gv.khtn2', '2025-6A.KHTN.HK2')
  await colleague.type('6A-04/ck', '9')
  await colleague.saved()
  await colleague.window.context.close()
  sheet = await scene.sheet('gv.khtn1', '2025-6A.KHTN.HK2')
  await sheet.type('6A-03/ck', '6')
  await sheet.type('6A-03/ck', '7,5')
  await sheet.saved()
  await sheet.page.getByRole('button', { name: 'Nhật ký bảng điểm' }).click()
  await sheet.page.getByRole('heading', { name: /Bảng điểm tại thời điểm/ }).waitFor()
})

const standing = (cell: string): Promise<string> => sheet.page.locator(`.standing [data-cell="${cell}"]`).innerText()

describe('timeline of a grid', () => {
  it('TIME-1 the last step is the grid as it stands; each step back is the grid as it stood', async () => {
    expect(await standing('6A-03/ck')).toBe('7,5')
    expect(await standing('6A-05/tx2')).toBe(await sheet.text('6A-05/tx2'))
    await sheet.page.getByRole('button', { name: 'Bước trước' }).click()
    expect(await standing('6A-03/ck')).toBe('6')
    await sheet.page.getByRole('slider', { name: 'Thời điểm' }).press('ArrowLeft')
    expect(await standing('6A-03/ck')).toBe('')
    await sheet.page.getByRole('slider').press('Home')
    expect(await sheet.page.locator('.standing td.changed').count()).toBeGreaterThan(0)
    await sheet.page.getByRole('slider').press('End')
    expect(await standing('6A-03/ck')).toBe('7,5')
    await sheet.shows('6A-03/ck', '7,5')
  })

  it('TIME-2 the changes can be filtered by person, column and student', async () => {
    const dialog = sheet.page.getByRole('dialog')
    await dialog.getByLabel('Học sinh').selectOption('6A-03')
    await dialog.getByLabel('Cột').selectOption('ck')
    await dialog.getByText('2 dòng', { exact: true }).waitFor()
    expect(await dialog.locator('.history-lines li .change').allInnerTexts()).toEqual(['6 → 7,5', '(trống) → 6'])
    await dialog.getByLabel('Người sửa').selectOption('gv.khtn2')
    await dialog.getByText('0 dòng', { exact: true }).waitFor()
    await dialog.getByLabel('Học sinh').selectOption('')
    await dialog.getByText('1 dòng', { exact: true }).waitFor()
    expect(await dialog.locator('.history-lines li .change').allInnerTexts()).toEqual(['(trống) → 9'])
    await dialog.getByLabel('Học sinh').selectOption('6A-03')
    await dialog.getByLabel('Người sửa').selectOption('gv.khtn1')
    await dialog.getByText('2 dòng', { exact: true }).waitFor()
  })

  it('TIME-3 what is shown goes into a CSV file', async () => {
    const coming = sheet.page.waitForEvent('download')
    await sheet.page.getByRole('button', { name: 'Xuất CSV' }).click()
    const file = await (await coming).path()
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n')
    expect(lines[0]).toBe('\uFEFFSố thứ tự,Lúc,Người sửa,Việc,Học sinh,Cột,Trước,Sau,Xung đột')
    expect(lines).toHaveLength(3)
    expect(lines[2]).toContain('"7,5"')
  })

  it('TIME-4 Escape closes it and the keyboard is back where it was opened', async () => {
    await sheet.press('Escape')
    await sheet.page.getByRole('dialog').waitFor({ state: 'detached' })
    await sheet.page.locator('button:focus', { hasText: /^Nhật ký bảng điểm$/ }).waitFor()
  })
})
