import { type Action, type Actor, type Target, actions, decide, matrix } from '@hocba/shared/access'
import { parseGridId } from '@hocba/shared/grid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoAssignments, demoPeople } from '../../sync-server/src/demo/people.ts'
import { upgradeStatus } from '../support/peer.ts'
import { type RunningSchool, type Signed, call, freeze, sign, signIn, startSchool } from '../support/school.ts'

/** Frozen and fully signed, so that every kind of file exists. */
const signed = '2025-6A.GVCN.HK1'
const people = new Map<string, Signed>()
let school: RunningSchool

beforeAll(async () => {
  school = await startSchool()
  await freeze(school, [signed])
  for (const user of ['gv.van', 'hieutruong', 'vanthu']) await sign(school, user, new Set([signed]))
  for (const { id } of demoPeople) people.set(id, await signIn(school.url, id))
})

afterAll(() => school.stop())

interface Asked {
  readonly what: string
  readonly action: Action
  readonly target?: Target
  readonly body?: unknown
}

const gridOf = (id: string) => {
  const grid = parseGridId(id)
  if (!grid) throw new Error(`no grid ${id}`)
  return grid
}

/** The grids where relations differ: own subject, shared subject, comment-assessed, homeroom, another class. */
const grids = ['2025-6A.TOAN.HK2', '2025-6A.KHTN.HK1', '2025-7B.GDTC.HK1', '2025-6B.GVCN.HK1', '2025-7A.LSDL.HK2', signed]
const order = { order: 'none' }

/** Every route that asks the matrix, on its targets. What is permitted may still fail for another reason than the right. */
const asked: readonly Asked[] = [
  ...grids.flatMap((id): readonly Asked[] => {
    const grid = gridOf(id)
    const reads = ['', '/history', '/history?cell=6A-01/tx1', '/remarks', '/completeness'].map((part): Asked => ({
      what: `/api/grids/${id}${part}`,
      action: 'grid.read',
      target: { grid },
    }))
    const files = ['/artefacts', '/artefacts/1/xml', '/artefacts/1/pdf', '/snapshots/1'].map((part): Asked => ({
      what: `/api/grids/${id}${part}`,
      action: 'grid.files',
      target: { grid, sealed: id === signed },
    }))
    const windows = (['lock', 'unlock', 'freeze'] as const).map((act): Asked => ({
      what: `/api/grids/${id}/${act}`,
      action: `grid.${act}`,
      target: { grid },
      body: order,
    }))
    const state = id === signed ? 'frozen' : 'open'
    const changes = [{ cell: `${grid.class}-01/none`, after: 0 }]
    return [
      ...reads,
      ...files,
      ...windows,
      {
        what: '/api/amendments',
        action: 'amendment.request',
        target: { grid, state },
        body: { grid: id, changes, reason: 'Kiểm tra' },
      },
    ]
  }),
  { what: '/api/orders', action: 'order.read' },
  { what: '/api/orders', action: 'order.give', body: { action: 'lock', scope: { grids: ['none'] }, reason: 'Kiểm tra' } },
  { what: '/api/progress', action: 'progress.read' },
  { what: '/api/people', action: 'people.read' },
  { what: '/api/phrases', action: 'phrases.keep' },
  { what: '/api/classes', action: 'people.read' },
  { what: '/api/transcripts', action: 'transcript.read' },
  ...['6A', '6B', '7A', '7B'].map((id): Asked => ({
    what: `/api/transcripts?class=${id}&year=2025`,
    action: 'transcript.read',
    target: { class: id },
  })),
  ...['6A', '7B'].flatMap((id): readonly Asked[] => [
    { what: `/api/board?class=${id}&term=HK1`, action: 'board.read', target: { class: id } },
    { what: `/api/year?class=${id}`, action: 'board.read', target: { class: id } },
  ]),
  { what: '/api/transcripts', action: 'transcript.initialise', body: { ...order, class: '6A', year: '2025' } },
  ...['6A-01', '6A-02', '7B-40'].map((id): Asked => ({
    what: `/api/students/${id}/marks`,
    action: 'student.read',
    target: { student: id },
  })),
  { what: '/api/reports/access?student=6A-01', action: 'access.report' },
  { what: '/api/accounts', action: 'account.read' },
  {
    what: '/api/accounts',
    action: 'account.manage',
    body: { id: 'gv.toan', name: 'Có rồi', title: 'Giáo viên', roles: ['subject-teacher'] },
  },
  { what: '/api/accounts/none/roles', action: 'account.manage', body: { roles: ['system-administrator', 'auditor'] } },
  { what: '/api/accounts/none/password', action: 'account.manage', body: {} },
  { what: '/api/accounts/none/second-factor/reset', action: 'account.manage', body: {} },
  { what: '/api/assignments', action: 'assignment.read' },
  ...['', '/end', '/hand-over'].map((part): Asked => ({
    what: `/api/assignments${part}`,
    action: 'assignment.manage',
    body: {
      person: 'none',
      from: part === '/hand-over' ? 'none' : '2026-01-01',
      to: 'none',
      until: '2026-01-02',
      date: '2026-01-01',
      scope: { kind: 'homeroom', class: '6A' },
    },
  })),
  { what: '/api/delegations', action: 'delegation.give', body: { to: 'none', from: '2026-01-01', until: '2026-01-02' } },
  { what: '/api/delegations/end', action: 'delegation.give', body: { to: 'none' } },
  { what: '/api/import/roster', action: 'roster.import', body: {} },
  { what: '/api/audit/export', action: 'audit.export' },
  { what: '/api/demo/complete', action: 'grid.freeze', body: {} },
]

const actorOf = (id: string): Actor => ({
  id,
  roles: demoPeople.find((one) => one.id === id)?.roles ?? [],
  assignments: demoAssignments.filter((one) => one.person === id),
})

function personOf(id: string): Signed {
  const person = people.get(id)
  if (!person) throw new Error(`${id} has not signed in`)
  return person
}

const isForbidden = async (person: Signed, { what, body }: Asked): Promise<boolean> => {
  const { status, body: answer } = await call<{ code?: string } | undefined>(
    school.url,
    body === undefined ? 'GET' : 'POST',
    what,
    body,
    person.token,
  ).catch((cause: unknown) => {
    // A file is no JSON: it was given.
    if (cause instanceof SyntaxError) return { status: 200, body: undefined }
    throw cause
  })
  expect(status, `${person.user} ${what}`).not.toBe(401)
  expect(status, `${person.user} ${what}`).toBeLessThan(500)
  expect(status === 403, `${person.user} ${what} ${JSON.stringify(answer)}`).toBe(answer?.code === 'forbidden')
  return status === 403
}

describe('the matrix, asked through every route', () => {
  test.each(demoPeople.map(({ id }) => id))('ACCESS-10 I23 %s gets exactly what the matrix grants', async (user) => {
    const person = personOf(user)
    const actor = actorOf(user)
    const wanted = asked.filter((one) => one.what !== '/api/demo/complete' || !decide(actor, one.action).ok)
    const answers = []
    for (const one of wanted) answers.push([one.body === undefined ? 'GET' : 'POST', one.what, await isForbidden(person, one)])
    expect(answers).toEqual(
      wanted.map((one) => {
        const decision = decide(actor, one.action, one.target)
        return [one.body === undefined ? 'GET' : 'POST', one.what, !decision.ok && decision.error === 'forbidden']
      }),
    )
  })

  test('ACCESS-10 asks for every action that a route of this version guards', () => {
    const elsewhere: readonly Action[] = [
      'grid.write',
      'amendment.read',
      'transcript.issue',
      'transcript.revoke',
      'factor.reset',
      'log.restore',
    ]
    const covered = new Set([...asked.map((one) => one.action), ...elsewhere])
    expect(actions.filter((action) => !covered.has(action))).toEqual([])
  })

  test.each(demoPeople.map(({ id }) => id))('ACCESS-11 I23 %s sees in lists and joins by socket exactly what may be read', async (user) => {
    const person = personOf(user)
    const { body: all } = await personOf('hieutruong').get<readonly { id: string; state: 'open' }[]>('/api/grids')
    const { body: list } = await person.get<readonly { id: string; canWrite: boolean }[]>('/api/grids')
    const actor = actorOf(user)
    const readable = all.filter(({ id }) => decide(actor, 'grid.read', { grid: gridOf(id) }).ok)
    expect(list.map(({ id, canWrite }) => [id, canWrite])).toEqual(
      readable.map(({ id, state }) => [id, decide(actor, 'grid.write', { grid: gridOf(id), state }).ok]),
    )
    for (const id of grids) {
      const status = await upgradeStatus(`${school.url.replace('http', 'ws')}/sync/${id}`, { authorization: `Bearer ${person.token}` })
      expect([id, status]).toEqual([id, readable.some((one) => one.id === id) ? 101 : 403])
    }
  })
})

describe('accounts with little or nothing to see', () => {
  test('ACCESS-12 the system administrator has no right on any result in the matrix, and finds none', async () => {
    const rights = actions.filter((action) => matrix[action]['system-administrator'] !== undefined)
    expect(rights.toSorted()).toEqual([
      'account.manage',
      'account.read',
      'assignment.manage',
      'assignment.read',
      'factor.reset',
      'people.read',
    ])
    const person = personOf('quantri')
    for (const path of ['/api/grids', '/api/amendments', `/api/amendments?grid=${signed}`, '/api/signing/jobs'])
      expect(await person.get(path)).toEqual({ status: 200, body: [] })
    expect(await person.post('/api/signing/batches', { jobs: ['none'] })).toMatchObject({ status: 409, body: { code: 'signing.order' } })
  })

  test('ACCESS-13 a guardian reads the own child and nobody else', async () => {
    const person = personOf('phuhuynh.001')
    const { body } = await person.get<{ student: { id: string }; grids: readonly { values: object }[] }>('/api/students/6A-01/marks')
    expect(body.student.id).toBe('6A-01')
    expect(body.grids.length).toBe(26)
    expect(JSON.stringify(body)).not.toMatch(/6A-0[2-9]|6A-[1-4]\d|0991/)
    for (const id of ['6A-02', '6B-01', 'none', '']) {
      const { status } = await person.get(`/api/students/${id}/marks`)
      expect([id, status]).toEqual([id, 403])
    }
  })

  test.each(['sogd', 'totruong.khtn'])('ACCESS-14 %s sees progress without a mark or a student', async (user) => {
    const { body } = await personOf(user).get<readonly Readonly<Record<string, unknown>>[]>('/api/progress')
    const subjects = new Set(body.map((one) => one['subject']))
    expect(subjects.size).toBe(user === 'sogd' ? 13 : 4)
    for (const row of body)
      expect(
        Object.keys(row).filter(
          (key) =>
            !['grid', 'className', 'subject', 'subjectName', 'term', 'state', 'filled', 'total', 'teachers', 'signed', 'signers'].includes(
              key,
            ),
        ),
      ).toEqual([])
    expect(JSON.stringify(body)).not.toMatch(/\d[AB]-\d\d/)
  })
})
