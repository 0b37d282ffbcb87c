import { type Student } from '@hocba/shared/school'
import { expect, test } from 'vitest'
import { type ExistingRoster, readRosterWorkbook } from '../../../sync-server/src/import/index.ts'
import { type SheetRows, workbookOf } from '../../support/workbook.ts'

const present: Student = {
  id: '6A-01',
  class: '6A',
  name: 'Nguyễn Thị Ánh',
  birthDate: '2014-03-02',
  gender: 'female',
  personalId: '099314000001',
}
const existing: ExistingRoster = { year: '2025', classes: [{ id: '6A', year: '2025', grade: 6 }], students: [present] }
const header = ['Mã HS', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Mã định danh', 'Lớp']

async function read(rows: SheetRows) {
  const { sheets } = await readRosterWorkbook(await workbookOf({ 'Danh sách': rows }), existing)
  const [sheet] = sheets
  if (!sheet) throw new Error('no sheet')
  return sheet
}

const codes = (sheet: Awaited<ReturnType<typeof read>>) => sheet.problems.map(({ row, column, code }) => [row, column, code])

test('IMPORT-30 a new class is read, birth dates as text or as Excel dates', async () => {
  const sheet = await read([
    header,
    ['8C-01', 'Đỗ  Đức Bình', '5/9/2012', 'Nam', '099212000002', '8c'],
    ['8C-02', 'Lê Thu Hà'.normalize('NFD'), new Date('2012-01-31T00:00:00Z'), 'nữ', 99312000003 + 900_000_000_000, '8C'],
  ])
  expect(sheet.problems).toEqual([])
  expect(sheet.classes).toEqual([{ id: '8C', year: '2025', grade: 8 }])
  expect(sheet.students).toEqual([
    { id: '8C-01', class: '8C', name: 'Đỗ Đức Bình', birthDate: '2012-09-05', gender: 'male', personalId: '099212000002' },
    { id: '8C-02', class: '8C', name: 'Lê Thu Hà', birthDate: '2012-01-31', gender: 'female', personalId: '999312000003' },
  ])
})

test('IMPORT-31 who is there unchanged is not written again; who changed is', async () => {
  const same = await read([header, ['6A-01', 'Nguyễn Thị Ánh', '02/03/2014', 'Nữ', '099314000001', '6A']])
  expect([same.students, same.problems]).toEqual([[], []])
  const renamed = await read([header, ['6A-01', 'Nguyễn Thị Ngọc Ánh', '02/03/2014', 'Nữ', '099314000001', '6A']])
  expect(renamed.students).toEqual([{ ...present, name: 'Nguyễn Thị Ngọc Ánh' }])
})

test('IMPORT-32 every wrong field is listed, and then nothing of the sheet is taken', async () => {
  const sheet = await read([
    header,
    ['6A-02', 'X1', '31/02/2014', 'Trai', '12345', '6A'],
    ['6A-03', 'Bùi Văn Chi', '01/01/1980', 'Nam', 99314000004, '6A'],
    ['6A-04', 'Bùi Văn Dũng', '01/01/2014', 'Nam', '099314000001', '6A'],
    ['6A-05', 'Bùi Văn Em', '01/01/2014', 'Nam', '099214000005', '6B'],
    ['6A-06', 'Bùi Văn Giang', '01/01/2014', 'Nam', '099214000006', '6A'],
    ['6A-06', 'Bùi Văn Giang', '01/01/2014', 'Nam', '099214000006', '6A'],
    ['12', 'Bùi Văn Hải', '01/01/2014', 'Nam', '099214000007', '12A'],
  ])
  expect(sheet.students).toEqual([])
  expect(codes(sheet)).toEqual([
    [2, 'Họ và tên', 'import.name'],
    [2, 'Ngày sinh', 'value.invalid'],
    [2, 'Giới tính', 'value.invalid'],
    [2, 'Mã định danh', 'import.pid'],
    [3, 'Ngày sinh', 'value.invalid'],
    [3, 'Mã định danh', 'import.pid'],
    [4, 'Mã định danh', 'import.pid'],
    [5, 'Mã HS', 'import.class'],
    [7, 'Mã HS', 'import.duplicate'],
    [8, 'Lớp', 'import.class'],
    [8, 'Mã HS', 'student.unknown'],
  ])
  expect(sheet.problems.find((one) => one.row === 3 && one.code === 'import.pid')?.message).toContain('số 0')
})

test('IMPORT-33 a header row that differs is refused', async () => {
  const sheet = await read([
    ['Mã HS', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Lớp'],
    ['6A-02', 'Bùi Văn An', '01/01/2014', 'Nam', '6A'],
  ])
  expect(codes(sheet)).toEqual([[1, 'Mã định danh', 'workbook.header']])
})
