import { join } from 'node:path'
import { type Action, type Actor, actions, decide, matrix, roles } from '@hocba/shared/access'
import { seedRemarks } from '@hocba/shared/document'
import { type GridState, columnsOf, isCellValue } from '@hocba/shared/grid'
import type { Assignment } from '@hocba/shared/school'
import { messageType, readRefused } from '@hocba/shared/wire'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { demoPeople } from '../../sync-server/src/demo/people.ts'
import { sqliteTranscripts } from '../../sync-server/src/store/sqlite/transcripts.ts'
import { type Asked, type Given, gridOf, questions } from '../support/asked.ts'
import { upgradeStatus } from '../support/peer.ts'
import { type RunningSchool, type Signed, call, freeze, sign, signIn, startSchool } from '../support/school.ts'
import { workbookOf } from '../support/workbook.ts'

/** A class in each state, and in each the grids where ties differ: one teacher, two teachers, the homeroom teacher's. */
const grids: readonly { readonly id: string; readonly state: GridState }[] = [
  ...['2025-6A.TOAN.HK1', '2025-6A.KHTN.HK1', '2025-6A.GVCN.HK1'].map((id) => ({ id, state: 'frozen' as const })),
  ...['2025-6B.TOAN.HK2', '2025-6B.GVCN.HK2'].map((id) => ({ id, state: 'locked' as const })),
  ...['2025-7A.TOAN.HK2', '2025-7A.GVCN.HK2'].map((id) => ({ id, state: 'open' as const })),
]
const idsIn = (state: GridState): readonly string[] => grids.filter((one) => one.state === state).map(({ id }) => id)
/** Fully signed, so that every kind of file exists. */
const sealed = '2025-6A.GVCN.HK1'

/** Every role, and every way in which somebody is tied or not tied to those classes. */
const askers = [
  'hieutruong',
  'phohieutruong',
  'quantrihocba',
  'vanthu',
  'hocvu',
  'quantri',
  'gv.toan',
  'gv.van',
  'gv.anh',
  'gv.khtn1',
  'gv.lsdl',
  'totruong.khtn',
  'phuhuynh.001',
  'thanhtra',
  'sogd',
] as const

const transcripts = [
  { id: 'hoc-ba-6a', class: '6A', student: '6A-01' },
  { id: 'hoc-ba-7a', class: '7A', student: '7A-01' },
]

interface Operation {
  readonly access: 'public' | 'agent' | 'person'
  readonly asks?: readonly Action[] | { readonly lists: Action } | 'self' | 'party'
}

let school: RunningSchool
let given: Given
const people = new Map<string, Signed>()
let assignments: readonly Assignment[]
/** By the names of the description: `GET /api/grids/{id}`. */
let operations: ReadonlyMap<string, Operation>

beforeAll(async () => {
  school = await startSchool({ env: { HOCBA_LIMIT_CONNECTIONS: '0', HOCBA_LIMIT_SIGNIN: '0', HOCBA_LIMIT_UPDATES: '0' } })
  for (const id of askers) people.set(id, await signIn(school.url, id))
  await freeze(school, idsIn('frozen'))
  await lock(idsIn('locked'))
  for (const user of ['gv.van', 'hieutruong', 'vanthu']) await sign(school, user, new Set([sealed]))
  await keepTranscripts()
  given = { grids, sealed, amendment: await requestAmendment(), transcripts }
  assignments = (await personOf('quantri').get<readonly Assignment[]>('/api/assignments')).body
  operations = await describedOperations()
})

afterAll(() => school.stop())

async function lock(ids: readonly string[]): Promise<void> {
  const { body } = await personOf('hieutruong').post<{ id: string }>('/api/orders', {
    action: 'lock',
    scope: { grids: ids },
    reason: 'Hết hạn',
  })
  for (const id of ids) await personOf('quantrihocba').post(`/api/grids/${id}/lock`, { order: body.id })
}

/** As if initialised: whole signed classes would take minutes. */
async function keepTranscripts(): Promise<void> {
  const store = sqliteTranscripts(join(school.dataDir, 'transcripts.sqlite'))
  const bytes = new TextEncoder().encode('{"student":{"name":"x"},"study":{},"conduct":{}}')
  const records = transcripts.map(({ id, class: className, student }) => ({
    record: {
      id,
      student,
      class: className,
      year: '2025',
      version: 1,
      state: 'initialised' as const,
      digest: id,
      createdAt: '2026-06-01T08:00:00+07:00',
      order: 'none',
    },
    bytes,
  }))
  await store.createTranscripts(records, [])
  await store.close()
}

async function requestAmendment(): Promise<Given['amendment']> {
  const grid = '2025-6A.TOAN.HK1'
  const teacher = personOf('gv.toan')
  const { body: values } = await teacher.get<{ values: Readonly<Record<string, number>> }>(`/api/grids/${grid}/values`)
  const after = values.values['6A-03/ck'] === 80 ? 75 : 80
  const { body } = await teacher.post<{ id: string; digest: string; parties: readonly { slot: string; user: string }[] }>(
    '/api/amendments',
    {
      grid,
      changes: [{ cell: '6A-03/ck', after }],
      reason: 'Cộng sai',
    },
  )
  const parties = body.parties.map(({ slot, user }) => ({ user, act: slot === 'approver' ? ('approve' as const) : ('witness' as const) }))
  return { id: body.id, digest: body.digest, grid, parties: [...parties, { user: 'gv.toan', act: 'request' }] }
}

async function describedOperations(): Promise<ReadonlyMap<string, Operation>> {
  interface Described {
    readonly security: readonly Readonly<Record<string, unknown>>[]
    readonly 'x-hocba-asks'?: NonNullable<Operation['asks']>
  }
  const { body } = await call<{ paths: Readonly<Record<string, Readonly<Record<string, Described>>>> }>(
    school.url,
    'GET',
    '/api/openapi.json',
  )
  return new Map(
    Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security, 'x-hocba-asks': asks }]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        {
          access: security.length === 0 ? 'public' : security.some((one) => 'agent' in one) ? 'agent' : 'person',
          ...(asks ? { asks } : {}),
        },
      ]),
    ),
  )
}

function personOf(id: string): Signed {
  const person = people.get(id)
  if (!person) throw new Error(`${id} has not signed in`)
  return person
}

const actorOf = (id: string): Actor => ({
  id,
  roles: demoPeople.find((one) => one.id === id)?.roles ?? [],
  assignments: assignments.filter((one) => one.person === id),
})

interface Answer {
  readonly status: number
  readonly code: string
  /** What was told; of a stream nothing. */
  readonly text: string
}

async function ask(method: string, { path, body }: Pick<Asked, 'path' | 'body'>, token?: string): Promise<Answer> {
  const response = await fetch(school.url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    await response.body?.cancel()
    return { status: response.status, code: '', text: '' }
  }
  const text = await response.text()
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true
  return { status: response.status, code: isProblem ? (JSON.parse(text) as { code: string }).code : '', text }
}

/** All of them, a few at a time. */
async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T)
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  return results
}

const methodOf = (name: string): string => name.slice(0, name.indexOf(' '))
const all = (): readonly (readonly [name: string, asked: Asked])[] =>
  Object.entries(questions(given)).flatMap(([name, list]) => list.map((one) => [name, one] as const))

/** What the matrix says of a question; the state of the grid is no matter of the person's right. */
function isPermitted(actor: Actor, name: string, { permits, action, target }: Asked): boolean {
  if (permits) return permits(actor)
  const asks = operations.get(name)?.asks
  const named = Array.isArray(asks) ? (asks as readonly Action[]) : []
  const wanted = action === undefined ? named : named.filter((one) => one === action)
  expect(wanted.length, `${name} names no action to be asked for`).toBeGreaterThan(0)
  return wanted.some((one) => {
    const decision = decide(actor, one, target)
    return decision.ok || decision.error !== 'forbidden'
  })
}

const outcome = ({ status, code }: Answer): string => (status === 403 || status === 401 || status >= 500 ? `${status} ${code}` : 'heard')

/** What no refused question may have changed. */
async function present(): Promise<readonly string[]> {
  const paths = ['/api/accounts', '/api/assignments', '/api/transcripts', '/api/amendments?grid=2025-6A.TOAN.HK1', '/api/grids']
  const told = await each(paths, async (path) => (await ask('GET', { path }, personOf('phohieutruong').token)).text)
  const metrics = (await ask('GET', { path: '/metrics' })).text
  return [...told, ...(metrics.match(/^hocba_.*$/gm) ?? [])]
}

describe('the matrix, asked through every route', () => {
  test('ACCESS-9 every route of a person names the right that it asks for, and is asked here', () => {
    const persons = [...operations].filter(([, { access }]) => access === 'person')
    expect(persons.filter(([, { asks }]) => asks === undefined)).toEqual([])
    expect(Object.keys(questions(given)).toSorted()).toEqual(persons.map(([name]) => name).toSorted())
    expect(persons.length).toBeGreaterThan(60)
  })

  test('ACCESS-9 every action but the writing of cells and the steps of an amendment is asked for by a route', () => {
    const asked = new Set(
      [...operations.values()].flatMap(({ asks }) =>
        asks === undefined || typeof asks === 'string' ? [] : 'lists' in asks ? [asks.lists] : asks,
      ),
    )
    expect(actions.filter((action) => !asked.has(action))).toEqual([])
    expect(roles.filter((role) => !askers.some((id) => actorOf(id).roles.includes(role)))).toEqual([])
  })

  test('ACCESS-10 I23 without a session every route of a person answers 401', async () => {
    const told = await each(all(), async ([name, asked]) => `${name}: ${outcome(await ask(methodOf(name), asked))}`)
    expect(told).toEqual(all().map(([name]) => `${name}: 401 session.required`))
  })

  test('ACCESS-10 I23 every role gets from every route, in every state, exactly what the matrix grants, and a refusal changes nothing', async () => {
    const before = await present()
    for (const user of askers) {
      const actor = actorOf(user)
      const wanted = all().filter(([name, asked]) => asked.harms !== true || !isPermitted(actor, name, asked))
      const told = await each(wanted, async ([name, asked]) => outcome(await ask(methodOf(name), asked, personOf(user).token)))
      const line = (at: number, answer: string): string => `${user} ${wanted[at]?.[0]} ${wanted[at]?.[1].path} ${answer}`
      expect(told.map((answer, at) => line(at, answer))).toEqual(
        wanted.map(([name, asked], at) => line(at, isPermitted(actor, name, asked) ? 'heard' : '403 forbidden')),
      )
    }
    expect(await present()).toEqual(before)
  })

  test('ACCESS-10 I23 a workbook is taken sheet by sheet where its grid may be written', async () => {
    const book = await workbookOf(Object.fromEntries(grids.map(({ id }) => [id, [['Mã HS', 'Họ và tên']]])))
    for (const user of askers.filter((id) => decideAny(actorOf(id), 'grid.write'))) {
      const response = await fetch(`${school.url}/api/import/marks?dry=1`, {
        method: 'POST',
        headers: { authorization: `Bearer ${personOf(user).token}`, 'content-type': 'application/octet-stream' },
        body: Buffer.from(book),
      })
      const text = await response.text()
      const { sheets } = JSON.parse(text) as { sheets: readonly { sheet: string; problems: readonly { code: string }[] }[] }
      const told = sheets.map(({ sheet, problems }) => [
        sheet,
        problems.map(({ code }) => code).find((code) => rightCodes.has(code)) ?? 'heard',
      ])
      expect([user, told]).toEqual([user, grids.map(({ id, state }) => [id, writing(actorOf(user), id, state)])])
    }
  })
})

const rightCodes: ReadonlySet<string> = new Set(['forbidden', 'grid.locked', 'grid.frozen'])
const decideAny = ({ roles: held }: Actor, action: Action): boolean => held.some((role) => matrix[action][role] !== undefined)

function writing(actor: Actor, id: string, state: GridState): string {
  const decision = decide(actor, 'grid.write', { grid: gridOf(id), state })
  return decision.ok ? 'heard' : decision.error
}

describe('the matrix, asked through every socket', () => {
  test('ACCESS-11 I23 every role joins cells and remarks of a grid exactly when the matrix lets it read, and sees that in its lists', async () => {
    const documents = grids.flatMap(({ id }) => [id, `${id}.remarks`])
    const { body: every } = await personOf('hieutruong').get<readonly { id: string; state: GridState }[]>('/api/grids')
    for (const user of askers) {
      const actor = actorOf(user)
      const readable = every.filter(({ id }) => decide(actor, 'grid.read', { grid: gridOf(id) }).ok)
      const { body: list } = await personOf(user).get<readonly { id: string; canWrite: boolean }[]>('/api/grids')
      expect(list.map(({ id, canWrite }) => [id, canWrite])).toEqual(
        readable.map(({ id, state }) => [id, writing(actor, id, state) === 'heard']),
      )
      const headers = { authorization: `Bearer ${personOf(user).token}` }
      const told = await each(documents, (name) => upgradeStatus(`${socketUrl(name)}?v=1`, headers))
      const may = documents.map((name) => readable.some(({ id }) => name === id || name === `${id}.remarks`))
      expect([user, told]).toEqual([user, may.map((one) => (one ? 101 : 403))])
    }
    expect(await each(documents, (name) => upgradeStatus(socketUrl(name), {}))).toEqual(documents.map(() => 401))
  })

  test('ACCESS-11 I23 every role writes cells and remarks exactly where the matrix and the state let it', async () => {
    const rows = async (): Promise<number> => Number(/^hocba_log_rows (\d+)$/m.exec((await ask('GET', { path: '/metrics' })).text)?.[1])
    const before = await rows()
    let written = 0
    for (const user of askers) {
      const actor = actorOf(user)
      const joined = grids.filter(({ id }) => decide(actor, 'grid.read', { grid: gridOf(id) }).ok)
      const wanted = joined.map(({ id, state }) => writing(actor, id, state))
      const cells = await each(joined, ({ id }) => writeOnce(user, id, markOf(id)))
      const remarks = await each(joined, ({ id }) => writeOnce(user, `${id}.remarks`, remarkOf(id)))
      expect([user, cells, remarks]).toEqual([user, wanted, wanted])
      written += 2 * wanted.filter((one) => one === 'heard').length
    }
    expect(written).toBeGreaterThan(0)
    expect((await rows()) - before).toBe(written)
  })
})

const socketUrl = (name: string): string => `${school.url.replace('http', 'ws')}/sync/${name}`

/** A value that the first column of the grid takes. */
function markOf(id: string): Uint8Array {
  const [column] = columnsOf(gridOf(id))
  const value = [80, 3, 'D', 'T'].find((one) => column && isCellValue(column.value, one))
  const doc = new Y.Doc()
  doc.getMap('cells').set(`${gridOf(id).class}-02/${column?.id ?? ''}`, value)
  return Y.encodeStateAsUpdate(doc)
}

function remarkOf(id: string): Uint8Array {
  const doc = new Y.Doc({ gc: false })
  seedRemarks(doc, new Map([[`${gridOf(id).class}-02`, 'Kiểm tra']]))
  return Y.encodeStateAsUpdate(doc)
}

/** One update and its answer. */
function writeOnce(user: string, document: string, update: Uint8Array): Promise<string> {
  const socket = new WebSocket(`${socketUrl(document)}?v=1`, { headers: { authorization: `Bearer ${personOf(user).token}` } })
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, messageType.sync)
  encoding.writeVarUint(encoder, 2)
  encoding.writeVarUint8Array(encoder, update)
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('open', () => socket.send(encoding.toUint8Array(encoder)))
    socket.on('message', (data: Buffer) => {
      const decoder = decoding.createDecoder(new Uint8Array(data))
      const type = decoding.readVarUint(decoder)
      if (type !== messageType.accepted && type !== messageType.refused) return
      resolve(type === messageType.accepted ? 'heard' : readRefused(decoder).code)
      socket.terminate()
    })
  })
}

describe('accounts with little or nothing to see', () => {
  test('ACCESS-12 the system administrator has no right on any result in the matrix, and no route tells one', async () => {
    const rights = actions.filter((action) => matrix[action]['system-administrator'] !== undefined)
    expect(rights.toSorted()).toEqual([
      'account.manage',
      'account.read',
      'assignment.manage',
      'assignment.read',
      'certificate.declare',
      'certificate.disable',
      'certificate.read',
      'factor.reset',
      'people.read',
    ])
    const person = personOf('quantri')
    const asked = all().filter(([, one]) => one.harms !== true)
    const told = await each(asked, async ([name, one]) => `${name} ${(await ask(methodOf(name), one, person.token)).text}`)
    const students = await names()
    const staff = new Set(demoPeople.map(({ name }) => name))
    const shown = students.filter((name) => !staff.has(name)).filter((name) => told.some((text) => text.includes(name)))
    expect(students.length).toBeGreaterThan(150)
    expect(shown).toEqual([])
    // A cell is addressed by student and column; marks, remarks and results stand under these names in every answer that has any.
    expect(told.filter((text) => /"(values|remarks?|results|before|after|students|columns|promotion|tb|cn)":/.test(text))).toEqual([])
    expect(told.filter((text) => /\d[AB]-\d\d\/\w/.test(text))).toEqual([])
    expect(await person.get('/api/grids')).toEqual({ status: 200, body: [] })
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

/** Every student of the school. */
async function names(): Promise<readonly string[]> {
  const boards = await each(['6A', '6B', '7A', '7B'], (id) =>
    personOf('hieutruong').get<{ students: readonly { name: string }[] }>(`/api/board?class=${id}&term=HK1`),
  )
  return boards.flatMap(({ body }) => body.students.map(({ name }) => name))
}
