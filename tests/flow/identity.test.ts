import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { join, upgradeStatus } from '../support/peer.ts'
import { type RunningSchool, call, signIn, startSchool } from '../support/school.ts'

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
