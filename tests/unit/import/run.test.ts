import { type FaultCode, err, ok } from '@hocba/shared/core'
import { parseGridId } from '@hocba/shared/grid'
import { expect, test } from 'vitest'
import { type MarksGate, importMarks, importRoster } from '../../../sync-server/src/import/index.ts'
import { workbookOf } from '../../support/workbook.ts'

const header = ['Mã HS', 'Họ và tên', 'TX1', 'TX2', 'TX3', 'TX4', 'GK', 'CK']
const good = ['6A-01', 'Nguyễn Thị Ánh', 8, 9, null, null, null, null]
const bad = ['6A-01', 'Nguyễn Thị Ánh', 88, null, null, null, null, null]

function gateOf(forbidden: readonly string[] = [], refusal?: FaultCode) {
  const written: string[] = []
  const gate: MarksGate = {
    describe: (id) => {
      const grid = parseGridId(id)
      return grid && { grid, students: [{ id: '6A-01', name: 'Nguyễn Thị Ánh' }] }
    },
    permit: (id) => (forbidden.includes(id) ? err('forbidden') : ok(true)),
    write: async (id, changes) => {
      if (refusal) return err(refusal)
      written.push(`${id} ${changes.length}`)
      return ok(true)
    },
  }
  return { gate, written }
}

test('IMPORT-40 good sheets are written, refused ones are reported, and one does not stop the other', async () => {
  const { gate, written } = gateOf()
  const bytes = await workbookOf({ '2025-6A.TOAN.HK1': [header, bad], '2025-6A.VAN.HK1': [header, good] })
  const report = await importMarks(bytes, gate, false)
  expect(written).toEqual(['2025-6A.VAN.HK1 2'])
  expect(report.sheets.map((one) => [one.grid, one.written, one.problems.length])).toEqual([
    ['2025-6A.TOAN.HK1', 0, 1],
    ['2025-6A.VAN.HK1', 2, 0],
  ])
})

test('IMPORT-41 a dry run writes nothing and reports the same', async () => {
  const { gate, written } = gateOf()
  const report = await importMarks(await workbookOf({ '2025-6A.VAN.HK1': [header, good] }), gate, true)
  expect([written, report.sheets[0]?.written]).toEqual([[], 2])
})

test('IMPORT-42 who may not write a grid sees the refusal alone, also when the sheet has other problems', async () => {
  const { gate, written } = gateOf(['2025-6A.VAN.HK1'])
  const report = await importMarks(await workbookOf({ '2025-6A.VAN.HK1': [header, bad] }), gate, true)
  expect([written, report.sheets[0]?.problems.map((one) => one.code)]).toEqual([[], ['forbidden']])
})

test('IMPORT-43 a refusal of the gate is the problem of its sheet', async () => {
  const { gate } = gateOf([], 'grid.frozen')
  const report = await importMarks(await workbookOf({ '2025-6A.VAN.HK1': [header, good] }), gate, false)
  expect(report.sheets[0]).toMatchObject({ written: 0, problems: [{ code: 'grid.frozen', row: 0 }] })
})

test('IMPORT-44 a roster sheet is one write of classes and students', async () => {
  const writes: unknown[] = []
  const existing = { year: '2025', classes: [], students: [] }
  const rows = [
    ['Mã HS', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Mã định danh', 'Lớp'],
    ['8C-01', 'Đỗ Đức Bình', '05/09/2012', 'Nam', '099212000002', '8C'],
  ]
  const directory = { existing, write: async (news: unknown) => void writes.push(news) }
  const dry = await importRoster(await workbookOf({ a: rows }), directory, true)
  expect([writes.length, dry.sheets[0]?.class, dry.sheets[0]?.written]).toEqual([0, '8C', 1])
  await importRoster(await workbookOf({ a: rows }), directory, false)
  expect(writes).toMatchObject([{ classes: [{ id: '8C', grade: 8 }], students: [{ id: '8C-01' }] }])
})
