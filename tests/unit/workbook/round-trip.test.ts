import fc from 'fast-check'
import { type CellKey, type CellValue, type GridName, cellKey, columnsOf, parseGridId } from '@hocba/shared/grid'
import { gridSheet, summaryOf } from '@hocba/shared/workbook'
import { expect, test } from 'vitest'
import { readWorkbook as readInBrowser } from '../../../client/src/workbook/read.ts'
import { writeWorkbook } from '../../../client/src/workbook/write.ts'
import { readMarksWorkbook } from '../../../sync-server/src/import/index.ts'
import { workbookOf } from '../../support/workbook.ts'
import { workbookParts, zipOf } from '../../support/zip.ts'

const students = [
  { id: '6A-01', name: 'Nguyễn Thị Ánh' },
  { id: '6A-02', name: 'Đỗ Đức Bình' },
  { id: '6A-03', name: '=1+1' },
  { id: '6A-04', name: '-Lê' },
]

const ids = ['2025-6A.TOAN.HK1', '2025-6A.TIN.HK2', '2025-6A.GDTC.HK1', '2025-6A.GVCN.HK2', '2025-3A.TOAN.HK2', '2025-3A.PCNL.HK1']

const named = (id: string): GridName => {
  const grid = parseGridId(id)
  if (!grid) throw new Error(`${id} names no grid`)
  return grid
}

const samples = {
  mark: fc.integer({ min: 0, max: 100 }),
  comment: fc.constantFrom('D', 'CD'),
  conduct: fc.constantFrom('T', 'K', 'D', 'CD'),
  absences: fc.integer({ min: 0, max: 400 }),
  level: fc.constantFrom('T', 'H', 'C'),
  test: fc.integer({ min: 0, max: 10 }).map((mark) => mark * 10),
  quality: fc.constantFrom('T', 'D', 'C'),
} as const

const valuesOf = (grid: GridName): fc.Arbitrary<ReadonlyMap<CellKey, CellValue>> =>
  fc
    .tuple(
      ...students.flatMap((student) =>
        columnsOf(grid).map((column) =>
          fc.option<CellValue>(samples[column.value]).map((value) => [cellKey(student.id, column.id), value] as const),
        ),
      ),
    )
    .map((cells) => new Map(cells.filter(([, value]) => value !== null)))

const written = (grid: GridName, values: ReadonlyMap<CellKey, CellValue>) => ({
  grid,
  students,
  value: (cell: CellKey) => values.get(cell) ?? null,
  result: (): CellValue => (grid.subject.kind === 'scored' ? 85 : 'D'),
  remarks: new Map([['6A-01', '=HYPERLINK("http://a")']]),
})

test.each(ids)('BOOK-12 an export of %s holds every value and changes nothing when it is imported again', async (id) => {
  const grid = named(id)
  const roundTrip = fc.asyncProperty(valuesOf(grid), async (values) => {
    const one = written(grid, values)
    const bytes = new Uint8Array(await (await writeWorkbook([summaryOf([one]), gridSheet(one)])).arrayBuffer())
    const empty = await readMarksWorkbook(bytes, () => ({ grid, students }))
    expect(empty.sheets.flatMap((sheet) => sheet.problems)).toEqual([])
    expect(new Map(empty.sheets[0]?.changes.map(({ cell, value }) => [cell, value]))).toEqual(values)
    const same = await readMarksWorkbook(bytes, () => ({ grid, students, values }))
    expect(same.sheets.map((sheet) => sheet.changes)).toEqual([[]])
  })
  await fc.assert(roundTrip, { seed: 20_261_122, numRuns: 12 })
})

test('BOOK-10 a grid is one sheet named by its id, numbers are numbers and texts are safe', async () => {
  const grid = named('2025-6A.TOAN.HK1')
  const one = written(grid, new Map<CellKey, CellValue>([[cellKey('6A-01', 'tx1'), 85]]))
  const blob = await writeWorkbook([gridSheet(one)])
  const [sheet] = await readInBrowser(new Uint8Array(await blob.arrayBuffer()))
  expect(sheet?.name).toBe('2025-6A.TOAN.HK1')
  expect(sheet?.rows[0]?.cells).toEqual(['Mã HS', 'Họ và tên', 'TX1', 'TX2', 'TX3', 'TX4', 'GK', 'CK', 'ĐTBmhk', 'Nhận xét'])
  expect(sheet?.rows[1]?.cells.filter((cell) => cell !== null)).toEqual(['6A-01', 'Nguyễn Thị Ánh', 8.5, 8.5, `'=HYPERLINK("http://a")`])
  expect(sheet?.rows[3]?.cells[1]).toBe("'=1+1")
})

test('BOOK-6 the browser reads what the server reads', async () => {
  const book = await workbookOf({ a: [['Mã HS', 8.5, new Date('2025-05-08T00:00:00Z'), true]] })
  expect(await readInBrowser(book)).toEqual([
    { name: 'a', rows: [{ number: 1, cells: ['Mã HS', 8.5, new Date('2025-05-08T00:00:00Z'), true] }] },
  ])
})

test.each([
  ['a text', Buffer.from('Mã HS;Họ và tên'), 'workbook.corrupt'],
  ['a document type', zipOf([...workbookParts(''), { name: 'xl/a.xml', content: '<!DOCTYPE a><a/>' }]), 'workbook.corrupt'],
  [
    'a zip bomb that lies',
    zipOf([...workbookParts(''), { name: 'xl/bomb.xml', content: Buffer.alloc(33 * 1024 * 1024, 32), claim: { size: 5 } }]),
    'request.too-large',
  ],
  ['a file above 16 MiB', Buffer.alloc(16 * 1024 * 1024 + 1), 'request.too-large'],
  ['a cell in column 65', zipOf(workbookParts('<row r="1"><c r="BM1"><v>1</v></c></row>')), 'request.too-large'],
])('BOOK-6 the browser refuses %s', async (_name, bytes, code) => {
  await expect(readInBrowser(bytes)).rejects.toMatchObject({ code })
})
