import { Fault } from '@hocba/shared/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readWorkbook } from '../../../sync-server/src/import/index.ts'
import { workbookOf } from '../../support/workbook.ts'
import { type ZipPart, workbookParts, zipOf } from '../../support/zip.ts'

const codeOf = async (bytes: Uint8Array): Promise<string> =>
  readWorkbook(bytes).then(
    () => 'read',
    (error: unknown) => (error instanceof Fault ? error.code : String(error)),
  )

const cell = (place: string, value: string): string => `<row r="1"><c r="${place}"><v>${value}</v></c></row>`

test('IMPORT-1 texts, numbers, dates and empty cells come back as written, with Excel row numbers', async () => {
  const day = new Date('2014-09-05T00:00:00Z')
  const [sheet] = await readWorkbook(
    await workbookOf({
      'Lớp 6A': [
        ['a', 8.5, day],
        [null, null, null],
        ['Đỗ', null, true],
      ],
    }),
  )
  expect(sheet).toEqual({
    name: 'Lớp 6A',
    rows: [
      { number: 1, cells: ['a', 8.5, day] },
      { number: 3, cells: ['Đỗ', null, true] },
    ],
  })
})

test('IMPORT-1 every cell of a sheet larger than the chunks of the XML reader comes back', async () => {
  const rows = Array.from({ length: 4000 }, (_, row) => Array.from({ length: 8 }, (__, column) => (row * 8 + column) / 10))
  const [sheet] = await readWorkbook(await workbookOf({ big: rows }))
  expect(sheet?.rows.map((row) => row.cells)).toEqual(rows)
})

test('IMPORT-2 binary noise behind the tenth digit is what Excel does not show', async () => {
  const [sheet] = await readWorkbook(zipOf(workbookParts(cell('A1', '7.8999999999999995'))))
  expect(sheet?.rows[0]?.cells).toEqual([7.9])
})

test('IMPORT-3 an error value is a text and not an empty cell', async () => {
  const [sheet] = await readWorkbook(zipOf(workbookParts('<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>')))
  expect(sheet?.rows[0]?.cells).toEqual(['#DIV/0!'])
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a text', Buffer.from('Mã HS;Họ và tên')],
  ['an old .xls or a file with a password', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
  ['a zip that is no workbook', zipOf([{ name: 'readme.xml', content: '<a/>' }])],
  ['a sheet that is no XML', zipOf(workbookParts('<row r="1"><c r="A1"><v>1</row>'))],
  ['an encrypted entry', zipOf(workbookParts('').map((part): ZipPart => ({ ...part, claim: { flags: 1 } })))],
  ['an unknown compression', zipOf(workbookParts('').map((part): ZipPart => ({ ...part, claim: { method: 12 } })))],
  ['a wrong checksum', zipOf(workbookParts('').map((part): ZipPart => ({ ...part, claim: { crc: 1 } })))],
  ['one name twice', zipOf([...workbookParts(''), ...workbookParts('')])],
  ['a document type', zipOf([...workbookParts(''), { name: 'xl/a.xml', content: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }])],
  ['a row number beyond any sheet', zipOf(workbookParts('<row r="99999999999"><c r="A1"><v>1</v></c></row>'))],
  ['a row number in disguise', zipOf(workbookParts('<row spans=">" r="99999999"></row>'))],
  ['a cell without a place', zipOf(workbookParts('<row r="1"><c><v>1</v></c></row>'))],
])('IMPORT-4 %s is workbook.corrupt', async (_name, bytes) => {
  expect(await codeOf(bytes)).toBe('workbook.corrupt')
})

test('IMPORT-4 a truncated or flipped workbook is refused or read, and never anything else', async () => {
  const whole = Buffer.from(await workbookOf({ a: [['Mã HS', 1]] }))
  const outcomes = fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (at, flip, cut) => {
    const damaged = Buffer.from(cut ? whole.subarray(0, at) : whole)
    if (!cut) damaged[at] = (damaged[at] ?? 0) ^ flip
    expect(['read', 'workbook.corrupt', 'request.too-large']).toContain(await codeOf(damaged))
  })
  await fc.assert(outcomes, { seed: 20_250_905, numRuns: 300 })
})

test.each([
  ['a zip bomb', zipOf([...workbookParts(''), { name: 'xl/bomb.xml', content: Buffer.alloc(33 * 1024 * 1024, 32) }])],
  [
    'a zip bomb that lies',
    zipOf([...workbookParts(''), { name: 'xl/bomb.xml', content: Buffer.alloc(33 * 1024 * 1024, 32), claim: { size: 5 } }]),
  ],
  ['a file above 16 MiB', Buffer.alloc(16 * 1024 * 1024 + 1)],
  ['a cell in row 5001', zipOf(workbookParts('<row r="5001"><c r="A5001"><v>1</v></c></row>'))],
  ['a cell in column 65', zipOf(workbookParts('<row r="1"><c r="BM1"><v>1</v></c></row>'))],
])('IMPORT-5 %s is request.too-large', async (_name, bytes) => {
  expect(await codeOf(bytes)).toBe('request.too-large')
})

test('IMPORT-5 a claimed size is never believed', async () => {
  const lying = workbookParts(cell('A1', '8')).map((part): ZipPart => ({ ...part, claim: { size: 0xffffffff } }))
  const [sheet] = await readWorkbook(zipOf(lying))
  expect(sheet?.rows[0]?.cells).toEqual([8])
})

test('IMPORT-5 empty formatted cells to the end of the sheet are passed over', async () => {
  const far = '<row r="1"><c r="A1"><v>8</v></c><c r="XFD1" s="0"/></row><row r="1048576" ht="12"/>'
  const [sheet] = await readWorkbook(zipOf(workbookParts(far)))
  expect(sheet?.rows).toEqual([{ number: 1, cells: [8] }])
})
