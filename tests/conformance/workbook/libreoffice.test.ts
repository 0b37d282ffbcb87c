import { parseGridId } from '@hocba/shared/grid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMarksWorkbook, readRosterWorkbook } from '../../../sync-server/src/import/index.ts'
import { type Office, cell, day, flat, number, openOffice, row } from '../../support/libreoffice.ts'
import { describeWith } from '../../support/tools.ts'

const students = [
  { id: '6A-01', name: 'Lã Thanh An' },
  { id: '6A-02', name: 'Nguyễn Thu Ánh' },
]

const describeGrid = (id: string) => {
  const grid = parseGridId(id)
  return grid && { grid, students }
}

describeWith('soffice', 'workbooks saved by LibreOffice', () => {
  let office: Office

  beforeAll(async () => {
    office = await openOffice()
  })

  afterAll(() => office.close())

  const saveAsXlsx = (name: string, content: string, options?: readonly string[]): Promise<Uint8Array> =>
    office.convert(name, content, 'xlsx', options)

  test('IMPORT-50 a spreadsheet with several sheets, numbers, texts and formulas', async () => {
    const header = row(...['Mã HS', 'Họ và tên', 'TX1', 'TX2', 'TX3', 'TX4', 'GK', 'CK'].map((text) => cell(text)))
    const bytes = await saveAsXlsx(
      'marks.fods',
      flat({
        '2025-6A.TOAN.HK1': [
          header,
          row(cell('6A-01'), cell('Lã Thanh An'), number(8), number(8.5), cell('7,5'), number(10), number(0), cell('9.3')),
          row(
            cell('6A-02'),
            cell('Nguyễn Thu Ánh'.normalize('NFD')),
            cell('', 'table:formula="of:=0.1+0.2+7.6" office:value-type="float"'),
          ),
        ],
        '2025-6A.NT.HK1': [
          row(...['Mã HS', 'Họ và tên', 'TX1', 'TX2', 'GK', 'CK'].map((text) => cell(text))),
          row(cell('6A-01'), cell('Lã Thanh An'), cell('Đ'), cell('CĐ'), cell('Đ'), cell('Đ')),
        ],
      }),
    )
    const { sheets } = await readMarksWorkbook(bytes, describeGrid)
    expect(sheets.flatMap((sheet) => sheet.problems)).toEqual([])
    expect(sheets.map((sheet) => sheet.changes.map(({ cell: key, value }) => `${key}=${value}`))).toEqual([
      ['6A-01/tx1=80', '6A-01/tx2=85', '6A-01/tx3=75', '6A-01/tx4=100', '6A-01/gk=0', '6A-01/ck=93', '6A-02/tx1=79'],
      ['6A-01/tx1=D', '6A-01/tx2=CD', '6A-01/gk=D', '6A-01/ck=D'],
    ])
  })

  test('IMPORT-51 a text file opened and saved as .xlsx: what became a date is refused with its reason', async () => {
    const text = 'Mã HS,Họ và tên,TX1,TX2,TX3,TX4,GK,CK\n6A-01,Lã Thanh An,8,"8,5",8/5,10,9,\n'
    const bytes = await saveAsXlsx('2025-6A.TOAN.HK1.csv', text, ['--infilter=CSV:44,34,76,1,,1066,false,true'])
    const { sheets } = await readMarksWorkbook(bytes, describeGrid)
    expect(sheets.flatMap((sheet) => sheet.problems).map(({ row: at, column, code }) => [at, column, code])).toEqual([
      [2, 'TX3', 'value.invalid'],
    ])
    expect(sheets[0]?.problems[0]?.message).toContain('ngày 08/05/')
  })

  test('IMPORT-52 a class list with real dates and personal ids as texts', async () => {
    const date = day('05/09/2014', '2014-09-05')
    const bytes = await saveAsXlsx(
      'roster.fods',
      flat({
        '6C': [
          row(...['Mã HS', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Mã định danh', 'Lớp'].map((text) => cell(text))),
          row(cell('6C-01'), cell('Đỗ Đức Bình'), date, cell('Nam'), cell('099214000002'), cell('6C')),
        ],
      }),
    )
    const { sheets } = await readRosterWorkbook(bytes, { year: '2025', classes: [], students: [] })
    expect(sheets[0]?.problems).toEqual([])
    expect(sheets[0]?.students).toEqual([
      { id: '6C-01', class: '6C', name: 'Đỗ Đức Bình', birthDate: '2014-09-05', gender: 'male', personalId: '099214000002' },
    ])
  })
})
