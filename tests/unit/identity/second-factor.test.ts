import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { base32, bytesOfBase32, codeAt, stepOfCode } from '../../../sync-server/src/identity/totp.ts'
import { type Caller, type Office, officePassword, openOffice } from '../../support/office.ts'

describe('RFC 6238', () => {
  const secret = Buffer.from('12345678901234567890')

  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('IDENT-10 at second %i of appendix B the code is %s', (second, code) => {
    expect(codeAt(secret, Math.floor(second / 30))).toBe(code)
  })

  test('IDENT-10 a code holds one step either way, and only once', () => {
    const now = new Date(59_000)
    expect([-2, -1, 0, 1, 2].map((off) => stepOfCode(secret, codeAt(secret, 1 + off + 10), new Date(now.getTime() + 300_000), 0))).toEqual([
      undefined,
      10,
      11,
      12,
      undefined,
    ])
    expect(stepOfCode(secret, '287082', now, 1)).toBeUndefined()
    expect(stepOfCode(secret, '28708', now, 0)).toBeUndefined()
  })

  test('IDENT-10 a secret survives base32', () => {
    expect(base32(secret)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
    expect(Buffer.from(bytesOfBase32(base32(secret))).equals(secret)).toBe(true)
  })
})

describe('the second factor of an account', () => {
  let office: Office

  beforeEach(async () => {
    office = await openOffice({
      people: [
        ['hieutruong', 'principal'],
        ['phohieutruong', 'vice-principal'],
        ['quantri', 'system-administrator'],
        ['gv.mot', 'subject-teacher'],
      ],
    })
  })

  afterEach(() => office.close())

  const codeNow = (secret: string, later = 0): string => codeAt(bytesOfBase32(secret), Math.floor(office.now().getTime() / 30_000) + later)

  const signIn = (user: string, otp?: string) =>
    office.ask<{ code?: string; token?: string; wrong?: boolean }>('POST', '/api/session', {
      username: user,
      password: officePassword,
      ...(otp === undefined ? {} : { otp }),
    })

  async function enrol(person: Caller): Promise<{ readonly secret: string; readonly recovery: readonly string[] }> {
    const { body } = await person.post<{ secret: string; uri: string }>('/api/second-factor')
    const confirmed = await person.post<{ recovery: readonly string[] }>('/api/second-factor/confirm', { otp: codeNow(body.secret) })
    expect(confirmed.status).toBe(200)
    office.wait(60_000)
    return { secret: body.secret, recovery: confirmed.body.recovery }
  }

  test('IDENT-11 a leader without one may do nothing but enrol, by route and by ticket', async () => {
    const leader = await office.bare('hieutruong')
    for (const path of ['/api/people', '/api/grids', '/api/orders'])
      expect(await leader.get(path)).toMatchObject({ status: 403, body: { code: 'account.second-factor' } })
    expect(await leader.post('/api/ticket')).toMatchObject({ status: 403, body: { code: 'account.second-factor' } })
    expect(await leader.get('/api/me')).toMatchObject({ status: 200, body: { duty: 'second-factor' } })
    const { recovery } = await enrol(leader)
    expect(recovery.length).toBe(10)
    expect((await leader.get('/api/people')).status).toBe(200)
    expect(await office.events('account')).toContainEqual({ kind: 'account', act: 'second-factor.enrol', user: 'hieutruong' })
  })

  test('IDENT-11 a teacher may have one and need not', async () => {
    const teacher = await office.as('gv.mot')
    expect((await teacher.get('/api/people')).status).toBe(200)
    expect((await teacher.get('/api/second-factor')).body).toMatchObject({ enrolled: false, required: false, asked: true })
  })

  test('IDENT-12 a sign-in asks for a code, takes each once, and counts a wrong one', async () => {
    const { secret } = await enrol(await office.as('gv.mot'))
    expect(await signIn('gv.mot')).toMatchObject({ status: 401, body: { code: 'session.otp' } })
    const code = codeNow(secret)
    expect((await signIn('gv.mot', code)).status).toBe(200)
    expect(await signIn('gv.mot', code)).toMatchObject({ status: 401, body: { code: 'session.otp', wrong: true } })
    expect((await signIn('gv.mot', codeNow(secret, 1))).status).toBe(200)
    for (let tries = 0; tries < 4; tries += 1) expect((await signIn('gv.mot', '000000')).status).toBe(401)
    office.wait(90_000)
    expect(await signIn('gv.mot', codeNow(secret))).toMatchObject({ status: 429, body: { code: 'session.locked' } })
  })

  test('IDENT-12 the same code sent twice at once opens one session', async () => {
    const { secret } = await enrol(await office.as('gv.mot'))
    const answers = await Promise.all([signIn('gv.mot', codeNow(secret)), signIn('gv.mot', codeNow(secret))])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401])
  })

  test('IDENT-13 a recovery code opens one session, is told in the log, and no secret stands in log or answers', async () => {
    const { secret, recovery } = await enrol(await office.as('gv.mot'))
    const [code = ''] = recovery
    expect((await signIn('gv.mot', code.toLowerCase())).status).toBe(200)
    expect((await signIn('gv.mot', code)).status).toBe(401)
    expect((await office.as('gv.mot').then((one) => one.get('/api/second-factor'))).body).toMatchObject({ enrolled: true, recoveryLeft: 9 })
    const events = JSON.stringify(await office.events())
    expect(events).toContain('second-factor.recovery')
    for (const hidden of [secret, ...recovery]) expect(events).not.toContain(hidden)
  })

  test('IDENT-13 a first code that does not fit enrols nothing, and a second enrolment needs a code of the first', async () => {
    const teacher = await office.as('gv.mot')
    expect(await teacher.post('/api/second-factor/confirm', { otp: '123456' })).toMatchObject({
      status: 409,
      body: { code: 'factor.state' },
    })
    await teacher.post('/api/second-factor')
    expect(await teacher.post('/api/second-factor/confirm', { otp: '12345' })).toMatchObject({
      status: 422,
      body: { code: 'factor.code' },
    })
    expect((await signIn('gv.mot')).status).toBe(200)
    const { secret } = await enrol(teacher)
    expect(await teacher.post('/api/second-factor')).toMatchObject({ status: 401, body: { code: 'session.otp' } })
    expect((await teacher.post('/api/second-factor', { otp: codeNow(secret) })).status).toBe(200)
    office.wait(30_000)
    expect((await signIn('gv.mot', codeNow(secret))).status).toBe(200)
  })
})

describe('the demo', () => {
  test('IDENT-14 asks nobody for a second factor', async () => {
    const office = await openOffice({ people: [['hieutruong', 'principal']], demo: true })
    const leader = await office.as('hieutruong')
    expect((await leader.get('/api/people')).status).toBe(200)
    expect((await leader.get('/api/second-factor')).body).toMatchObject({ required: false, asked: false })
    await office.close()
  })
})
