import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { upgradeStatus } from '../support/peer.ts'
import { expectUntold } from '../support/untold.ts'
import { type Told, ask, expectProblem, json } from '../support/problem.ts'
import { type RunningSchool, type Signed, demoPassword, demoPin, freeze, sign, signIn, startSchool } from '../support/school.ts'

const grid = '2025-6A.TOAN.HK1'
const homeroom = '2025-6B.GVCN.HK1'
let school: RunningSchool
let teacher: Signed

beforeAll(async () => {
  school = await startSchool({ env: { HOCBA_LOG_LEVEL: 'trace' } })
  await freeze(school, [grid, homeroom])
  teacher = await signIn(school.url, 'gv.toan')
})

afterAll(() => school.stop())

interface Batch {
  readonly id: string
  readonly code: string
}

/** Every code that a batch was opened with. */
const codes: string[] = []

interface Job {
  readonly id: string
  readonly subject: string
}

async function openBatch(person: Signed, subject: string): Promise<Batch> {
  const jobs = (await person.get<readonly Job[]>('/api/signing/jobs')).body.filter((job) => job.subject === subject)
  const { body } = await person.post<Batch>('/api/signing/batches', { jobs: jobs.map((job) => job.id) })
  codes.push(body.code)
  return body
}

const authorise = ({ id }: Pick<Batch, 'id'>, body: unknown): Promise<Told> => ask(`${school.agentUrl}/batches/${id}/authorize`, json(body))
const stateOf = async ({ id }: Batch): Promise<{ readonly state: string }> =>
  (await teacher.get<{ state: string }>(`/api/signing/batches/${id}`)).body

describe('wrong PINs and codes', () => {
  test('BAD-50 a wrong PIN is told, not retried, and leaves the code good', async () => {
    const batch = await openBatch(teacher, homeroom)
    expectProblem(await authorise(batch, { code: batch.code, pin: '000000' }), 'pin.wrong')
    expect(await stateOf(batch)).toMatchObject({ state: 'waiting', done: 0, failed: [] })
    expect((await authorise(batch, { code: batch.code, pin: demoPin })).status).toBe(202)
    expectProblem(await authorise(batch, { code: batch.code, pin: demoPin }), 'batch.unknown')
    while ((await stateOf(batch)).state === 'signing') await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await stateOf(batch)).toMatchObject({ state: 'done', done: 1 })
  })

  test('BAD-51 a wrong code, a batch that nobody opened, and a body of another shape', async () => {
    const batch = await openBatch(teacher, grid)
    expectProblem(await authorise(batch, { code: 'x'.repeat(12), pin: demoPin }), 'batch.unknown')
    expectProblem(await authorise({ id: 'none' }, { code: batch.code, pin: demoPin }), 'batch.unknown')
    expectProblem(await authorise(batch, { code: batch.code }), 'request.invalid')
    expectProblem(await authorise(batch, { code: batch.code, pin: 'x'.repeat(5_000) }), 'request.too-large')
    expectProblem(await ask(`${school.agentUrl}/nothing`), 'route.unknown')
    const foreign = { ...json({ code: batch.code, pin: demoPin }), headers: { 'content-type': 'application/json', origin: school.url } }
    expectProblem(await ask(`${school.agentUrl}/batches/${batch.id}/authorize`, foreign), 'request.origin')
    expect(await stateOf(batch)).toMatchObject({ state: 'waiting', done: 0 })
  })

  test('BAD-52 a job that is not due, not mine or unknown opens no batch', async () => {
    const [mine] = (await teacher.get<readonly Job[]>('/api/signing/jobs')).body.filter((job) => job.subject === grid)
    const principal = await signIn(school.url, 'hieutruong')
    for (const [person, id] of [
      [principal, mine?.id],
      [teacher, 'none'],
    ] as const)
      expectProblem(await ask(`${school.url}/api/signing/batches`, json({ jobs: [id] }), person.token), 'signing.order')
    expectProblem(await ask(`${school.url}/api/signing/batches`, json({ jobs: [] }), teacher.token), 'request.invalid')
    const batch = await openBatch(teacher, grid)
    expectProblem(await ask(`${school.url}/api/signing/batches/${batch.id}`, {}, principal.token), 'batch.unknown')
    expectProblem(await ask(`${school.url}/api/signing/batches/none`, {}, teacher.token), 'batch.unknown')
    const due = (await principal.get<readonly Job[]>('/api/signing/jobs')).body.filter((job) => job.subject === grid)
    expect(due).toEqual([])
  })

  test('BAD-53 after five wrong PINs the credential is locked, also for the right one; others sign on', async () => {
    const batch = await openBatch(teacher, grid)
    for (let n = 0; n < 5; n += 1) expectProblem(await authorise(batch, { code: batch.code, pin: `00000${n}` }), 'pin.wrong')
    expectProblem(await authorise(batch, { code: batch.code, pin: demoPin }), 'pin.locked')
    expect(await stateOf(batch)).toMatchObject({ state: 'waiting', done: 0, failed: [] })
    expect(await sign(school, 'hieutruong', new Set([homeroom]))).toBe(1)
  })
})

test('IDENT-82 nothing that server and agent printed meanwhile holds a secret or a personal id', async () => {
  const [wrong, person] = ['mật khẩu gõ nhầm của tôi', await signIn(school.url, 'gv.toan')]
  await ask(`${school.url}/api/session`, json({ username: 'gv.toan', password: wrong, otp: '135790' }))
  const { body: ticket } = await person.post<{ ticket: string }>('/api/ticket')
  expect(await upgradeStatus(`${school.url.replace('http', 'ws')}/sync/${grid}?ticket=${ticket.ticket}`, {})).toBe(101)
  const batch = await openBatch(person, grid)
  expectProblem(await authorise(batch, { code: batch.code, pin: '80471395' }), 'pin.locked')
  // Personal ids where nobody should write them: addresses, files, bodies.
  await person.get('/api/students/099214000001/marks?personalId=099214000001')
  await fetch(`${school.url}/khong-co/099214000001`)
  await ask(`${school.url}/api/verify`, { method: 'POST', body: '<x>099214000001</x>' })
  await ask(`${school.agentUrl}/batches/099214000001/authorize`, json({ code: 'x'.repeat(12), pin: '099214000001' }))
  await person.post('/api/import/marks', { personalId: '099214000001' })
  const agentToken = school.env['HOCBA_AGENT_TOKEN'] ?? ''
  const secrets = [demoPassword, demoPin, '80471395', wrong, '135790', agentToken, person.token, teacher.token, ticket.ticket, ...codes]
  expect(codes.length).toBeGreaterThan(3)
  for (const line of ['"program":"signing-agent"', '"level":']) expect(school.output()).toContain(line)
  expectUntold(school.output(), secrets)
})

test('IDENT-82 no address of the server is made of a personal id', async () => {
  const { body } = await ask(`${school.url}/api/openapi.json`)
  const paths = Object.keys(body['paths'] as object)
  expect(paths.length).toBeGreaterThan(60)
  expect(paths.filter((path) => /personal|pid|citizen|cccd/i.test(path))).toEqual([])
})
