import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SecondFactor } from '../../../sync-server/src/identity/second-factor.ts'
import { SecretBox } from '../../../sync-server/src/identity/secret-box.ts'
import { enrolmentUri, randomBase32, stepOfCode } from '../../../sync-server/src/identity/totp.ts'
import { codeAt } from '../../support/authenticator.ts'
import { type Caller, type Office, officePassword, openOffice } from '../../support/office.ts'

describe('RFC 6238', () => {
  /** `12345678901234567890` */
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('IDENT-10 at second %i of appendix B the code is %s', (second, code) => {
    expect(stepOfCode(secret, code, new Date(second * 1_000), 0)).toBe(Math.floor(second / 30))
    expect(codeAt(secret, second * 1_000)).toBe(code)
  })

  test('IDENT-10 a code holds one step either way, and only once', () => {
    const now = new Date(345_000)
    const steps = [-2, -1, 0, 1, 2].map((off) => stepOfCode(secret, codeAt(secret, now.getTime() + off * 30_000), now, 0))
    expect(steps).toEqual([undefined, 10, 11, 12, undefined])
    expect(stepOfCode(secret, '287082', new Date(59_000), 1)).toBeUndefined()
    expect(stepOfCode(secret, '28708', new Date(59_000), 0)).toBeUndefined()
  })

  test('IDENT-10 what an authenticator program is given names school, account and the common values', () => {
    const uri = new URL(enrolmentUri(secret, 'gv.mot', 'Trường THCS Thử'))
    expect(decodeURIComponent(uri.pathname)).toBe('/Trường THCS Thử:gv.mot')
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      issuer: 'Trường THCS Thử',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    })
    expect([randomBase32(20), randomBase32(10)]).toEqual([expect.stringMatching(/^[A-Z2-7]{32}$/), expect.stringMatching(/^[A-Z2-7]{16}$/)])
  })
})

describe('secrets on disk', () => {
  let folder: string
  const file = (): string => join(folder, 'secrets-key')

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hocba-box-'))
  })

  afterEach(() => rm(folder, { recursive: true, force: true }))

  test('IDENT-15 the key is made once and is for its owner alone; what it seals opens again, for that account only', async () => {
    const sealed = SecretBox.open(folder).seal('GEZDGNBVGY3TQOJQ', 'gv.mot')
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    expect(Buffer.from(sealed, 'base64url').includes('GEZDGNBVGY3TQOJQ')).toBe(false)
    const again = SecretBox.open(folder)
    expect(again.open(sealed, 'gv.mot')).toBe('GEZDGNBVGY3TQOJQ')
    expect(again.open(sealed, 'gv.hai')).toBeUndefined()
    expect(again.seal('GEZDGNBVGY3TQOJQ', 'gv.mot')).not.toBe(sealed)
  })

  test('IDENT-15 no changed byte, no plain text and no other key opens anything', async () => {
    const box = SecretBox.open(folder)
    const sealed = Buffer.from(box.seal('GEZDGNBVGY3TQOJQ', 'gv.mot'), 'base64url')
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8((changed[at] ?? 0) ^ 1, at)
      expect(box.open(changed.toString('base64url'), 'gv.mot')).toBeUndefined()
    }
    expect(box.open('GEZDGNBVGY3TQOJQ', 'gv.mot')).toBeUndefined()
    await rm(file())
    expect(SecretBox.open(folder).open(sealed.toString('base64url'), 'gv.mot')).toBeUndefined()
    await writeFile(file(), 'short')
    expect(() => SecretBox.open(folder)).toThrow(expect.objectContaining({ code: 'file.unreadable' }))
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

  const codeNow = (secret: string, later = 0): string => codeAt(secret, office.now().getTime() + later * 30_000)

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
    const stored = JSON.stringify(await office.services.stores.directory.credentials())
    expect(stored).toContain('"totp"')
    for (const hidden of [secret, ...recovery]) expect([events.includes(hidden), stored.includes(hidden)]).toEqual([false, false])
  })

  test('IDENT-15 with another key no code is taken, the recovery codes still hold, and it is told how many lost theirs', async () => {
    const { secret, recovery } = await enrol(await office.as('gv.mot'))
    const { accounts, queue, clock } = office.services
    const elsewhere = await mkdtemp(join(tmpdir(), 'hocba-box-'))
    const moved = new SecondFactor(accounts, queue, clock, SecretBox.open(elsewhere))
    expect([office.services.secondFactor.lost, moved.lost]).toEqual([0, 1])
    expect(await moved.check('gv.mot', codeNow(secret))).toBe('wrong')
    expect(await moved.check('gv.mot', recovery[0])).toBe('passed')
    await rm(elsewhere, { recursive: true })
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
