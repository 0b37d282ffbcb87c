import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeAt } from '../support/authenticator.ts'
import { join, upgradeStatus } from '../support/peer.ts'
import { expectUntold } from '../support/untold.ts'
import { type RunningSchool, call, signIn, startSchool } from '../support/school.ts'
import { workbookOf } from '../support/workbook.ts'

let school: RunningSchool

beforeAll(async () => {
  school = await startSchool({ agent: false })
})

afterAll(() => school.stop())

describe('a session ended from elsewhere', () => {
  test('IDENT-2 its sockets close with 4401 within 5 seconds, and its token opens none', async () => {
    const [lost, here] = [await signIn(school.url, 'gv.toan'), await signIn(school.url, 'gv.toan')]
    const peer = await join(school, lost, '2025-6A.TOAN.HK2')
    const kept = await join(school, here, '2025-6A.TOAN.HK2')
    const { body: lines } = await lost.get<readonly { id: string; current: boolean }[]>('/api/sessions')
    const id = lines.find((line) => line.current)?.id ?? ''
    const closed = peer.closed()
    const since = performance.now()
    expect((await call(school.url, 'DELETE', `/api/sessions/${id}`, undefined, here.token)).status).toBe(204)
    expect(await closed).toEqual({ code: 4401, reason: 'session.expired' })
    expect(performance.now() - since).toBeLessThan(5_000)
    const address = `${school.url.replace('http', 'ws')}/sync/2025-6A.TOAN.HK2`
    expect(await upgradeStatus(address, { authorization: `Bearer ${lost.token}` })).toBe(401)
    expect(kept.provider.wsconnected).toBe(true)
    peer.leave()
    kept.leave()
  })
})

describe('rights that are taken away', () => {
  test('IDENT-40 I23 an open socket ends when its person may not read the grid any more', async () => {
    const person = await signIn(school.url, 'gv.nt')
    const peer = await join(school, person, '2025-6A.NT.HK2')
    const closed = peer.closed()
    const administrator = await signIn(school.url, 'quantri')
    expect((await administrator.post('/api/accounts/gv.nt/roles', { roles: ['department-head'] })).status).toBe(200)
    expect(await closed).toEqual({ code: 4403, reason: 'forbidden' })
    const address = `${school.url.replace('http', 'ws')}/sync/2025-6A.NT.HK2`
    expect(await upgradeStatus(address, { authorization: `Bearer ${person.token}` })).toBe(403)
    peer.leave()
  })
})

describe('the first start of a real school', () => {
  const password = 'trăng lên đầu núi'
  const body = (code: string) => ({
    code,
    school: { name: 'Trường THCS Thử Nghiệm', authority: 'UBND phường Thử', place: 'Hà Nội' },
    year: '2025',
    administrator: { id: 'quantri', name: 'Vũ Đình Khôi', password },
  })

  /** What was seen while enrolling, none of which may be printed. */
  async function enrolled(url: string, user: string, token: string): Promise<readonly string[]> {
    const begun = await call<{ secret: string }>(url, 'POST', '/api/second-factor', {}, token)
    const otp = codeAt(begun.body.secret, Date.now())
    const confirmed = await call<{ recovery: readonly string[] }>(url, 'POST', '/api/second-factor/confirm', { otp }, token)
    expect([user, confirmed.status, confirmed.body.recovery.length]).toEqual([user, 200, 10])
    return [begun.body.secret, otp, ...confirmed.body.recovery]
  }

  test('IDENT-70 IDENT-71 IDENT-82 from an empty folder to a class list, without a default password', async () => {
    const real = await startSchool({ agent: false, env: { HOCBA_DEMO: '0', HOCBA_LOG_LEVEL: 'trace' } })
    try {
      const code = /setup\?code=([\w-]+)/.exec(real.output())?.[1] ?? ''
      expect((await call(real.url, 'POST', '/api/session', { username: 'quantri', password: 'hocba-demo' })).status).toBe(401)
      expect(await call(real.url, 'POST', '/api/setup', body('khong-phai'))).toMatchObject({ status: 403, body: { code: 'setup.code' } })
      const weak = { ...body(code), administrator: { ...body(code).administrator, password: 'hocba-demo' } }
      expect(await call(real.url, 'POST', '/api/setup', weak)).toMatchObject({ status: 422, body: { code: 'password.weak' } })
      expect(await call(real.url, 'POST', '/api/setup', body(code))).toEqual({ status: 200, body: { administrator: 'quantri' } })
      expect(await call(real.url, 'POST', '/api/setup', body(code))).toMatchObject({ status: 409, body: { code: 'setup.closed' } })

      const administrator = await signIn(real.url, 'quantri', password)
      expect(await administrator.get('/api/accounts')).toMatchObject({ status: 403, body: { code: 'account.second-factor' } })
      const seen = await enrolled(real.url, 'quantri', administrator.token)
      const account = { id: 'hocvu', name: 'Trần Quốc Toản', title: 'Học vụ', roles: ['registrar'] }
      const made = await administrator.post<{ password: string }>('/api/accounts', account)
      const registrar = await signIn(real.url, 'hocvu', made.body.password)
      expect((await registrar.post('/api/password', { current: made.body.password, next: password })).status).toBe(204)

      const header = ['Mã HS', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Mã định danh', 'Lớp']
      const roster = await workbookOf({ '6A': [header, ['6A-01', 'Trần Văn An', '03/02/2014', 'Nam', '099214000001', '6A']] })
      const headers = { authorization: `Bearer ${registrar.token}`, 'content-type': 'application/octet-stream' }
      const imported = await fetch(`${real.url}/api/import/roster`, { method: 'POST', headers, body: Buffer.from(roster) })
      expect(await imported.json()).toMatchObject({ sheets: [{ class: '6A', written: 1, problems: [] }] })
      expect((await registrar.get<readonly unknown[]>('/api/grids')).body.length).toBe(26)
      expect(await administrator.get('/api/grids')).toEqual({ status: 200, body: [] })

      const recovered = { username: 'quantri', password, otp: seen[2] }
      const again = await call<{ token: string }>(real.url, 'POST', '/api/session', recovered)
      expect(again.status).toBe(200)
      const secrets = [password, made.body.password, administrator.token, registrar.token, again.body.token, ...seen]
      expect(secrets.length).toBe(17)
      expectUntold(real.output(), secrets)
    } finally {
      await real.stop()
    }
  })
})

describe('at the door', () => {
  const signInFrom = (headers: Readonly<Record<string, string>>) =>
    fetch(`${school.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ username: 'gv.toan', password: 'hocba-demo' }),
    })

  test.each([
    [{ origin: 'https://khac.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{}, 200],
  ])('IDENT-80 a request with %o is %i', async (headers, status) => {
    const answer = await signInFrom(headers)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'self'.*object-src 'none'.*frame-ancestors 'none'/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(answer.headers.get('permissions-policy')).toContain('camera=()')
  })

  test('IDENT-81 a file of four million elements holds nobody up', async () => {
    const hostile = Buffer.from(`<a>${'<b/>'.repeat(4 * 1024 * 1024 - 10)}</a>`)
    const verifying = fetch(`${school.url}/api/verify`, { method: 'POST', body: hostile })
    let longest = 0
    const progress = { isDone: false }
    const ended = verifying.finally(() => (progress.isDone = true)).catch(() => undefined)
    while (!progress.isDone) {
      const since = performance.now()
      expect((await fetch(`${school.url}/healthz`)).status).toBe(200)
      longest = Math.max(longest, performance.now() - since)
    }
    await ended
    expect([200, 422]).toContain((await verifying).status)
    expect(longest).toBeLessThan(1_000)
    const after = await fetch(`${school.url}/api/verify`, { method: 'POST', body: '<x/>' })
    expect(await after.json()).toMatchObject({ verdict: 'invalid', kind: 'xml' })
  })
})
