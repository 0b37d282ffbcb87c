import { once } from 'node:events'
import { readFile, readdir } from 'node:fs/promises'
import { type IncomingMessage, type Server, createServer } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toHex } from '@hocba/shared/core'
import { hocba } from '../../support/terminal.ts'
import { type Answer, type Caller, type Office, openOffice } from '../../support/office.ts'

const grid = '2025-6A.TOAN.HK1'
let office: Office
let principal: Caller
let officer: Caller

/** Somebody who looked into a grid and failed to sign in, in the year before, and has left since. */
beforeEach(async () => {
  office = await openOffice({
    people: [
      ['hieutruong', 'principal'],
      ['quantrihocba', 'records-officer'],
      ['ban.toi', 'auditor'],
      ['thanhtra', 'auditor'],
      ['quantri', 'system-administrator'],
    ],
  })
  office.setTime('2025-03-03T08:00:00+07:00')
  for (const user of ['ban.toi', 'thanhtra']) await (await office.as(user)).get(`/api/grids/${grid}`)
  office.wait(60_000)
  await (await office.as('ban.toi')).get('/api/board?class=6A&term=HK1')
  await office.events()
  office.setTime('2025-10-06T08:00:00+07:00')
  await (await office.as('ban.toi')).get(`/api/grids/${grid}`)
  const person = office.services.school.person('ban.toi')
  if (!person) throw new Error('no such person')
  await office.services.school.write({ people: [{ ...person, roles: [] }] })
  await office.events()
  ;[principal, officer] = [await office.as('hieutruong'), await office.as('quantrihocba')]
})

afterEach(() => office.close())

interface Listed {
  readonly index: number
  readonly kind: string
  readonly at: string
}

const erasable = async (user = 'ban.toi'): Promise<readonly Listed[]> =>
  (await principal.get<readonly Listed[]>(`/api/log/erasable?user=${user}`)).body

async function order(entries: readonly number[]): Promise<string> {
  const { body } = await principal.post<{ id: string }>('/api/orders', {
    action: 'erase',
    scope: { entries },
    reason: 'Theo yêu cầu 12/YC',
  })
  return body.id
}

/** All bytes of the data folder. */
async function bytes(): Promise<string> {
  const names = await readdir(office.folder)
  const files = await Promise.all(names.filter((name) => name.includes('.sqlite')).map((name) => readFile(join(office.folder, name))))
  return Buffer.concat(files).toString('latin1')
}

const saltsAt = async (index: number): Promise<string> =>
  Buffer.from((await office.services.stores.gradebook.entries(index, 1))[0]?.salts ?? []).toString('latin1')

/** The command line talks to the office; the door is passed as the office's callers do. */
async function bridge(): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const body = text === '' ? undefined : (JSON.parse(text) as { readonly username?: string })
      if (request.url === '/healthz') return void response.end()
      const answered =
        body?.username === undefined
          ? forward(request, body)
          : office.as(body.username).then(({ token }) => ({ status: 200, body: { token } }))
      void answered.then(({ status, body: told }) => response.writeHead(status).end(told === undefined ? '' : JSON.stringify(told)))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const forward = ({ method, url = '/', headers }: IncomingMessage, body: object | undefined): Promise<Answer> =>
  office.ask(method === 'POST' || method === 'DELETE' ? method : 'GET', url, body, { authorization: headers.authorization ?? '' })

describe('erasure of what the log knows of a person (law 91/2025/QH15)', () => {
  test('ERASE-1 I14 ordered by the principal, executed by the records officer: body and salts are gone from the bytes of the files, the tree stays', async () => {
    const listed = await erasable()
    expect(listed.map(({ kind, at }) => [kind, at.slice(0, 10)])).toEqual([
      ['read', '2025-03-03'],
      ['read', '2025-03-03'],
    ])
    const salts = await Promise.all(listed.map(({ index }) => saltsAt(index)))
    const present = await bytes()
    expect(salts.map((salt) => [salt.length, present.includes(salt)])).toEqual([
      [32, true],
      [32, true],
    ])
    expect(present).toContain('class:6A')
    const { gradebook } = office.services.stores
    const before = await gradebook.treeHead()
    const leaves = (await gradebook.entries(0, 100)).map((entry) => Buffer.from(entry.leaf).toString('hex'))

    const id = await order(listed.map(({ index }) => index))
    expect(await officer.post('/api/log/erase', { order: id })).toEqual({ status: 200, body: { erased: 2 } })

    const left = await bytes()
    expect(salts.filter((salt) => left.includes(salt))).toEqual([])
    expect(left).not.toContain('class:6A')
    // The other look into the grid, and the one of this year, are still on record.
    expect(left).toContain(`grid:${grid}`)
    const entries = await gradebook.entries(0, 100)
    expect(entries.slice(0, leaves.length).map((entry) => Buffer.from(entry.leaf).toString('hex'))).toEqual(leaves)
    expect(toHex(await gradebook.treeRoot(before.size))).toBe(toHex(before.root))
    expect(entries.filter((entry) => entry.erased).map(({ index }) => index)).toEqual(listed.map(({ index }) => index))
    expect(await office.events('erase')).toEqual(listed.map(({ index, kind }) => ({ kind, index })))
    const { body: report } = await principal.get<readonly { user: string; at: string }[]>('/api/reports/access?student=6A-01')
    expect(report.map(({ user, at }) => [user, at.slice(0, 4)])).toEqual([
      ['ban.toi', '2025'],
      ['thanhtra', '2025'],
    ])
    expect(await erasable()).toEqual([])
  })

  test('ERASE-2 what must be kept is refused whole: of who is in office, of this year, of other kinds, rows of grids, what does not exist', async () => {
    const [first] = await erasable()
    const entries = await office.services.stores.gradebook.entries(0, 100)
    expect(await erasable('thanhtra')).toEqual([])
    const kept = entries.map(({ index }) => index).filter((index) => !new Set([0, 2]).has(index))
    expect(kept.length).toBeGreaterThan(1)
    for (const index of [...kept, 10_000]) {
      const answer = await officer.post('/api/log/erase', { order: await order([first?.index ?? 0, index]) })
      expect([index, answer.status, answer.body['code']]).toEqual([index, 409, 'log.kept'])
    }
    expect((await office.services.stores.gradebook.entries(0, 100)).filter((entry) => entry.erased)).toEqual([])
    expect(await office.events('erase')).toEqual([])
  })

  test('ERASE-3 not without an order to erase, not by who gave it, and an order to erase names entries', async () => {
    const [first] = await erasable()
    expect(await officer.post('/api/log/erase', { order: 'none' })).toMatchObject({ status: 409, body: { code: 'order.missing' } })
    const lock = await principal.post('/api/orders', { action: 'lock', scope: { class: '6A' }, reason: 'x' })
    expect(await officer.post('/api/log/erase', { order: lock.body['id'] })).toMatchObject({ status: 409, body: { code: 'order.missing' } })
    for (const body of [
      { action: 'erase', scope: { class: '6A' }, reason: 'x' },
      { action: 'lock', scope: { entries: [0] }, reason: 'x' },
    ])
      expect((await principal.post('/api/orders', body)).status).toBe(400)
    const id = await order([first?.index ?? 0])
    for (const caller of [principal, await office.as('quantri'), await office.as('thanhtra')])
      expect((await caller.post('/api/log/erase', { order: id })).status).toBe(403)
    // One account with both offices still is one person.
    const person = office.services.school.person('quantrihocba')
    if (!person) throw new Error('no such person')
    await office.services.school.write({ people: [{ ...person, roles: ['principal', 'records-officer'] }] })
    const own = await officer.post('/api/orders', { action: 'erase', scope: { entries: [first?.index] }, reason: 'x' })
    expect(await officer.post('/api/log/erase', { order: own.body['id'] })).toMatchObject({ status: 409, body: { code: 'order.missing' } })
  })

  test('ERASE-3 cut short after it was put on record, it is asked for again', async () => {
    const [first] = await erasable()
    const id = await order([first?.index ?? 0])
    const { gradebook } = office.services.stores
    const real = gradebook.erase.bind(gradebook)
    Object.assign(gradebook, { erase: () => Promise.reject(new Error('cut short')) })
    expect((await officer.post('/api/log/erase', { order: id })).status).toBe(500)
    Object.assign(gradebook, { erase: real })
    expect((await officer.post('/api/log/erase', { order: id })).status).toBe(200)
    expect((await gradebook.entries(first?.index ?? 0, 1))[0]?.erased).toBe(true)
  })

  test('ERASE-4 by two commands, which say what is left', async () => {
    const server = await bridge()
    try {
      const { port } = server.address() as { readonly port: number }
      const env = { HOCBA_URL: `http://127.0.0.1:${port}`, HOCBA_PASSWORD: 'x' }
      const ordered = await hocba(['erase', 'order', 'ban.toi', '--reason', 'Theo yêu cầu 12/YC'], env)
      expect([ordered.code, ordered.out]).toEqual([0, expect.stringMatching(/^Lệnh [\w-]+: xóa nội dung 2 mục của ban.toi/)])
      const id = /Lệnh ([\w-]+)/.exec(ordered.out)?.[1] ?? ''
      expect((await hocba(['erase', 'execute', id, '--as', 'hieutruong'], env)).errors).toContain('[forbidden]')
      const done = await hocba(['erase', 'execute', id], env)
      expect([done.code, done.out]).toEqual([0, expect.stringContaining('Đã xóa nội dung 2 mục. Bản sao lưu')])
      expect((await hocba(['erase', 'order', 'thanhtra', '--reason', 'x'], env)).errors).toContain('[log.kept]')
      expect(await erasable()).toEqual([])
    } finally {
      server.close()
    }
  })
})
