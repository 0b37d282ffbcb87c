import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Office, openOffice } from '../../support/office.ts'

const grid = '2025-6A.TOAN.HK1'
let office: Office

beforeEach(async () => {
  office = await openOffice({
    people: [
      ['hieutruong', 'principal'],
      ['thanhtra', 'auditor'],
      ['quantri', 'system-administrator'],
      ['gv.mot', 'subject-teacher'],
      ['me.an', 'guardian'],
    ],
    assignments: [
      { person: 'gv.mot', from: '2025-08-01', kind: 'teaches', class: '6A', subject: 'TOAN' },
      { person: 'me.an', from: '2025-08-01', kind: 'guards', student: '6A-01' },
    ],
  })
})

afterEach(() => office.close())

describe('reads of students’ records (I24)', () => {
  test('IDENT-60 one row a session, record and hour, outside the grid’s sequence', async () => {
    const auditor = await office.as('thanhtra')
    for (const part of ['', '/history', '/values', '/remarks', ''])
      expect((await auditor.get(`/api/grids/${grid}${part}`)).status).toBe(200)
    expect(await office.events('read')).toEqual([{ kind: 'read', record: `grid:${grid}` }])
    office.wait(3_600_000)
    await auditor.get(`/api/grids/${grid}`)
    await (await office.as('thanhtra')).get(`/api/grids/${grid}`)
    expect((await office.events('read')).length).toBe(3)
    expect((await office.services.stores.gradebook.heads()).every(({ seq }) => seq === 0)).toBe(true)
  })

  test('IDENT-60 who teaches the grid is not listed, and who was refused has read nothing', async () => {
    await (await office.as('gv.mot')).get(`/api/grids/${grid}`)
    expect((await (await office.as('me.an')).get(`/api/grids/${grid}`)).status).toBe(403)
    expect((await (await office.as('quantri')).get(`/api/grids/${grid}`)).status).toBe(403)
    expect(await office.events('read')).toEqual([])
  })

  test('IDENT-61 the report of a student names who looked, for the principal and the auditor alone', async () => {
    await (await office.as('me.an')).get('/api/students/6A-01/marks')
    office.wait(1_000)
    await (await office.as('thanhtra')).get(`/api/grids/${grid}/history`)
    await office.events()
    const { body } = await (await office.as('hieutruong')).get<readonly object[]>('/api/reports/access?student=6A-01')
    expect(body).toMatchObject([
      { record: `grid:${grid}`, user: 'thanhtra', at: expect.stringMatching(/^2025-10-06T08:00:01/) },
      { record: 'student:6A-01', user: 'me.an' },
    ])
    for (const user of ['quantri', 'gv.mot', 'me.an'])
      expect((await (await office.as(user)).get('/api/reports/access?student=6A-01')).status).toBe(403)
  })
})
