import { type CellKey, type GridId, parseGridId } from '@hocba/shared/grid'
import { expect, test } from 'vitest'
import { readMarksWorkbook, readRosterWorkbook } from '../../../sync-server/src/import/index.ts'
import { type SheetRows, workbookOf } from '../../support/workbook.ts'

const students = [{ id: '4A-01', name: 'Trần Hải Đăng' }]

async function marks(id: string, rows: SheetRows) {
  const { sheets } = await readMarksWorkbook(await workbookOf({ [id]: rows }), (name: GridId) => {
    const grid = parseGridId(name)
    return grid && { grid, students, values: new Map<CellKey, null>() }
  })
  const [sheet] = sheets
  if (!sheet) throw new Error('no sheet')
  return sheet
}

test('IMPORT-40 a primary sheet is headed by the ids of its columns', async () => {
  const sheet = await marks('2025-4A.TV.HK1', [
    ['Mã HS', 'Họ và tên', 'MGK', 'KTGK', 'MCK', 'KTCK'],
    ['4A-01', 'Trần Hải Đăng', 'HTT', 8, 'Hoàn thành', '10'],
  ])
  expect(sheet.problems).toEqual([])
  expect(sheet.changes.map(({ cell, value }) => [cell, value])).toEqual([
    ['4A-01/mgk', 'T'],
    ['4A-01/ktgk', 80],
    ['4A-01/mck', 'H'],
    ['4A-01/ktck', 100],
  ])
})

test('IMPORT-40 P7 a decimal in a test is refused with a sentence, and so is a column of another level', async () => {
  const sheet = await marks('2025-4A.TV.HK1', [
    ['Mã HS', 'Họ và tên', 'MGK', 'KTGK', 'MCK', 'KTCK'],
    ['4A-01', 'Trần Hải Đăng', 'K', 8, 'H', 9.5],
  ])
  expect(sheet.problems.map(({ column, code, message }) => [column, code, message])).toEqual([
    ['MGK', 'value.invalid', 'Mức đạt được là T (Hoàn thành tốt), H (Hoàn thành) hoặc C (Chưa hoàn thành).'],
    ['KTCK', 'value.invalid', 'Điểm bài kiểm tra định kì là số nguyên từ 0 đến 10, không có điểm thập phân, ví dụ 9.'],
  ])
  const secondary = await marks('2025-4A.AN.HK1', [
    ['Mã HS', 'Họ và tên', 'TX1', 'MGK', 'MCK'],
    ['4A-01', 'Trần Hải Đăng', 8, 'T', 'T'],
  ])
  expect(secondary.problems.map(({ code }) => code)).toEqual(['workbook.header'])
})

test('IMPORT-41 a primary class list is read, with the ages of its grades', async () => {
  const rows = [
    ['Mã HS', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Mã định danh', 'Lớp'],
    ['1A-01', 'Bùi Gia An', '05/09/2019', 'Nam', '079219000001', '1a'],
    ['1A-02', 'Lê Thu Cúc', '05/09/2006', 'Nữ', '079306000002', '1A'],
  ]
  const existing = { year: '2025', classes: [], students: [] }
  const [wrong] = (await readRosterWorkbook(await workbookOf({ lop: rows }), existing)).sheets
  expect(wrong?.problems.map(({ row, column, message }) => [row, column, message])).toEqual([
    [3, 'Ngày sinh', 'Năm sinh không hợp với học sinh tiểu học năm học 2025.'],
  ])
  const [right] = (await readRosterWorkbook(await workbookOf({ lop: rows.slice(0, 2) }), existing)).sheets
  expect([right?.classes, right?.students.map(({ id }) => id)]).toEqual([[{ id: '1A', year: '2025', grade: 1 }], ['1A-01']])
})
