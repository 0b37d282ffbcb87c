import { type CellKey, type GridId, cellKey, parseGridId } from '@hocba/shared/grid'
import { expect, test } from 'vitest'
import { type DescribedGrid, readMarksWorkbook } from '../../../sync-server/src/import/index.ts'
import { type SheetRows, workbookOf } from '../../support/workbook.ts'
import { workbookParts, zipOf } from '../../support/zip.ts'

const students = [
  { id: '6A-01', name: 'Nguyễn Thị Ánh' },
  { id: '6A-02', name: 'Đỗ Đức Bình' },
]

function describe(id: GridId): DescribedGrid | undefined {
  const grid = parseGridId(id)
  return grid?.class === '6A' ? { grid, students } : undefined
}

const header = ['Mã HS', 'Họ và tên', 'TX1', 'TX2', 'TX3', 'TX4', 'GK', 'CK']

async function read(rows: SheetRows, name = '2025-6A.TOAN.HK1') {
  const { sheets } = await readMarksWorkbook(await workbookOf({ [name]: rows }), describe)
  const [sheet] = sheets
  if (!sheet) throw new Error('no sheet')
  return sheet
}

const codes = (sheet: Awaited<ReturnType<typeof read>>) => sheet.problems.map(({ row, column, code }) => [row, column, code])

test('IMPORT-10 marks as numbers, with comma and with point become tenths; an empty cell leaves the grid alone', async () => {
  const sheet = await read([header, ['6A-01', 'Nguyễn Thị Ánh', 8, '8,5', '7.5', 10, 0, null]])
  expect(sheet.problems).toEqual([])
  expect(sheet.changes).toEqual([
    { cell: '6A-01/tx1', value: 80 },
    { cell: '6A-01/tx2', value: 85 },
    { cell: '6A-01/tx3', value: 75 },
    { cell: '6A-01/tx4', value: 100 },
    { cell: '6A-01/gk', value: 0 },
  ])
})

test('IMPORT-11 headings, ids, names and sheet names count whatever their case, spacing and Unicode form', async () => {
  const spoken = ['MÃ  hs', 'họ và TÊN'.normalize('NFD'), 'tx 1', 'Tx2', 'TX3', 'TX4', 'gk', 'ck']
  const sheet = await read([spoken, [' 6a – 01', 'NGUYỄN  thị Ánh'.normalize('NFD'), 9, null, null, null, null, null]], ' 2025-6a.toan.hk1')
  expect(sheet.problems).toEqual([])
  expect(sheet.grid).toBe('2025-6A.TOAN.HK1')
  expect(sheet.changes).toEqual([{ cell: '6A-01/tx1', value: 90 }])
})

test('IMPORT-12 every refused cell is listed with its place, and then nothing of the sheet is taken', async () => {
  const sheet = await read([
    header,
    ['6A-01', 'Nguyễn Thị Ánh', 8, 8.55, '10,5', -1, 'tốt', true],
    ['6A-02', 'Đỗ Đức Bình', 11, 7, 7, 7, 7, 7],
  ])
  expect(sheet.changes).toEqual([])
  expect(codes(sheet)).toEqual([
    [2, 'TX2', 'value.invalid'],
    [2, 'TX3', 'value.invalid'],
    [2, 'TX4', 'value.invalid'],
    [2, 'GK', 'value.invalid'],
    [2, 'CK', 'value.invalid'],
    [3, 'TX1', 'value.invalid'],
  ])
  expect(sheet.problems[0]?.value).toBe('8.55')
})

test('IMPORT-13 a mark that became a date says so', async () => {
  const sheet = await read([header, ['6A-01', 'Nguyễn Thị Ánh', new Date('2025-05-08T00:00:00Z'), null, null, null, null, null]])
  expect(codes(sheet)).toEqual([[2, 'TX1', 'value.invalid']])
  expect(sheet.problems[0]?.message).toContain('08/05/2025')
})

test('IMPORT-14 unknown, repeated and missing students and names of others are refused', async () => {
  const sheet = await read([
    header,
    ['6A-09', 'Nguyễn Thị Ánh', 8, null, null, null, null, null],
    ['6A-01', 'Đỗ Đức Bình', 8, null, null, null, null, null],
    ['6A-02', 'Đỗ Đức Bình', 8, null, null, null, null, null],
    ['6a-02', null, 8, null, null, null, null, null],
    [null, 'Đỗ Đức Bình', 8, null, null, null, null, null],
  ])
  expect(codes(sheet)).toEqual([
    [2, 'Mã HS', 'student.unknown'],
    [3, 'Họ và tên', 'import.name'],
    [5, 'Mã HS', 'import.duplicate'],
    [6, 'Mã HS', 'student.unknown'],
  ])
})

test('IMPORT-15 missing, unknown and repeated headings and cells outside the columns are refused', async () => {
  const sheet = await read([
    ['Mã HS', 'Họ tên', 'TX1', 'TX1', 'TX2', 'TX3', 'TX4', 'GK'],
    ['6A-01', 'Nguyễn Thị Ánh', 8, 8, 8, 8, 8, 8, 9],
  ])
  expect(sheet.problems.map(({ row, column, value, code }) => [row, column ?? value, code])).toEqual([
    [1, 'Họ tên', 'workbook.header'],
    [1, 'TX1', 'workbook.header'],
    [1, 'Họ và tên', 'workbook.header'],
    [1, 'CK', 'workbook.header'],
    [2, '9', 'workbook.header'],
  ])
})

test('IMPORT-16 a comment-assessed grid takes Đ and CĐ, and TX3, TX4 of the template only empty', async () => {
  const good = await read([header, ['6A-01', 'Nguyễn Thị Ánh', 'Đ', 'cđ', null, null, 'Đạt', 'Chưa đạt']], '2025-6A.GDTC.HK1')
  expect(good.changes.map((one) => one.value)).toEqual(['D', 'CD', 'D', 'CD'])
  const bad = await read([header, ['6A-01', 'Nguyễn Thị Ánh', 8, 'Đ', 'Đ', null, 'T', 'Đ']], '2025-6A.GDTC.HK1')
  expect(codes(bad)).toEqual([
    [2, 'TX1', 'value.invalid'],
    [2, 'TX3', 'cell.unknown'],
    [2, 'GK', 'value.invalid'],
  ])
})

test('IMPORT-17 a homeroom grid takes RL and NGHI', async () => {
  const sheet = await read(
    [
      ['Mã HS', 'Họ và tên', 'RL', 'NGHI'],
      ['6A-01', 'Nguyễn Thị Ánh', 'Khá', 3],
      ['6A-02', '', 'CĐ', '0'],
    ],
    '2025-6A.GVCN.HK1',
  )
  expect(sheet.problems).toEqual([])
  expect(sheet.changes.map(({ cell, value }) => [cell, value])).toEqual([
    ['6A-01/rl', 'K'],
    ['6A-01/nghi', 3],
    ['6A-02/rl', 'CD'],
    ['6A-02/nghi', 0],
  ])
})

test('IMPORT-18 a sheet stands alone: an unknown one is refused, an empty one passed over, the good one taken', async () => {
  const row = ['6A-01', 'Nguyễn Thị Ánh', 8, null, null, null, null, null]
  const book = await workbookOf({ '2025-6A.TOAN.HK1': [header, row], '2025-9Z.TOAN.HK1': [header, row], Sheet3: [] })
  const { sheets } = await readMarksWorkbook(book, describe)
  expect(sheets.map((sheet) => [sheet.sheet, sheet.changes.length, sheet.problems.map((one) => one.code)])).toEqual([
    ['2025-6A.TOAN.HK1', 1, []],
    ['2025-9Z.TOAN.HK1', 0, ['grid.unknown']],
  ])
})

test('IMPORT-19 what the grid already holds is not written again', async () => {
  const values = new Map<CellKey, number>([[cellKey('6A-01', 'tx1'), 80]])
  const book = await workbookOf({ '2025-6A.TOAN.HK1': [header, ['6A-01', 'Nguyễn Thị Ánh', 8, 9, null, null, null, null]] })
  const { sheets } = await readMarksWorkbook(book, (id) => ({ ...(describe(id) as DescribedGrid), values }))
  expect(sheets[0]?.changes).toEqual([{ cell: '6A-01/tx2', value: 90 }])
})

test('IMPORT-20 an error value of a formula is refused', async () => {
  const cells = [...header, '6A-01', 'Nguyễn Thị Ánh'].map((text, index) => {
    const place = `${'ABCDEFGH'[index % 8] ?? ''}${Math.floor(index / 8) + 1}`
    return { row: Math.floor(index / 8), xml: `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>` }
  })
  const row = (number: number): string =>
    cells
      .filter((one) => one.row === number)
      .map((one) => one.xml)
      .join('')
  const error = '<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
  const bytes = zipOf(workbookParts(`<row r="1">${row(0)}</row><row r="2">${row(1)}${error}</row>`))
  const { sheets } = await readMarksWorkbook(bytes, describe)
  expect(sheets[0]?.problems.map(({ column, value }) => [column, value])).toEqual([['TX1', '#DIV/0!']])
})
