import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { weakness } from '../../../sync-server/src/identity/password-rule.ts'
import { type Office, officePassword, openOffice } from '../../support/office.ts'

describe('a password', () => {
  test.each([
    'ngắn quá',
    'password1234',
    'P@ssword!2025',
    'Mật khẩu 123456',
    '123456789012',
    'aaaaaaaaaaaaaa',
    'abcabcabcabcab',
    'qwertyuiop[]12',
    'gv.mot.2025.2025',
  ])('IDENT-20 «%s» is refused with a sentence', (password) => {
    expect(weakness(password, 'gv.mot')).toMatch(/\.$/)
  })

  test.each(['trăng lên đầu núi', 'correct horse battery', 'mười hai ký t', 'tất cả chữ thường không số'])(
    'IDENT-20 «%s» is taken: no composition is asked for',
    (password) => {
      expect(weakness(password, 'gv.mot')).toBeUndefined()
    },
  )
})

describe('changing it', () => {
  let office: Office

  beforeAll(async () => {
    office = await openOffice({ people: [['gv.mot', 'subject-teacher']] })
  })

  afterAll(() => office.close())

  test('IDENT-21 needs the present one, ends the other sessions, and is in the log without either', async () => {
    const [here, there] = [await office.as('gv.mot'), await office.as('gv.mot')]
    const next = 'trăng lên đầu núi'
    expect(await here.post('/api/password', { current: 'không phải', next })).toMatchObject({
      status: 401,
      body: { code: 'session.invalid' },
    })
    expect(await here.post('/api/password', { current: officePassword, next: 'matkhau12345' })).toMatchObject({
      status: 422,
      body: { code: 'password.weak' },
    })
    expect((await here.post('/api/password', { current: officePassword, next })).status).toBe(204)
    expect([(await here.get('/api/me')).status, (await there.get('/api/me')).status]).toEqual([200, 401])
    const signIn = async (password: string) => (await office.ask('POST', '/api/session', { username: 'gv.mot', password })).status
    expect([await signIn(officePassword), await signIn(next)]).toEqual([401, 200])
    const events = await office.events('account')
    expect(events).toContainEqual({ kind: 'account', act: 'password', user: 'gv.mot' })
    expect(JSON.stringify(events)).not.toContain(next)
  })
})
