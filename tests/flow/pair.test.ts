import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openProof } from '@hocba/shared/log'
import { type LoginOffer, provenWorkHead, readBundle } from '@hocba/shared/wire'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../signing-agent/src/log.ts'
import { type RunningProgram, startAgentAt } from '../support/agent-program.ts'
import { ask, expectProblem, json } from '../support/problem.ts'
import { type RunningSchool, type Signed, call, demoPin, freeze, signIn, startSchool } from '../support/school.ts'
import { hocba } from '../support/terminal.ts'

const grids = ['2025-6A.TOAN.HK1', '2025-6B.TOAN.HK1']

let school: RunningSchool
let teacher: Signed
let home: string
let agent: RunningProgram

beforeAll(async () => {
  school = await startSchool()
  home = await mkdtemp(join(tmpdir(), 'hocba-home-'))
  await freeze(school, grids)
  teacher = await signIn(school.url, 'gv.toan')
})

afterAll(async () => {
  await agent?.stop()
  await school.stop()
  await rm(home, { recursive: true, force: true })
})

const newCode = async (): Promise<string> => (await teacher.post<{ code: string }>('/api/agents/pairing', {})).body.code

const pair = (code: string, server = school.url) =>
  hocba(['agent', 'pair', '--server', server, '--name', 'Máy ở nhà'], { HOCBA_DATA_DIR: home, HOCBA_PAIRING_CODE: code })

interface Pairing {
  readonly token: string
  readonly agent: string
}

const pairing = async (): Promise<Pairing> => JSON.parse(await readFile(join(home, 'agent/pairing.json'), 'utf8')) as Pairing

const openBatch = async (person: Signed, count = 1): Promise<{ readonly id: string; readonly code: string }> => {
  const jobs = (await person.get<readonly { id: string }[]>('/api/signing/jobs')).body.slice(0, count)
  return (await person.post<{ id: string; code: string }>('/api/signing/batches', { jobs: jobs.map(({ id }) => id) })).body
}

describe('pairing', () => {
  test('PAIR-1 a wrong code, another school’s server and a second use pair nothing', async () => {
    const code = await newCode()
    const wrong = code.replace(/.$/, (letter) => (letter === '0' ? '1' : '0'))
    expect((await pair(wrong)).errors).toContain('[pairing.code]')
    expect((await pair('short')).errors).toContain('[pairing.code]')
    expect((await pair(code, 'http://school.example')).errors).toContain('[request.invalid]')
    const asked: string[] = []
    const impostor = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => asked.push(chunk.toString()))
      request.on('end', () => response.end(JSON.stringify(falseAnswer)))
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => impostor.once('listening', resolve))
    expect((await pair(code, `http://127.0.0.1:${(impostor.address() as AddressInfo).port}`)).errors).toContain('không chứng minh được')
    impostor.close()
    expect(asked.join()).not.toContain(code.replaceAll('-', '').slice(4))
    expect(await stat(join(home, 'agent')).catch(() => undefined)).toBeUndefined()
  })

  test('PAIR-2 five wrong proofs void a code, and a new code voids the last', async () => {
    const code = await newCode()
    const id = code.slice(0, 4)
    const request = { id, name: 'x', nonce: '0'.repeat(64), proof: '0'.repeat(64) }
    for (let tries = 0; tries < 5; tries++) expectProblem(await ask(`${school.url}/api/pairings`, json(request)), 'pairing.code')
    expect((await pair(code)).errors).toContain('[pairing.code]')
    const [earlier] = [await newCode(), await newCode()]
    expect((await pair(earlier)).errors).toContain('[pairing.code]')
  })

  test('PAIR-3 the code pairs once: listed by name, on record, and the token is the agent’s alone', async () => {
    const code = (await newCode()).toLowerCase().replaceAll('-', ' ')
    const { code: exit, out, errors } = await pair(code)
    expect([exit, errors, out.includes('gv.toan')]).toEqual([0, '', true])
    expect((await pair(code)).errors).toContain('[pairing.code]')
    expect((await stat(join(home, 'agent/pairing.json'))).mode & 0o777).toBe(0o600)
    const { body } = await teacher.get<readonly object[]>('/api/agents')
    expect(body).toEqual([{ id: (await pairing()).agent, name: 'Máy ở nhà', pairedAt: expect.any(String), seenAt: null }])
    expect((await (await signIn(school.url, 'gv.van')).get('/api/agents')).body).toEqual([])
  })
})

describe('the agent on its holder’s own computer', () => {
  beforeAll(async () => {
    await mkdir(join(home, 'agent/credentials'), { recursive: true })
    for (const name of ['gv.toan.p12', 'gv.toan.pem', 'hieutruong.p12', 'hieutruong.pem'])
      await cp(join(school.dataDir, 'agent/credentials', name), join(home, 'agent/credentials', name))
    agent = await startAgentAt(home)
  })

  test('PAIR-4 it signs what its holder asks for, and the school accepts the files', async () => {
    const { id, code } = await openBatch(teacher)
    const answer = await call(agent.url, 'POST', `/batches/${id}/authorize`, { code, pin: demoPin })
    expect(answer.status).toBe(202)
    const progress = () => teacher.get<{ state: string; failed: unknown }>(`/api/signing/batches/${id}`)
    await expect.poll(async () => (await progress()).body.state, { timeout: 60_000 }).not.toBe('signing')
    expect((await progress()).body).toMatchObject({ state: 'done', done: 1, failed: [] })
    expect((await teacher.get<readonly { seenAt: string | null }[]>('/api/agents')).body[0]?.seenAt).toEqual(expect.any(String))
  })

  test('IDENT-94 it signs its holder in by certificate, and nobody else', async () => {
    const { token } = await pairing()
    const open = (username: string) => call<LoginOffer>(school.url, 'POST', '/api/session/certificate', { username })
    const [{ body: mine }, { body: theirs }] = [await open('gv.toan'), await open('gv.van')]
    const agentAsks = (path: string, body?: unknown) =>
      ask(`${school.url}/api/agent/logins/${path}`, body === undefined ? {} : json(body), token)
    expectProblem(await agentAsks(`${theirs.id}?code=${theirs.code}`), 'session.invalid')
    expectProblem(await agentAsks(`${theirs.id}/result`, { code: theirs.code, certificate: 'AAAA', signature: 'AAAA' }), 'session.invalid')
    expectProblem(await ask(`${agent.url}/logins/${theirs.id}/authorize`, json({ code: theirs.code, pin: demoPin })), 'session.invalid')
    expect((await ask(`${agent.url}/logins/${mine.id}/authorize`, json({ code: mine.code, pin: demoPin }))).status).toBe(202)
    const claim = () => ask(`${school.url}/api/session/certificate/${mine.id}`, json({ secret: mine.secret }))
    await expect.poll(async () => (await claim()).body['user'], { timeout: 30_000 }).toMatchObject({ id: 'gv.toan' })
  })

  test('PAIR-5 it asks for nothing of anybody else, also with their code, and nothing of the school', async () => {
    const other = await signIn(school.url, 'gv.van')
    const mine = await openBatch(teacher)
    await freeze(school, ['2025-6A.VAN.HK1'])
    const theirs = await openBatch(other)
    const { token } = await pairing()
    const agentAsks = (path: string, body?: unknown) => ask(`${school.url}/api/agent${path}`, body === undefined ? {} : json(body), token)
    expect((await agentAsks(`/batches/${mine.id}?code=${mine.code}`)).status).toBe(200)
    expectProblem(await agentAsks(`/batches/${theirs.id}?code=${theirs.code}`), 'batch.unknown')
    expectProblem(await agentAsks(`/batches/${theirs.id}/start`, { code: theirs.code }), 'batch.unknown')
    expectProblem(await agentAsks(`/batches/${theirs.id}/finish`, {}), 'batch.unknown')
    const [job] = (await other.get<readonly { id: string }[]>('/api/signing/jobs')).body
    expectProblem(await agentAsks(`/jobs/${job?.id}/work`), 'signing.order')
    expectProblem(await agentAsks(`/jobs/${job?.id}/work?size=1`), 'signing.order')
    expectProblem(await agentAsks(`/jobs/${job?.id}/failure`, { code: 'pin.wrong' }), 'signing.order')
    expectProblem(await agentAsks(`/jobs/${job?.id}/result`, { xml: '', pdf: '' }), 'signing.order')
    expectProblem(await agentAsks('/people'), 'forbidden')
    expectProblem(await agentAsks('/log/checkpoints', { note: 'x' }), 'forbidden')
    expectProblem(await ask(`${school.url}/api/me`, {}, token), 'session.expired')
  })

  test('I16 with the work of a job the server proves that what is to be signed is on record in the log of the size that was named', async () => {
    const [job] = (await teacher.get<readonly { id: string; digest: string }[]>('/api/signing/jobs')).body
    const { note } = (await call<{ note: string }>(school.url, 'GET', '/api/log/checkpoint')).body
    const { token } = await pairing()
    const work = (query: string) =>
      fetch(`${school.url}/api/agent/jobs/${job?.id}/work${query}`, { headers: { authorization: `Bearer ${token}` } })
    const bundle = async (query: string) => readBundle(new Uint8Array(await (await work(query)).arrayBuffer()), ['snapshot', 'xml', 'pdf'])
    const size = Number(note.split('\n')[1])
    const proven = await bundle(`?size=${size}`)
    const { proof } = provenWorkHead.parse(proven?.head)
    expect(proof.size).toBe(size)
    expect(await openProof({ ...proof, note }, sha256)).toMatchObject({ ok: true, value: { leaf: { digest: job?.digest } } })
    expect(await bundle('')).toEqual({ head: {}, files: proven?.files })
    for (const other of [String(proof.index), String(size + 1_000_000), '-1', 'x', ''])
      expect(await (await work(`?size=${other}`)).json(), other).toMatchObject({ code: 'log.range' })
  })

  test('PAIR-6 a history that the school’s key has not signed is not signed under', async () => {
    await writeFile(join(home, 'pki/school.vkey'), 'other+00000000+AQAA\n')
    const { id, code } = await openBatch(teacher)
    await call(agent.url, 'POST', `/batches/${id}/authorize`, { code, pin: demoPin })
    await expect
      .poll(async () => (await teacher.get<{ state: string }>(`/api/signing/batches/${id}`)).body.state, { timeout: 60_000 })
      .toBe('failed')
  })

  test('PAIR-7 who is not its holder cannot end it; when it is ended it is nobody', async () => {
    const { agent: id, token } = await pairing()
    const other = await signIn(school.url, 'gv.van')
    expect(await call(school.url, 'DELETE', `/api/agents/${id}`, undefined, other.token)).toMatchObject({ status: 404 })
    expect(await call(school.url, 'DELETE', `/api/agents/${id}`, undefined, teacher.token)).toMatchObject({ status: 204 })
    expectProblem(await ask(`${school.url}/api/agent/log`, {}, token), 'session.required')
    expect((await teacher.get('/api/agents')).body).toEqual([])
  })
})

const falseAnswer = {
  agent: 'a',
  account: 'gv.toan',
  name: 'x',
  school: 'x',
  token: 'x'.repeat(40),
  logKey: 'x',
  roots: 'x',
  proof: '0'.repeat(64),
}
