import type { GridSnapshot } from '@hocba/shared/snapshot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holds, join } from '../support/peer.ts'
import { assign } from '../support/primary-school.ts'
import { type RunningSchool, freeze, sign, signIn, startSchool } from '../support/school.ts'
import { workbookOf } from '../support/workbook.ts'

let school: RunningSchool

const header = ['Mã HS', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Mã định danh', 'Lớp']
const roster = [
  header,
  ['3A-01', 'Bùi Gia An', '05/09/2017', 'Nam', '079217000001', '3A'],
  ['3A-02', 'Lê Thu Cúc', '11/02/2017', 'Nữ', '079317000002', '3A'],
  ['4A-01', 'Trần Hải Đăng', '20/06/2016', 'Nam', '079216000003', '4A'],
]

async function importRoster(): Promise<unknown> {
  const registrar = await signIn(school.url, 'hocvu')
  const response = await fetch(`${school.url}/api/import/roster`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', authorization: `Bearer ${registrar.token}` },
    body: Buffer.from(await workbookOf({ 'Danh sách': roster })),
  })
  return response.json()
}

interface Card {
  readonly id: string
  readonly kind: string
  readonly columns: readonly { readonly id: string; readonly value: string }[]
  readonly rights: { readonly write: boolean }
}

async function card(user: string, grid: string): Promise<Card> {
  return (await (await signIn(school.url, user)).get<Card>(`/api/grids/${grid}`)).body
}

/** Writes as one update by a plain y-websocket client; resolves when somebody else sees the last cell. */
async function write(user: string, grid: string, cells: Readonly<Record<string, unknown>>): Promise<void> {
  const person = await signIn(school.url, user)
  const [writer, reader] = [await join(school, person, grid), await join(school, person, grid)]
  writer.doc.transact(() => {
    for (const [cell, value] of Object.entries(cells)) writer.cells.set(cell, value)
  })
  const [last, value] = Object.entries(cells).at(-1) ?? ['', null]
  await holds(reader.cells, last, value)
  writer.leave()
  reader.leave()
}

async function refused(user: string, grid: string, cell: string, value: unknown): Promise<{ code: number; reason: string }> {
  const writer = await join(school, await signIn(school.url, user), grid)
  const closed = writer.closed()
  writer.cells.set(cell, value)
  const answer = await closed
  writer.leave()
  return answer
}

const both = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    ['3A-01', '3A-02'].flatMap((student) => Object.entries(values).map(([column, value]) => [`${student}/${column}`, value])),
  )

const snapshotOf = async (grid: string): Promise<GridSnapshot> =>
  JSON.parse(
    new TextDecoder().decode(await (await signIn(school.url, 'quantrihocba')).bytes(`/api/grids/${grid}/snapshots/1`)),
  ) as GridSnapshot

const maths = '2025-3A.TOAN.HK1'
const qualities = '2025-3A.PCNL.HK1'

beforeAll(async () => {
  school = await startSchool()
})

afterAll(() => school.stop())

describe('a primary class from its list to signed files', () => {
  test('PRIM-3 GRID-1 a class list of 3A and 4A creates the grids of their grades', async () => {
    expect(await importRoster()).toEqual({ sheets: [{ sheet: 'Danh sách', class: '3A, 4A', written: 3, problems: [] }] })
    const principal = await signIn(school.url, 'hieutruong')
    const ids = async (className: string) =>
      (await principal.get<readonly { id: string }[]>(`/api/grids?class=${className}&term=HK1`)).body.map(({ id }) => id.split('.')[1])
    expect(await ids('3A')).toEqual(expect.arrayContaining(['TV', 'TOAN', 'TNXH', 'PCNL', 'GVCN']))
    expect([(await ids('3A')).length, (await ids('4A')).length, (await ids('6A')).length]).toEqual([13, 14, 13])
  })

  test('PRIM-1 PRIM-4 the page gets the columns of the grade, and the homeroom teacher keeps the qualities', async () => {
    const from = '2025-09-01'
    await assign(school, [
      { kind: 'teaches', person: 'gv.toan', class: '3A', subject: 'TOAN', from },
      { kind: 'teaches', person: 'gv.toan', class: '4A', subject: 'TOAN', from },
      { kind: 'homeroom', person: 'gv.gdcd', class: '4A', from },
      { kind: 'homeroom', person: 'gv.van', class: '3A', from },
    ])
    const three = await card('gv.toan', maths)
    expect([three.kind, three.rights.write, three.columns.map(({ id, value }) => [id, value])]).toEqual([
      'level',
      true,
      [
        ['mgk', 'level'],
        ['mck', 'level'],
        ['ktck', 'test'],
      ],
    ])
    expect((await card('gv.toan', '2025-4A.TOAN.HK1')).columns.map(({ id }) => id)).toEqual(['mgk', 'ktgk', 'mck', 'ktck'])
    const homeroom = await card('gv.van', qualities)
    expect([homeroom.kind, homeroom.rights.write, homeroom.columns.length]).toEqual(['quality', true, 30])
    expect((await (await signIn(school.url, 'gv.toan')).get(`/api/grids/${qualities}`)).status).toBe(403)
  })

  test('P7 PRIM-2 a test of 9.5 and levels of another circular are refused on the wire', async () => {
    for (const [cell, value] of [
      ['3A-01/ktck', 95],
      ['3A-01/ktck', 'T'],
      ['3A-01/mck', 'D'],
      ['3A-01/mck', 90],
    ] as const) {
      expect(await refused('gv.toan', maths, cell, value)).toEqual({ code: 4403, reason: 'value.invalid' })
    }
    expect((await refused('gv.toan', maths, '3A-01/ktgk', 90)).reason).toBe('cell.unknown')
    expect((await refused('gv.van', qualities, '3A-01/pcynck', 'H')).reason).toBe('value.invalid')
  })

  test('FREEZE-3 COMP-3 an incomplete grid names its empty cells, a complete one freezes as it stands', async () => {
    await write('gv.toan', maths, { ...both({ mgk: 'H', mck: 'T' }), '3A-01/ktck': 90 })
    const [incomplete] = await freeze(school, [maths])
    expect(incomplete).toMatchObject({ status: 409, body: { code: 'grid.incomplete', cells: ['3A-02/ktck'] } })
    await write('gv.toan', maths, { '3A-02/ktck': 100 })
    expect((await freeze(school, [maths]))[0]?.status).toBe(200)
    const snapshot = await snapshotOf(maths)
    expect(snapshot).toMatchObject({
      rulebook: 'TT27/2020',
      subject: { id: 'TOAN', name: 'Toán', kind: 'level' },
      columns: ['mgk', 'mck', 'ktck'],
    })
    expect(snapshot.students.map(({ values, computed }) => [values, computed])).toEqual([
      [{ mgk: 'H', mck: 'T', ktck: 90 }, {}],
      [{ mgk: 'H', mck: 'T', ktck: 100 }, {}],
    ])
    expect(snapshot.signers.map(({ role, person }) => [role, person])).toEqual([
      ['subject-teacher', 'gv.toan'],
      ['homeroom-teacher', 'gv.van'],
      ['principal', 'hieutruong'],
      ['organisation', 'vanthu'],
    ])
  })

  test('PRIM-4 ORDER-1 qualities are signed without a subject teacher', async () => {
    const { columns } = await card('gv.van', qualities)
    await write('gv.van', qualities, both(Object.fromEntries(columns.map(({ id }, at) => [id, ['T', 'T', 'D', 'C'][at % 4]]))))
    expect((await freeze(school, [qualities]))[0]?.status).toBe(200)
    expect((await snapshotOf(qualities)).signers.map(({ role }) => role)).toEqual(['homeroom-teacher', 'principal', 'organisation'])
  })

  test('VERIFY-1 both grids are signed by everybody, and both files of each are valid', async () => {
    const subjects = new Set([maths, qualities])
    expect(await sign(school, 'gv.toan', subjects)).toBe(1)
    for (const user of ['gv.van', 'hieutruong', 'vanthu']) expect(await sign(school, user, subjects)).toBe(2)
    const officer = await signIn(school.url, 'quantrihocba')
    for (const grid of subjects) {
      for (const kind of ['xml', 'pdf']) {
        const response = await fetch(`${school.url}/api/verify`, {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: Buffer.from(await officer.bytes(`/api/grids/${grid}/artefacts/1/${kind}`)),
        })
        expect([grid, kind, ((await response.json()) as { verdict: string }).verdict]).toEqual([grid, kind, 'valid'])
      }
    }
  })

  test('ISSUE-10 a transcript in the form of Circular 22 is refused for a primary class', async () => {
    const principal = await signIn(school.url, 'hieutruong')
    const order = await principal.post<{ id: string }>('/api/orders', {
      action: 'issue',
      scope: { class: '3A', year: '2025' },
      reason: 'Kết thúc năm học',
    })
    const officer = await signIn(school.url, 'quantrihocba')
    const answer = await officer.post('/api/transcripts', { order: order.body.id, class: '3A', year: '2025' })
    expect(answer).toMatchObject({ status: 409, body: { code: 'transcript.form' } })
  })
})
