import { Fault } from '@hocba/shared/core'
import { beforeEach, expect, test } from 'vitest'
import { CertificateLogins } from '../../../sync-server/src/identity/certificate-login.ts'

const from = { address: '10.0.0.1', device: 'Chrome, Windows' }
let time: number
let failed: string[]
let logins: CertificateLogins

beforeEach(() => {
  time = Date.parse('2026-06-20T08:00:00Z')
  failed = []
  const sessions = { demandUnlocked: () => undefined, failed: (user: string, address: string) => void failed.push(`${user} ${address}`) }
  logins = new CertificateLogins({ now: () => new Date(time) }, sessions)
})

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (cause) {
    return cause instanceof Fault ? cause.code : String(cause)
  }
  return 'none'
}

test('IDENT-90 a challenge ends after two minutes, also one that was proved and not yet claimed', () => {
  const { challenge, code, secret } = logins.open('gv.toan', from)
  time += 119_000
  logins.proved(logins.take(challenge.id, code))
  time += 1_000
  expect(codeOf(() => logins.claim(challenge.id, secret, from.address))).toBe('session.invalid')
  const next = logins.open('gv.toan', from)
  time += 120_000
  expect(codeOf(() => logins.shown(next.challenge.id, next.code))).toBe('session.invalid')
  expect(failed).toEqual([])
})

test('IDENT-90 one answer is judged: no second while the first is looked at, nor after', () => {
  const { challenge, code, secret } = logins.open('gv.toan', from)
  expect(logins.take(challenge.id, code)).toEqual(challenge)
  expect(codeOf(() => logins.take(challenge.id, code))).toBe('session.invalid')
  expect(logins.claim(challenge.id, secret, from.address)).toBeUndefined()
  logins.proved(challenge)
  expect(codeOf(() => logins.shown(challenge.id, code))).toBe('session.invalid')
  expect(logins.claim(challenge.id, secret, from.address)).toBe('gv.toan')
  expect(codeOf(() => logins.claim(challenge.id, secret, from.address))).toBe('session.invalid')
})

test('IDENT-91 five wrong codes or secrets void a challenge, each a failed try of the account', () => {
  const { challenge, code, secret } = logins.open('gv.toan', from)
  for (let tries = 0; tries < 3; tries += 1) expect(codeOf(() => logins.shown(challenge.id, secret))).toBe('session.invalid')
  for (let tries = 0; tries < 2; tries += 1) expect(codeOf(() => logins.claim(challenge.id, code, '10.0.0.2'))).toBe('session.invalid')
  expect(codeOf(() => logins.shown(challenge.id, code))).toBe('session.invalid')
  expect(failed).toEqual([...Array.from({ length: 3 }, () => 'gv.toan 10.0.0.1'), ...Array.from({ length: 2 }, () => 'gv.toan 10.0.0.2')])
})
