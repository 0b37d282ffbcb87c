import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { networkOf } from '../../../sync-server/src/identity/risk.ts'
import { type Office, officePassword, openOffice } from '../../support/office.ts'

let office: Office

beforeEach(async () => {
  office = await openOffice({
    people: [
      ['gv.mot', 'subject-teacher'],
      ['gv.hai', 'subject-teacher'],
    ],
  })
})

afterEach(() => office.close())

const signIn = (username: string, password = 'sai mật khẩu rồi') =>
  office.ask<{ code?: string; detail?: string }>('POST', '/api/session', { username, password })

describe('failed sign-ins', () => {
  test('IDENT-50 an unknown account is refused and locked exactly like a known one', async () => {
    const answers = async (user: string) => {
      const all = []
      for (let tries = 0; tries < 7; tries += 1) all.push(await signIn(user))
      return all
    }
    const known = await answers('gv.mot')
    expect(known.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429])
    expect(await answers('khong.co')).toEqual(known)
  })

  test('IDENT-50 a locked account opens after 15 minutes, and the right password does not help before', async () => {
    for (let tries = 0; tries < 5; tries += 1) await signIn('gv.mot')
    office.wait(15 * 60_000 - 1)
    expect((await signIn('gv.mot', officePassword)).status).toBe(429)
    office.wait(1)
    expect((await signIn('gv.mot', officePassword)).status).toBe(200)
  })

  test('IDENT-51 successes never count, and neither lift nor bring a lock', async () => {
    for (let tries = 0; tries < 4; tries += 1) await signIn('gv.mot')
    for (let tries = 0; tries < 8; tries += 1) expect((await signIn('gv.mot', officePassword)).status).toBe(200)
    expect((await signIn('gv.mot')).status).toBe(401)
    expect((await signIn('gv.mot', officePassword)).status).toBe(429)
  })

  test('IDENT-51 thirty failures of an address lock it for everybody, and the lock is in the log without what was typed', async () => {
    for (let tries = 0; tries < 30; tries += 1) await signIn(`mat-khau-go-nham-${tries}`)
    expect((await signIn('gv.hai', officePassword)).status).toBe(429)
    expect(await office.events('login-risk')).toEqual([
      { kind: 'login-risk', reason: 'failed-sign-ins', of: 'address', account: null, network: '127.0.0.0/24' },
    ])
  })

  test('IDENT-52 a locked account is in the log once', async () => {
    for (let tries = 0; tries < 9; tries += 1) await signIn('gv.mot')
    expect(await office.events('login-risk')).toEqual([
      { kind: 'login-risk', reason: 'failed-sign-ins', of: 'account', account: 'gv.mot', network: '127.0.0.0/24' },
    ])
  })

  test.each([
    ['203.113.5.77', '203.113.5.0/24'],
    ['::ffff:203.113.5.77', '203.113.5.0/24'],
    ['2405:4802:1234:5678:9abc::1', '2405:4802:1234::/48'],
  ])('IDENT-52 of %s the log keeps %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
