import { request } from 'node:http'
import { join } from 'node:path'
import type { FaultCode } from '@hocba/shared/core'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { upgradeStatus } from '../support/peer.ts'
import { type Told, ask, expectProblem, json } from '../support/problem.ts'
import { type RunningSchool, type Signed, demoPassword, freeze, signIn, startSchool } from '../support/school.ts'
import { workbookOf } from '../support/workbook.ts'
import { Writer } from '../support/writer.ts'

const grid = '2025-6A.TOAN.HK2'
let school: RunningSchool
let teacher: Signed
let principal: Signed
let officer: Signed

beforeAll(async () => {
  school = await startSchool({ agent: false })
  teacher = await signIn(school.url, 'gv.toan')
  principal = await signIn(school.url, 'hieutruong')
  officer = await signIn(school.url, 'quantrihocba')
})

afterAll(() => school.stop())

const at = (path: string, init?: RequestInit, person?: Signed): Promise<Told> => ask(school.url + path, init, person?.token)

describe('requests that cannot be read', () => {
  const session = (body: string, type = 'application/json'): RequestInit => ({ method: 'POST', headers: { 'content-type': type }, body })

  test.each([
    ['half of a JSON text', session('{"username":')],
    ['an empty body', session('')],
    ['a body of another type', session('username=gv.toan', 'application/x-www-form-urlencoded')],
    ['null', session('null')],
    ['a field of another type', session('{"username":1,"password":"x"}')],
    ['a missing field', session('{"username":"gv.toan"}')],
    ['keys of Object.prototype', session('{"__proto__":{"username":"gv.toan"},"password":"x"}')],
  ])('BAD-10 %s', async (_, init) => expectProblem(await at('/api/session', init), 'request.invalid'))

  test('BAD-10 a body of more than 16 MiB is refused by its length, before it is sent', async () => {
    expectProblem(await announce('/api/verify', 16 * 1024 * 1024 + 1), 'request.too-large')
    expectProblem(await announce('/api/import/marks', 16 * 1024 * 1024 + 1), 'request.too-large')
  })

  /** Sends the head of a request alone: what a body would add depends on who closes first. */
  function announce(path: string, length: number): Promise<Told> {
    return new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/octet-stream',
        'content-length': length,
        authorization: `Bearer ${teacher.token}`,
      }
      const sent = request(school.url + path, { method: 'POST', headers }, (answer) => {
        let text = ''
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
        answer.on('end', () => {
          sent.destroy()
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers['content-type'] ?? '',
            body: JSON.parse(text) as Told['body'],
          })
        })
      })
      sent.on('error', reject)
      sent.flushHeaders()
    })
  }

  test.each([
    ['GET', '/api/nothing'],
    ['PUT', '/api/session'],
    ['POST', '/nothing'],
    ['GET', '/api/grids/x/y/z'],
    ['GET', `/api/grids/${'x'.repeat(500)}`],
  ])('BAD-11 %s %s is no address', async (method, path) => expectProblem(await at(path, { method }), 'route.unknown'))

  test.each(['/api/grids/%ZZ', '/api/%C0%AF'])('BAD-11 %s is no address that can be read', async (path) => {
    expectProblem(await at(path, {}, teacher), 'request.invalid')
  })

  test.each(['/sync/%ZZ', '/sync/%2e%2e', '/sync/'])('BAD-11 there is no socket at %s', async (path) => {
    expect(await upgradeStatus(school.url.replace('http', 'ws') + path, { authorization: `Bearer ${teacher.token}` })).toBe(404)
  })

  test('BAD-12 a parameter given twice is no failure of the server', async () => {
    expect((await at('/api/transcripts?class=6A&class=6A&year=2025&year=2025', {}, officer)).status).toBe(200)
    expect((await at(`/api/grids/${grid}/history?cell=6A-01/tx1&cell=6A-02/tx1`, {}, teacher)).status).toBe(200)
    expect((await at('/api/grids?class=6A&class=6B&term=HK1', {}, teacher)).status).toBe(200)
  })

  test.each([
    ['POST', '/api/session'],
    ['DELETE', '/api/session'],
    ['POST', '/api/ticket'],
    ['POST', '/api/verify'],
  ])('BAD-13 %s %s from a page of another site', async (method, path) => {
    for (const origin of ['https://evil.example', 'null', school.url.replace('127.0.0.1', 'localhost')])
      expectProblem(await at(path, { method, headers: { origin } }, teacher), 'request.origin')
    expect((await at('/api/me', {}, teacher)).status).toBe(200)
  })

  test('BAD-14 what is not HTTP at all gets an answer and costs nothing', async () => {
    const status = await new Promise((resolve) => {
      const call = request(school.url, { path: '/api/me', headers: { 'x-long': 'x'.repeat(64 * 1024) } }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
      call.on('error', () => resolve('closed'))
      call.end()
    })
    expect([431, 'closed']).toContain(status)
    expect((await at('/healthz')).status).toBe(200)
  })
})

describe('sessions', () => {
  const signInAs = (username: string, password: string): Promise<Told> => at('/api/session', json({ username, password }))

  test('BAD-20 nobody, a token nobody has, and a session that is over', async () => {
    expectProblem(await at('/api/me'), 'session.required')
    expectProblem(await at('/api/me', { headers: { authorization: 'Bearer nonsense' } }), 'session.expired')
    const person = await signIn(school.url, 'gv.tin')
    age(person.user)
    for (const path of ['/api/me', '/api/grids', `/api/grids/${grid}/history`]) expectProblem(await at(path, {}, person), 'session.expired')
    expectProblem(await at('/api/ticket', { method: 'POST' }, person), 'session.expired')
  })

  /** The sessions of one account as twelve hours later. */
  function age(user: string): void {
    const db = new Database(join(school.dataDir, 'directory.sqlite'))
    db.prepare(`update session set body = json_set(body, '$.expiresAt', ?) where user = ?`).run(
      new Date(Date.now() + 1).toISOString(),
      user,
    )
    db.close()
  }

  test('BAD-21 a socket is closed with 4401 when its session expires', async () => {
    const person = await signIn(school.url, 'gv.toan')
    const db = new Database(join(school.dataDir, 'directory.sqlite'))
    const expire = db.prepare(`update session set body = json_set(body, '$.expiresAt', ?) where rowid = (select max(rowid) from session)`)
    expire.run(new Date(Date.now() + 3_000).toISOString()) // the socket must be open before that
    db.close()
    const writer = await Writer.join(school, person, grid, 1)
    expect(await writer.closed()).toEqual({ code: 4401, reason: 'session.expired' })
  })

  test('BAD-22 signing out cuts the sockets and tickets of that session, and of no other', async () => {
    const [leaving, staying] = [await signIn(school.url, 'gv.toan'), await signIn(school.url, 'gv.toan')]
    const sockets = await Promise.all([grid, `${grid}.remarks`, '2025-6B.TOAN.HK1'].map((id) => Writer.join(school, leaving, id, 1)))
    const other = await Writer.join(school, staying, grid, 1)
    const { body } = await leaving.post<{ ticket: string }>('/api/ticket')
    const closed = Promise.all(sockets.map((socket) => socket.closed()))
    expect((await at('/api/session', { method: 'DELETE' }, leaving)).status).toBe(204)
    expect(await closed).toEqual(sockets.map(() => ({ code: 4401, reason: 'session.expired' })))
    expect(await upgradeStatus(`${school.url.replace('http', 'ws')}/sync/${grid}?ticket=${body.ticket}`, {})).toBe(401)
    expectProblem(await at('/api/me', {}, leaving), 'session.expired')
    const written = other.acknowledgement()
    other.set('6A-07/tx1', 65)
    await written
    expect(other.acknowledged.at(-1)).toMatchObject({ cell: '6A-07/tx1', value: 65 })
    other.close()
  })

  test('BAD-23 a wrong password and an account that nobody has get the same answer; the sixth try is locked, also with the right one', async () => {
    const [wrong, unknown] = [await signInAs('gv.cn', 'wrong'), await signInAs('gv.nobody', 'wrong')]
    expectProblem(wrong, 'session.invalid')
    expect(unknown).toEqual(wrong)
    for (let n = 0; n < 4; n += 1) expectProblem(await signInAs('gv.cn', 'wrong'), 'session.invalid')
    expectProblem(await signInAs('gv.cn', demoPassword), 'session.locked')
    expect((await signInAs('gv.gdcd', demoPassword)).status).toBe(200)
  })

  test('BAD-24 guesses sent side by side learn no more than five', async () => {
    const guesses = await Promise.all(Array.from({ length: 12 }, () => signInAs('gv.nt', 'wrong')))
    expect(guesses.filter((one) => one.body['code'] === 'session.invalid').length).toBeLessThanOrEqual(5)
    expectProblem(await signInAs('gv.nt', demoPassword), 'session.locked')
  })
})

describe('orders', () => {
  const order = async (body: object): Promise<string> => (await principal.post<{ id: string }>('/api/orders', body)).body.id
  const freezing = (scope: object, more: object = {}) => ({ action: 'freeze', scope, reason: 'Kết thúc học kì', ...more })
  const execute = (what: string, id: string, on = grid): Promise<Told> => at(`/api/grids/${on}/${what}`, json({ order: id }), officer)

  test('BAD-30 nothing is executed without an order that names it, for that act, in time', async () => {
    const before = (await officer.get(`/api/grids/${grid}`)).body
    expectProblem(await execute('freeze', 'nonsense'), 'order.missing')
    expectProblem(await execute('freeze', await order(freezing({ grids: ['2025-6B.TOAN.HK2'] }))), 'order.missing')
    expectProblem(await execute('freeze', await order(freezing({ class: '6A', term: 'HK1' }))), 'order.missing')
    expectProblem(await execute('freeze', await order({ ...freezing({ grids: [grid] }), action: 'lock' })), 'order.missing')
    const past = await order(freezing({ grids: [grid] }, { until: '2026-01-01T00:00:00+07:00' }))
    expectProblem(await execute('freeze', past), 'order.expired')
    expectProblem(await execute('freeze', past, '2025-9Z.TOAN.HK2'), 'grid.unknown')
    expect((await officer.get(`/api/grids/${grid}`)).body).toEqual(before)
  })

  test.each([
    ['no scope', freezing({})],
    ['no reason', { ...freezing({ class: '6A' }), reason: '  ' }],
    ['an act nobody knows', { ...freezing({ class: '6A' }), action: 'delete' }],
    ['a time without zone', freezing({ class: '6A' }, { until: '2026-06-01T00:00:00' })],
    ['a day that does not exist', freezing({ class: '6A' }, { until: '2026-02-31T00:00:00Z' })],
    ['two kinds of scope', freezing({ class: '6A', grids: [grid] })],
  ])('BAD-31 an order with %s', async (_, body) => expectProblem(await at('/api/orders', json(body), principal), 'request.invalid'))

  test('BAD-32 term 2 waits for term 1, and a grid with empty cells for its teacher', async () => {
    const id = await order(freezing({ class: '6A' }))
    expectProblem(await execute('freeze', id), 'grid.term')
    expect((await freeze(school, ['2025-6A.TOAN.HK1']))[0]?.status).toBe(200)
    const told = await execute('freeze', id)
    expectProblem(told, 'grid.incomplete')
    expect(told.body['cells']).toContain('6A-01/ck')
    expect(told.body['cells']).not.toContain('6A-01/tx1')
    expectProblem(await execute('freeze', id, '2025-6A.TOAN.HK1'), 'grid.frozen')
    expectProblem(await execute('unlock', await order({ ...freezing({ grids: [grid] }), action: 'unlock' })), 'grid.state')
  })
})

describe('files', () => {
  const send = (path: string, body: Uint8Array | string, person = teacher, type = 'application/octet-stream'): Promise<Told> =>
    at(path, { method: 'POST', headers: { 'content-type': type }, body: Buffer.from(body) }, person)

  test.each([
    ['text', 'Mã HS;Họ và tên'],
    ['half of an archive', 'PK\u0003\u0004....'],
    ['nothing', ''],
  ])('BAD-40 a workbook that is %s', async (_, content) => {
    for (const [kind, who] of [
      ['marks', teacher],
      ['roster', await signIn(school.url, 'hocvu')],
    ] as const)
      expectProblem(await send(`/api/import/${kind}`, content, who), 'workbook.corrupt')
  })

  test('BAD-41 every bad row is listed, nothing of its sheet is written, other sheets are', async () => {
    const heading = ['Mã HS', 'Họ và tên', 'TX1', 'TX2', 'TX3', 'TX4', 'GK', 'CK']
    const row = (id: string, ...marks: readonly (string | number | null)[]) => [
      id,
      '',
      ...marks,
      ...Array<null>(6 - marks.length).fill(null),
    ]
    const book = await workbookOf({
      [grid]: [heading, row('6A-31', '7,5'), row('6A-32', 11), row('6A-99', 5), row('6A-33', null, '8,55')],
      '2025-6B.TOAN.HK2': [heading, row('6B-31', 1.5)],
      '2025-6A.VAN.HK2': [heading, row('6A-31', 5)],
      '2025-9Z.VAN.HK2': [heading, row('9Z-01', 5)],
    })
    const before = (await teacher.get<readonly unknown[]>(`/api/grids/${grid}/history`)).body.length
    const { body } = await send('/api/import/marks', book)
    const sheets = body['sheets'] as readonly { written: number; problems: readonly { row: number; code: FaultCode; column?: string }[] }[]
    expect(sheets.map((sheet) => [sheet.written, sheet.problems.map(({ row: n, column, code }) => [n, column, code])])).toEqual([
      [
        0,
        [
          [3, 'TX1', 'value.invalid'],
          [4, 'Mã HS', 'student.unknown'],
          [5, 'TX2', 'value.invalid'],
        ],
      ],
      [1, []],
      [0, [[0, undefined, 'forbidden']]],
      [0, [[0, undefined, 'grid.unknown']]],
    ])
    expect((await teacher.get<readonly unknown[]>(`/api/grids/${grid}/history`)).body.length).toBe(before)
    const { body: rows } = await teacher.get<readonly { after: unknown }[]>('/api/grids/2025-6B.TOAN.HK2/history?cell=6B-31/tx1')
    expect(rows.at(-1)).toMatchObject({ actor: 'gv.toan', after: 15 })
  })

  test.each([
    ['garbage', Buffer.from([0, 255, 1, 2, 3])],
    ['a PDF that ends at once', Buffer.from('%PDF-1.7\n')],
    ['XML of another kind', Buffer.from('<a/>')],
  ])('BAD-42 %s is invalid, with the check that says so', async (_, content) => {
    const { status, body } = await send('/api/verify', content)
    expect([status, body['verdict']]).toEqual([200, 'invalid'])
    expect((body['checks'] as readonly { ok: boolean | null }[]).some((check) => check.ok === false)).toBe(true)
  })

  test.each([
    ['nothing', '', 'application/octet-stream'],
    ['a form without its boundary', 'x', 'multipart/form-data'],
    [
      'a form that breaks off',
      '--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nx',
      'multipart/form-data; boundary=b',
    ],
    ['a form without a file', '--b--\r\n', 'multipart/form-data; boundary=b'],
  ])('BAD-43 %s is no file', async (_, content, type) => {
    expectProblem(await send('/api/verify', content, teacher, type), 'request.invalid')
  })
})
