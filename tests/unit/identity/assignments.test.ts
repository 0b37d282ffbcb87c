import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Office, openOffice } from '../../support/office.ts'

const grid = '2025-6A.TOAN.HK1'
const toan = { kind: 'teaches', class: '6A', subject: 'TOAN' } as const
let office: Office

beforeEach(async () => {
  office = await openOffice({
    people: [
      ['hieutruong', 'principal'],
      ['phohieutruong', 'vice-principal'],
      ['quantri', 'system-administrator'],
      ['gv.mot', 'subject-teacher'],
      ['gv.hai', 'subject-teacher'],
    ],
    assignments: [{ person: 'gv.mot', from: '2025-08-01', ...toan }],
  })
})

afterEach(() => office.close())

const reads = async (user: string): Promise<number> => (await (await office.as(user)).get(`/api/grids/${grid}`)).status

describe('hand-over', () => {
  const handOver = { from: 'gv.mot', to: 'gv.hai', date: '2025-10-20', scope: toan }

  test('IDENT-40 rights move at the first moment of the day in the school’s zone, for both', async () => {
    const deputy = await office.as('phohieutruong')
    expect((await deputy.post('/api/assignments/hand-over', handOver)).status).toBe(200)
    office.setTime('2025-10-19T23:59:59.999+07:00')
    expect([await reads('gv.mot'), await reads('gv.hai')]).toEqual([200, 403])
    office.setTime('2025-10-20T00:00:00+07:00')
    expect([await reads('gv.mot'), await reads('gv.hai')]).toEqual([403, 200])
    expect(await office.events('assignment')).toEqual([
      { kind: 'assignment', act: 'hand-over', from: 'gv.mot', to: 'gv.hai', date: '2025-10-20', scope: toan },
    ])
    expect(office.services.school.record.assignments).toEqual([
      { person: 'gv.mot', from: '2025-08-01', until: '2025-10-19', ...toan },
      { person: 'gv.hai', from: '2025-10-20', ...toan },
    ])
  })

  test('IDENT-41 none to the past, to oneself, to who lacks the role, of what is not held', async () => {
    const deputy = await office.as('phohieutruong')
    for (const [wrong, code] of [
      [{ date: '2025-10-05' }, 'assignment.invalid'],
      [{ to: 'gv.mot' }, 'assignment.invalid'],
      [{ to: 'hieutruong' }, 'assignment.invalid'],
      [{ to: 'none' }, 'account.unknown'],
      [{ scope: { ...toan, subject: 'VAN' } }, 'assignment.unknown'],
      [{ scope: { ...toan, class: '9Z' } }, 'assignment.invalid'],
    ] as const)
      expect(await deputy.post('/api/assignments/hand-over', { ...handOver, ...wrong })).toMatchObject({ body: { code } })
    expect(await office.events('assignment')).toEqual([])
  })

  test('IDENT-41 a teacher moves nothing, nor does the principal without the office', async () => {
    for (const user of ['gv.mot', 'hieutruong'])
      expect((await (await office.as(user)).post('/api/assignments/hand-over', handOver)).status).toBe(403)
  })
})

describe('beginning and ending', () => {
  test('IDENT-42 an assignment holds from its first to its last day, both included', async () => {
    const administrator = await office.as('quantri')
    const van = { ...toan, subject: 'VAN' }
    const request = { person: 'gv.hai', from: '2025-10-10', scope: van }
    expect((await administrator.post('/api/assignments', request)).status).toBe(200)
    expect((await administrator.post('/api/assignments/end', { person: 'gv.hai', scope: van, until: '2025-10-12' })).status).toBe(200)
    const statuses = []
    for (const day of ['2025-10-09', '2025-10-10', '2025-10-12', '2025-10-13']) {
      office.setTime(`${day}T12:00:00+07:00`)
      statuses.push((await (await office.as('gv.hai')).get('/api/grids/2025-6A.VAN.HK1')).status)
    }
    expect(statuses).toEqual([403, 200, 200, 403])
    expect((await office.events('assignment')).map(({ act }) => act)).toEqual(['begin', 'end'])
  })
})

describe('delegation', () => {
  const order = { action: 'lock', scope: { grids: [grid] }, reason: 'Hết hạn nhập điểm' }
  const orders = async (): Promise<number> => (await (await office.as('phohieutruong')).post('/api/orders', order)).status

  test('IDENT-43 the vice-principal orders from the first to the last day of the delegation, and not beside them', async () => {
    const principal = await office.as('hieutruong')
    const given = await principal.post('/api/delegations', { to: 'phohieutruong', from: '2025-10-08', until: '2025-10-10' })
    expect(given.status).toBe(200)
    const statuses = []
    for (const at of ['2025-10-07T23:59:59+07:00', '2025-10-08T00:00:00+07:00', '2025-10-10T23:59:59+07:00', '2025-10-11T00:00:00+07:00']) {
      office.setTime(at)
      statuses.push(await orders())
    }
    expect(statuses).toEqual([403, 200, 200, 403])
    expect(await office.events('delegation')).toEqual([
      { kind: 'delegation', act: 'give', to: 'phohieutruong', from: '2025-10-08', until: '2025-10-10' },
    ])
  })

  test('IDENT-43 taken back it ends at once; only the principal gives, and only to a vice-principal', async () => {
    const delegation = { to: 'phohieutruong', from: '2025-10-06', until: '2025-10-31' }
    const principal = await office.as('hieutruong')
    for (const user of ['phohieutruong', 'quantri'])
      expect((await (await office.as(user)).post('/api/delegations', delegation)).status).toBe(403)
    expect(await principal.post('/api/delegations', { ...delegation, to: 'gv.mot' })).toMatchObject({
      status: 422,
      body: { code: 'assignment.invalid' },
    })
    await principal.post('/api/delegations', delegation)
    expect(await orders()).toBe(200)
    expect((await principal.post('/api/delegations/end', { to: 'phohieutruong' })).status).toBe(204)
    expect(await orders()).toBe(403)
  })
})
