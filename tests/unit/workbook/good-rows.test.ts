import { type GridId, parseGridId } from '@hocba/shared/grid'
import { type WorkbookCell, readMarksSheet } from '@hocba/shared/workbook'
import { expect, test } from 'vitest'
import { readMarksWorkbook } from '../../../sync-server/src/import/index.ts'
import { workbookOf } from '../../support/workbook.ts'

const id = '2025-6A.TOAN.HK1' as GridId
const students = [
  { id: '6A-01', name: 'Nguyễn Thị Ánh' },
  { id: '6A-02', name: 'Đỗ Đức Bình' },
  { id: '6A-03', name: "'-Lê Chi" },
]
const header = ['Mã HS', 'Họ và tên', 'TX1', 'TX2', 'TX3', 'TX4', 'GK', 'CK']

function read(rows: readonly (readonly WorkbookCell[])[], name: string = id) {
  const grid = parseGridId(id)
  if (!grid) throw new Error('no grid')
  return readMarksSheet({ name, rows: rows.map((cells, index) => ({ number: index + 1, cells })) }, { grid, students }, new Set())
}

test('BOOK-3 a refused cell leaves its whole row out of the good rows, and the sheet out as a whole', () => {
  const sheet = read([
    header,
    ['6A-01', 'Nguyễn Thị Ánh', 8, 85, 7, null, null, null],
    ['6A-02', 'Đỗ Đức Bình', 9, '9,5', null, null, null, null],
    ['6A-09', 'Ai đó', 9, 9, null, null, null, null],
  ])
  expect(sheet.changes).toEqual([])
  expect(sheet.goodRows).toEqual({
    count: 1,
    changes: [
      { cell: '6A-02/tx1', value: 90 },
      { cell: '6A-02/tx2', value: 95 },
    ],
  })
  expect(sheet.problems.map(({ row, column }) => [row, column])).toEqual([
    [2, 'TX2'],
    [4, 'Mã HS'],
  ])
})

test('BOOK-3 a heading that does not match leaves no good row', () => {
  const sheet = read([
    ['Mã HS', 'Họ và tên', 'TX1'],
    ['6A-01', 'Nguyễn Thị Ánh', 8],
  ])
  expect([sheet.goodRows, sheet.columns]).toEqual([{ count: 0, changes: [] }, []])
})

test('BOOK-2 85 is refused with the question whether 8,5 is meant, in both languages', () => {
  const [problem] = read([header, ['6A-01', null, 85, null, null, null, null, null]]).problems
  expect(problem?.message).toContain('8,5, hãy gõ cả dấu phẩy')
  expect(problem?.english).toContain('8.5')
})

test('BOOK-11 results and remarks of an export are passed over, whatever stands there', () => {
  const sheet = read([
    [...header, 'ĐTBmhk', 'ĐTBmcn', 'Nhận xét'],
    ['6A-01', 'Nguyễn Thị Ánh', 8, null, null, null, null, null, 99, 'x', '=1+1'],
  ])
  expect(sheet.problems).toEqual([])
  expect(sheet.changes).toEqual([{ cell: '6A-01/tx1', value: 80 }])
  expect(sheet.columns.filter(({ use }) => use === 'passed-over').map(({ title }) => title)).toEqual(['ĐTBmhk', 'ĐTBmcn', 'Nhận xét'])
})

test('BOOK-11 the overview sheet of a class is passed over', async () => {
  const book = await workbookOf({
    'Tổng hợp': [
      ['Mã HS', 'Họ và tên', 'Toán'],
      ['6A-01', 'Nguyễn Thị Ánh', 8],
    ],
    [id]: [header],
  })
  const { sheets } = await readMarksWorkbook(book, (one) => {
    const grid = parseGridId(one)
    return grid && { grid, students }
  })
  expect(sheets.map((sheet) => sheet.sheet)).toEqual([id])
})
