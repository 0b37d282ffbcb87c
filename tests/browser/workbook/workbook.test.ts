import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseGridId } from '@hocba/shared/grid'
import type { Download } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readMarksWorkbook } from '../../../sync-server/src/import/index.ts'
import { type Office, openOffice } from '../../support/libreoffice.ts'
import { describeWith, toolPath } from '../../support/tools.ts'
import { playIn } from '../scene.ts'
import type { Person } from '../pages/person.ts'
import { classSheet, grid, markOf, studentsOf, valuesOf } from './sheets.ts'

const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

describeWith(['chromium', 'soffice', 'pdftotext'], 'workbooks and print', () => {
  const scene = playIn()
  const open = (user: string, path = `/grids/${grid}`) => scene.person(user, path)
  let office: Office
  let folder: string

  beforeAll(async () => {
    office = await openOffice()
    folder = await mkdtemp(join(tmpdir(), 'hocba-book-'))
  })

  afterAll(async () => {
    await office.close()
    await rm(folder, { recursive: true })
  })

  async function choose(person: Person, name: string, bytes: Uint8Array): Promise<void> {
    await person.press('Nhập từ Excel')
    await person.page.setInputFiles('input[type=file]', { name, mimeType: type, buffer: Buffer.from(bytes) })
  }

  const saved = (person: Person): Promise<void> => person.page.locator('[data-state="saved"][data-pending="0"]').waitFor()

  async function bytesOf(download: Promise<Download>): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
    const file = await download
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
  }

  it('BOOK-1 BOOK-2 BOOK-3 40 × 6 from LibreOffice with one bad value and one that became a date: the good rows are in, the bad ones are listed, undo takes all back', async () => {
    const students = await studentsOf(scene.school)
    const before = await valuesOf(scene.school)
    const teacher = await open('gv.toan')
    await choose(teacher, 'toan.xlsx', await office.convert('toan.fods', classSheet(students), 'xlsx'))
    const dialog = teacher.page.getByRole('dialog')
    await dialog.getByText('2 chỗ không nhận được').waitFor()
    expect(await dialog.getByText('Dòng 3, cột TX2').innerText()).toContain('Nếu là 8,5')
    expect(await dialog.getByText('Dòng 4, cột GK').innerText()).toContain('ngày 08/05/2026')
    expect(await dialog.locator('td.refused').count()).toBe(2)
    expect(await dialog.getByRole('button', { name: /^Ghi/ }).count()).toBe(0)
    expect(await teacher.violations()).toEqual([])
    expect(await valuesOf(scene.school)).toEqual(before)

    await dialog.getByRole('button', { name: /^Chỉ ghi các dòng không lỗi \(38 dòng/ }).click()
    await saved(teacher)
    await teacher.sees('2 chỗ không được nhập')
    const after = await valuesOf(scene.school)
    const marks = (values: Readonly<Record<string, unknown>>, index: number) =>
      ['tx1', 'tx2', 'tx3', 'tx4', 'gk', 'ck'].map((column) => values[`${students[index]?.id ?? ''}/${column}`])
    for (const index of students.keys())
      expect(marks(after, index)).toEqual(index === 1 || index === 2 ? marks(before, index) : Array<number>(6).fill(markOf(index)))

    await teacher.press('Hoàn tác')
    await saved(teacher)
    expect(await valuesOf(scene.school)).toEqual(before)
  })

  it('BOOK-6 a file that is no workbook is refused in words', async () => {
    const teacher = await open('gv.toan')
    await choose(teacher, 'toan.xlsx', Buffer.from('Mã HS;Họ và tên'))
    expect(await teacher.page.getByRole('dialog').getByRole('alert').innerText()).toContain('workbook.corrupt')
  })

  it('BOOK-7 who may only view the grid has no import', async () => {
    const reader = await open('gv.van')
    await reader.page.getByRole('button', { name: 'Xuất Excel' }).waitFor()
    expect(await reader.page.getByRole('button', { name: 'Nhập từ Excel' }).count()).toBe(0)
  })

  it('BOOK-12 what the page exports holds the grid and imports again without a change', async () => {
    const teacher = await open('gv.toan')
    const download = teacher.page.waitForEvent('download')
    await saved(teacher)
    await teacher.press('Xuất Excel')
    const { name, bytes } = await bytesOf(download)
    expect(name).toBe(`${grid}.xlsx`)
    const described = parseGridId(grid)
    if (!described) throw new Error('no grid')
    const students = await studentsOf(scene.school)
    const { sheets } = await readMarksWorkbook(bytes, () => ({ grid: described, students }))
    expect(sheets[0]?.problems).toEqual([])
    expect(Object.fromEntries((sheets[0]?.changes ?? []).map(({ cell, value }) => [cell, value]))).toEqual(await valuesOf(scene.school))
    await choose(teacher, name, bytes)
    await teacher.sees('không có gì để ghi')
  })

  it('BOOK-15 a class is exported with an overview and every grid that the person may read', async () => {
    const homeroom = await open('gv.van', '/board/6A/HK1')
    const download = homeroom.page.waitForEvent('download')
    await homeroom.press('Xuất Excel cả lớp')
    const { name, bytes } = await bytesOf(download)
    expect(name).toBe('2025-6A.HK1.xlsx')
    const csv = await office.convert('class.xlsx', bytes, 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false')
    const lines = Buffer.from(csv).toString('utf8').trim().split('\n')
    expect(lines).toHaveLength(41)
    expect(lines[1]).toMatch(/^"6A-01","[^"]+",\d+\.\d,/)
    const { sheets } = await readMarksWorkbook(bytes, () => undefined)
    expect(sheets).toHaveLength(13) // twelve subjects and the homeroom grid
  })

  it('PRINT-1 PRINT-2 PRINT-3 the gradebook page is A4 landscape, whole, headed on every page, and says what it is', async () => {
    const teacher = await open('gv.toan', `/grids/${grid}/print`)
    await teacher.page.getByRole('article').waitFor()
    expect(await teacher.violations()).toEqual([])
    const path = join(folder, 'print.pdf')
    await writeFile(path, await teacher.page.pdf({ preferCSSPageSize: true, printBackground: true }))
    const text = execFileSync(toolPath('pdftotext'), ['-layout', path, '-']).toString('utf8')
    const pages = text.split('\f').slice(0, -1)
    expect(pages.length).toBeGreaterThan(1)
    expect(pages[0]).toContain('SỔ THEO DÕI VÀ ĐÁNH GIÁ HỌC SINH')
    for (const { name } of await studentsOf(scene.school)) expect(text).toContain(name)
    const tables = pages.filter((page) => /^\s*\d+\s+\p{Lu}/mu.test(page))
    expect(tables.filter((page) => !page.includes('Họ và tên'))).toEqual([])
    expect(text).toContain('chưa ký số')
    expect(text).toMatch(/thay đổi thứ \d+/)
    expect(text).not.toContain('Đăng xuất')
    const [width, height] =
      /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/
        .exec((await readFile(path)).toString('latin1'))
        ?.slice(1)
        .map(Number) ?? []
    expect([Math.round(width ?? 0), Math.round(height ?? 0)]).toEqual([842, 595])
  })
})
