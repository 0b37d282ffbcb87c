import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Role, doRolesConflict, roles } from '@hocba/shared/access'
import { type Office, officePassword, openOffice } from '../../support/office.ts'

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

const nobody = { id: 'gv.moi', name: 'Lê Thị Mới', title: 'Giáo viên', roles: ['subject-teacher'] }
const signIn = (username: string, password: string) =>
  office.ask<{ token: string; code?: string }>('POST', '/api/session', { username, password })

describe('accounts', () => {
  test('IDENT-30 a new account gets a password that opens nothing but the form for another', async () => {
    const administrator = await office.as('quantri')
    const { status, body } = await administrator.post<{ id: string; password: string }>('/api/accounts', nobody)
    expect(status).toBe(200)
    const signed = await signIn('gv.moi', body.password)
    const headers = { authorization: `Bearer ${signed.body.token}` }
    expect(await office.ask('GET', '/api/people', undefined, headers)).toMatchObject({ status: 403, body: { code: 'account.password' } })
    const changed = await office.ask('POST', '/api/password', { current: body.password, next: 'trăng lên đầu núi' }, headers)
    expect(changed.status).toBe(204)
    expect((await office.ask('GET', '/api/people', undefined, headers)).status).toBe(200)
    const events = await office.events()
    expect(events).toContainEqual({ kind: 'account', act: 'create', user: 'gv.moi', roles: ['subject-teacher'] })
    expect(JSON.stringify(events)).not.toContain(body.password)
  })

  test('IDENT-30 no account is made twice, with a weak password, or with a name that is none', async () => {
    const administrator = await office.as('quantri')
    expect(await administrator.post('/api/accounts', { ...nobody, id: 'gv.mot' })).toMatchObject({
      status: 409,
      body: { code: 'account.exists' },
    })
    expect(await administrator.post('/api/accounts', { ...nobody, password: 'hocba-demo' })).toMatchObject({
      status: 422,
      body: { code: 'password.weak' },
    })
    expect(await administrator.post('/api/accounts', { ...nobody, id: 'Gv Mới' })).toMatchObject({ status: 400 })
    expect(office.services.school.person('gv.moi')).toBeUndefined()
  })

  test('IDENT-31 a reset ends the sessions, and the old password', async () => {
    const [teacher, administrator] = [await office.as('gv.mot'), await office.as('quantri')]
    const { body } = await administrator.post<{ password: string }>('/api/accounts/gv.mot/password')
    expect((await teacher.get('/api/me')).status).toBe(401)
    expect((await signIn('gv.mot', officePassword)).status).toBe(401)
    expect((await signIn('gv.mot', body.password)).status).toBe(200)
  })

  test('IDENT-32 who keeps the accounts holds no other role, whatever it is', async () => {
    const others = roles.filter((role): role is Exclude<Role, 'system-administrator'> => role !== 'system-administrator')
    for (const role of others) expect(doRolesConflict(['system-administrator', role])).toBe(true)
    expect(doRolesConflict(others)).toBe(false)
    const administrator = await office.as('quantri')
    const both = { roles: ['subject-teacher', 'system-administrator'] }
    expect(await administrator.post('/api/accounts/gv.mot/roles', both)).toMatchObject({ status: 409, body: { code: 'role.conflict' } })
    expect(await administrator.post('/api/accounts', { ...nobody, ...both })).toMatchObject({
      status: 409,
      body: { code: 'role.conflict' },
    })
    expect(await administrator.post('/api/accounts/quantri/roles', { roles: ['auditor'] })).toMatchObject({
      status: 409,
      body: { code: 'role.conflict' },
    })
    expect(office.services.school.person('gv.mot')?.roles).toEqual(['subject-teacher'])
  })

  test('IDENT-32 a change of roles is in the log with before and after, and holds at once', async () => {
    const [administrator, teacher] = [await office.as('quantri'), await office.as('gv.mot')]
    expect((await administrator.post('/api/accounts/gv.mot/roles', { roles: ['auditor'] })).status).toBe(200)
    expect((await teacher.get('/api/orders')).status).toBe(200)
    expect(await office.events('role')).toEqual([{ kind: 'role', user: 'gv.mot', before: ['subject-teacher'], after: ['auditor'] }])
  })

  test('IDENT-33 the vice-principal reads the list and changes nothing; a teacher does not see it', async () => {
    const [deputy, teacher] = [await office.as('phohieutruong'), await office.as('gv.mot')]
    const { body } = await deputy.get<readonly { id: string; secondFactor: string }[]>('/api/accounts')
    expect(body.map(({ id, secondFactor }) => [id, secondFactor])).toEqual([
      ['hieutruong', 'required'],
      ['phohieutruong', 'enrolled'],
      ['quantri', 'required'],
      ['gv.mot', 'none'],
    ])
    expect(JSON.stringify(body)).not.toMatch(/\d{12}/)
    expect((await deputy.post('/api/accounts', nobody)).status).toBe(403)
    expect((await teacher.get('/api/accounts')).status).toBe(403)
  })

  test('IDENT-34 an account is changed in a sign-in less than five minutes old only', async () => {
    const administrator = await office.as('quantri')
    office.wait(5 * 60_000 + 1)
    for (const [path, body] of [
      ['', nobody],
      ['/gv.mot/password', {}],
      ['/gv.mot/roles', { roles: [] }],
      ['/gv.mot/second-factor/reset', {}],
    ] as const)
      expect(await administrator.post(`/api/accounts${path}`, body)).toMatchObject({ status: 403, body: { code: 'session.step-up' } })
  })
})

describe('resetting a second factor', () => {
  test('IDENT-35 the principal’s takes two others; the one who asked does not confirm, nor does the principal', async () => {
    const [principal, deputy, administrator] = [await office.as('hieutruong'), await office.as('phohieutruong'), await office.as('quantri')]
    const path = '/api/accounts/hieutruong/second-factor/reset'
    expect(await principal.post(path)).toMatchObject({ status: 409, body: { code: 'factor.people' } })
    expect(await administrator.post(path)).toEqual({ status: 200, body: { state: 'asked' } })
    expect(await administrator.post(path)).toMatchObject({ status: 409, body: { code: 'factor.people' } })
    expect((await principal.get('/api/me')).status).toBe(200)
    expect(await deputy.post(path)).toEqual({ status: 200, body: { state: 'reset' } })
    expect((await principal.get('/api/me')).status).toBe(401)
    expect((await office.bare('hieutruong').then((one) => one.get('/api/me'))).body).toMatchObject({ duty: 'second-factor' })
    expect((await office.events('account')).slice(-2)).toEqual([
      { kind: 'account', act: 'second-factor.reset-ask', user: 'hieutruong' },
      { kind: 'account', act: 'second-factor.reset', user: 'hieutruong', askedBy: 'quantri' },
    ])
  })

  test('IDENT-35 a request of yesterday is no request', async () => {
    const path = '/api/accounts/hieutruong/second-factor/reset'
    await office.as('hieutruong')
    await office.as('quantri').then((one) => one.post(path))
    office.wait(25 * 3_600_000)
    expect(await office.as('phohieutruong').then((one) => one.post(path))).toEqual({ status: 200, body: { state: 'asked' } })
  })

  test('IDENT-35 a teacher’s takes the system administrator', async () => {
    const path = '/api/accounts/gv.mot/second-factor/reset'
    expect((await office.as('phohieutruong').then((one) => one.post(path))).status).toBe(403)
    expect(await office.as('quantri').then((one) => one.post(path))).toEqual({ status: 200, body: { state: 'reset' } })
  })
})
