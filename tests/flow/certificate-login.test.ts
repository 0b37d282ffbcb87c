import { createHash, sign as signWith } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pemToDer } from '@hocba/shared/verify'
import { type AgentLogin, type LoginOffer, loginText } from '@hocba/shared/wire'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPfx } from '../../signing-agent/src/key/pfx.ts'
import { type Told, ask, expectProblem, json } from '../support/problem.ts'
import { type RunningSchool, call, demoPin, signIn, startSchool } from '../support/school.ts'

let school: RunningSchool

beforeAll(async () => {
  school = await startSchool()
})

afterAll(() => school.stop())

const open = async (username: string): Promise<LoginOffer> =>
  (await call<LoginOffer>(school.url, 'POST', '/api/session/certificate', { username })).body

const claim = ({ id, secret }: Pick<LoginOffer, 'id' | 'secret'>): Promise<Told> =>
  ask(`${school.url}/api/session/certificate/${id}`, json({ secret }))

const atAgent = ({ id }: LoginOffer, body: unknown): Promise<Told> => ask(`${school.agentUrl}/logins/${id}/authorize`, json(body))

const asAgent = (path: string, init: RequestInit = {}): Promise<Told> =>
  ask(`${school.url}/api/agent/logins/${path}`, init, school.env['HOCBA_AGENT_TOKEN'])

const finished = ({ id }: LoginOffer): Promise<unknown> =>
  expect
    .poll(async () => (await ask(`${school.agentUrl}/logins/${id}/progress`)).body, { timeout: 30_000, interval: 50 })
    .toMatchObject({ finished: true })

/** The key and certificate of a person, used without the agent. */
async function handIn(offer: LoginOffer, person: string, change: Partial<AgentLogin> = {}, origin = school.url): Promise<Told> {
  const { body } = await asAgent(`${offer.id}?code=${offer.code}`)
  const pfx = await readFile(join(school.dataDir, 'agent/credentials', `${person}.p12`))
  const { key, certificates } = await openPfx(pfx, Buffer.from(demoPin))
  const text = loginText(origin, { ...(body as unknown as AgentLogin), ...change })
  const signature = signWith('sha256', Buffer.from(text), key).toString('base64')
  const [certificate = new Uint8Array()] = certificates
  return asAgent(`${offer.id}/result`, json({ code: offer.code, certificate: Buffer.from(certificate).toString('base64'), signature }))
}

describe('sign-in by certificate', () => {
  test('IDENT-90 the key with its PIN signs in: waited for until then, fresh like a password, once', async () => {
    const offer = await open('hieutruong')
    expect(offer.agentUrl).toBe(`${school.agentUrl}/logins/${offer.id}#${offer.code}`)
    expect(await claim(offer)).toMatchObject({ status: 202, body: { state: 'waiting' } })
    const page = await (await fetch(`${school.agentUrl}/logins/${offer.id}?code=${offer.code}`)).text()
    for (const shown of ['(hieutruong)', school.url, 'mạng 127.0.0.0/24', 'Chỉ tiếp tục nếu chính thầy cô']) expect(page).toContain(shown)
    expectProblem(await atAgent(offer, { code: offer.code, pin: '000000' }), 'pin.wrong')
    expect((await atAgent(offer, { code: offer.code, pin: demoPin })).status).toBe(202)
    await finished(offer)
    const response = await fetch(`${school.url}/api/session/certificate/${offer.id}`, json({ secret: offer.secret }))
    const body = (await response.json()) as { token: string; expiresAt: string; user: unknown }
    expect([response.status, body.user]).toEqual([200, { id: 'hieutruong', name: expect.any(String), roles: ['principal'] }])
    expect(response.headers.get('set-cookie')).toContain(`hocba_session=${body.token}`)
    const order = { action: 'lock', scope: { grids: ['2025-6A.TOAN.HK1'] }, reason: 'Kết thúc học kì' }
    expect((await call(school.url, 'POST', '/api/orders', order, body.token)).status).toBe(200)
    expectProblem(await claim(offer), 'session.invalid')
    expectProblem(await atAgent(offer, { code: offer.code, pin: demoPin }), 'session.invalid')
  })

  test('IDENT-91 a wrong code or secret, a code without the agent’s token and a text for another server prove nothing', async () => {
    const offer = await open('gv.van')
    expectProblem(await asAgent(`${offer.id}?code=wrong`), 'session.invalid')
    expectProblem(await atAgent(offer, { code: 'x'.repeat(22), pin: demoPin }), 'session.invalid')
    expectProblem(await claim({ ...offer, secret: offer.code }), 'session.invalid')
    expectProblem(await claim({ ...offer, id: offer.code }), 'session.invalid')
    expectProblem(await ask(`${school.url}/api/agent/logins/${offer.id}?code=${offer.code}`), 'session.required')
    expect(await claim(offer)).toMatchObject({ status: 202 })
    expectProblem(await handIn(offer, 'gv.van', {}, 'http://hocba.example'), 'session.invalid')
    // Void since: also the right signature comes too late.
    expectProblem(await handIn(offer, 'gv.van'), 'session.invalid')
    expectProblem(await claim(offer), 'session.invalid')
  })

  test('IDENT-92 nobody signs in with another person’s certificate, nor for another account or nonce', async () => {
    const [first, second, third] = [await open('gv.toan'), await open('gv.toan'), await open('gv.toan')]
    expectProblem(await handIn(first, 'gv.van'), 'session.invalid')
    expectProblem(await handIn(second, 'gv.toan', { person: 'gv.van' }), 'session.invalid')
    expect((await handIn(third, 'gv.toan')).status).toBe(204)
    expectProblem(await handIn(third, 'gv.toan'), 'session.invalid')
    for (const offer of [first, second]) expectProblem(await claim(offer), 'session.invalid')
    expect((await claim(third)).body['user']).toMatchObject({ id: 'gv.toan' })
  })

  test('IDENT-92 a certificate that the school has disabled signs nobody in', async () => {
    const officer = await signIn(school.url, 'hieutruong')
    const [certificate] = pemToDer(await readFile(join(school.dataDir, 'agent/credentials', 'vanthu.pem'), 'utf8'))
    const id = createHash('sha256')
      .update(certificate ?? new Uint8Array())
      .digest('hex')
    expect((await handIn(await open('vanthu'), 'vanthu')).status).toBe(204)
    expect(
      (await officer.post(`/api/certificates/${id}/disable`, { reason: 'Mất thiết bị', minutes: '01/BB', minutesDate: '2026-01-14' }))
        .status,
    ).toBe(204)
    expectProblem(await handIn(await open('vanthu'), 'vanthu'), 'session.invalid')
    const offer = await open('vanthu')
    expectProblem(await atAgent(offer, { code: offer.code, pin: demoPin }), 'certificate.disabled')
  })

  test('IDENT-93 an unknown account is answered like a known one, failed tries lock both, and five open challenges are the most', async () => {
    const [known, unknown] = [await open('hocvu'), await open('khong.co')]
    const shape = (offer: LoginOffer): object => Object.fromEntries(Object.entries(offer).map(([name, value]) => [name, value.length]))
    expect(shape(unknown)).toEqual(shape(known))
    expect(await claim(unknown)).toEqual(await claim(known))
    expectProblem(await asAgent(`${unknown.id}?code=${unknown.code}`), 'session.invalid')
    for (let more = 0; more < 5; more += 1) await open('hocvu')
    expectProblem(await claim(known), 'session.invalid')
    for (const user of ['hocvu', 'khong.co']) {
      const offer = await open(user)
      for (let tries = 0; tries < 5; tries += 1) expectProblem(await claim({ ...offer, secret: 'wrong' }), 'session.invalid')
      expectProblem(await ask(`${school.url}/api/session/certificate`, json({ username: user })), 'session.locked')
      expectProblem(await ask(`${school.url}/api/session`, json({ username: user, password: 'x' })), 'session.locked')
    }
  })
})
