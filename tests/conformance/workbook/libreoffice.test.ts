import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseGridId } from '@hocba/shared/grid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMarksWorkbook, readRosterWorkbook } from '../../../sync-server/src/import/index.ts'
import { describeWith, toolPath } from '../../support/tools.ts'

const students = [
  { id: '6A-01', name: 'Lã Thanh An' },
  { id: '6A-02', name: 'Nguyễn Thu Ánh' },
]

const describeGrid = (id: string) => {
  const grid = parseGridId(id)
  return grid && { grid, students }
}

const cell = (value: string, attributes = 'office:value-type="string"'): string =>
  `<table:table-cell ${attributes}><text:p>${value}</text:p></table:table-cell>`
const number = (value: number): string => cell(String(value), `office:value-type="float" office:value="${value}"`)
const row = (...cells: readonly string[]): string => `<table:table-row>${cells.join('')}</table:table-row>`

const namespaces = ['office', 'table', 'text', 'style']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .join(' ')
const styles = `<office:automatic-styles><number:date-style style:name="day"><number:day/><number:text>/</number:text><number:month/><number:text>/</number:text><number:year number:style="long"/></number:date-style><style:style style:name="date" style:family="table-cell" style:data-style-name="day"/></office:automatic-styles>`

/** A flat OpenDocument spreadsheet, which LibreOffice saves as .xlsx like any other. */
function flat(sheets: Readonly<Record<string, readonly string[]>>): string {
  const tables = Object.entries(sheets).map(([name, rows]) => `<table:table table:name="${name}">${rows.join('')}</table:table>`)
  const more = 'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
  const kind = 'office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
  const body = `<office:body><office:spreadsheet>${tables.join('')}</office:spreadsheet></office:body>`
  return `<?xml version="1.0" encoding="UTF-8"?><office:document ${namespaces} ${more} ${kind}>${styles}${body}</office:document>`
}

describeWith('soffice', 'workbooks saved by LibreOffice', () => {
  let folder = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hocba-workbook-'))
  })

  afterAll(async () => {
    await rm(folder, { recursive: true })
  })

  async function saveAsXlsx(name: string, content: string, filter: readonly string[] = []): Promise<Uint8Array> {
    const source = join(folder, name)
    await writeFile(source, content)
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`
    execFileSync(toolPath('soffice'), [profile, '--headless', ...filter, '--convert-to', 'xlsx', '--outdir', folder, source], {
      stdio: 'ignore',
    })
    return readFile(source.replace(/\.[a-z]+$/, '.xlsx'))
  }

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
    const date = cell('05/09/2014', 'table:style-name="date" office:value-type="date" office:date-value="2014-09-05"')
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
