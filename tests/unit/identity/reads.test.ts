import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Amendment } from '@hocba/shared/amendment'
import { eventOf } from '../../../sync-server/src/log/event.ts'
import type { TranscriptRecord } from '../../../sync-server/src/store/port.ts'
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

/** A transcript and an amendment of class 6A, neither of which is the auditor's own. */
async function lived(): Promise<void> {
  const { stores, queue } = office.services
  const at = '2025-10-06T08:00:00+07:00'
  const record = {
    id: 't1',
    student: '6A-01',
    class: '6A',
    year: '2025',
    version: 1,
    state: 'initialised',
    digest: 'd',
    createdAt: at,
    order: 'o',
  }
  await stores.transcripts.createTranscripts(
    [{ record: record as TranscriptRecord, bytes: new TextEncoder().encode('{"student":{"name":"Trần Văn An"},"study":{},"conduct":{}}') }],
    [],
  )
  const amendment = {
    id: 'a1',
    grid,
    epoch: 1,
    changes: [],
    reason: 'x',
    requester: 'gv.mot',
    at,
    digest: 'd',
    state: 'requested',
    parties: [],
  }
  const by = { actor: { id: 'gv.mot' }, session: { id: 's' } }
  await queue.record({ event: eventOf('amend-request', by, at, { id: 'a1' }), amendment: amendment as unknown as Amendment })
}

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

  test.each([
    ['/api/board?class=6A&term=HK1', 'class:6A'],
    ['/api/year?class=6A', 'class:6A'],
    ['/api/transcripts?class=6A&year=2025', 'class:6A'],
    ['/api/transcripts', 'class:6A'],
    [`/api/grids/${grid}/completeness`, `grid:${grid}`],
    [`/api/grids/${grid}/artefacts`, `grid:${grid}`],
    [`/api/amendments?grid=${grid}`, `grid:${grid}`],
    ['/api/amendments/a1', `grid:${grid}`],
    ['/api/audit/export', 'school:all'],
  ])('IDENT-60 %s is on record, once an hour', async (path, record) => {
    await lived()
    const auditor = await office.as('thanhtra')
    for (let time = 0; time < 2; time += 1) expect((await office.raw('GET', path, auditor.token)).status).toBe(200)
    expect(await office.events('read')).toEqual([{ kind: 'read', record }])
    office.wait(3_600_000)
    await office.raw('GET', path, auditor.token)
    expect((await office.events('read')).length).toBe(2)
    const { body } = await (await office.as('hieutruong')).get<readonly object[]>('/api/reports/access?student=6A-01')
    expect(body).toMatchObject([{ record, user: 'thanhtra' }, { record }])
  })

  test.each(['/api/grids', '/api/progress', '/api/progress/days?class=6A&term=HK1', '/api/orders', '/api/amendments', '/api/signing/jobs'])(
    'IDENT-60 %s shows nobody’s record, and none is noted',
    async (path) => {
      await lived()
      const { token } = await office.as('thanhtra')
      expect((await office.raw('GET', path, token)).status).toBe(200)
      expect(await office.events('read')).toEqual([])
    },
  )

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
