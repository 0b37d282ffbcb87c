import { type CellKey, type CellValue, cellKey, parseGridId } from '@hocba/shared/grid'
import { gridSheet, summaryOf } from '@hocba/shared/workbook'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeWorkbook } from '../../../client/src/workbook/write.ts'
import { readMarksWorkbook } from '../../../sync-server/src/import/index.ts'
import { type Office, openOffice } from '../../support/libreoffice.ts'
import { describeWith } from '../../support/tools.ts'

const students = [
  { id: '6A-01', name: 'Lã Thanh An' },
  { id: '6A-02', name: '=1+1' },
]

const values = new Map<CellKey, CellValue>([
  [cellKey('6A-01', 'tx1'), 85],
  [cellKey('6A-01', 'tx2'), 100],
  [cellKey('6A-01', 'gk'), 0],
  [cellKey('6A-02', 'tx1'), 7],
])

describeWith('soffice', 'an export in LibreOffice', () => {
  let office: Office

  beforeAll(async () => {
    office = await openOffice()
  })

  afterAll(() => office.close())

  function exported() {
    const grid = parseGridId('2025-6A.TOAN.HK1')
    if (!grid) throw new Error('no grid')
    const one = {
      grid,
      students,
      value: (cell: CellKey) => values.get(cell) ?? null,
      result: (student: string): CellValue => (student === '6A-01' ? 79 : null),
      remarks: new Map([['6A-01', '@SUM(1;2)\nTiến bộ, chăm.']]),
    }
    return { grid, one }
  }

  test('BOOK-14 numbers are numbers, texts beginning like a formula are shown and not run', async () => {
    const bytes = new Uint8Array(await (await writeWorkbook([gridSheet(exported().one)])).arrayBuffer())
    // comma, quotes, UTF-8, texts in quotes, cells as shown
    const csv = await office.convert('shown.xlsx', bytes, 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false')
    const [, first, ...rest] = Buffer.from(csv).toString('utf8').split('\n')
    expect(first).toBe('"6A-01","Lã Thanh An",8.5,10.0,,,0.0,,7.9,"\'@SUM(1;2)')
    expect(rest.join('\n').trim()).toBe('Tiến bộ, chăm."\n"6A-02","\'=1+1",0.7,,,,,,,')
  })

  test('BOOK-14 LibreOffice computes with the marks', async () => {
    const { one } = exported()
    const bytes = new Uint8Array(await (await writeWorkbook([gridSheet(one)])).arrayBuffer())
    const flatText = Buffer.from(await office.convert('typed.xlsx', bytes, 'fods')).toString('utf8')
    expect(flatText).toContain('office:value-type="float" office:value="8.5"')
    expect(flatText).not.toContain('table:formula')
  })

  test('BOOK-12 opened and saved by LibreOffice it still imports without a change', async () => {
    const { grid, one } = exported()
    const bytes = new Uint8Array(await (await writeWorkbook([summaryOf([one]), gridSheet(one)])).arrayBuffer())
    const ods = await office.convert('again.xlsx', bytes, 'ods')
    const saved = await office.convert('saved.ods', ods, 'xlsx')
    const { sheets } = await readMarksWorkbook(saved, () => ({ grid, students, values }))
    expect(sheets.map(({ sheet, changes, problems }) => [sheet, changes, problems])).toEqual([['2025-6A.TOAN.HK1', [], []]])
    const empty = await readMarksWorkbook(saved, () => ({ grid, students }))
    expect(new Map(empty.sheets[0]?.changes.map(({ cell, value }) => [cell, value]))).toEqual(values)
  })
})
