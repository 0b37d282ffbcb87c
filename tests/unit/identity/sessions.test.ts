import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deviceOf } from '../../../sync-server/src/identity/device.ts'
import { type Office, officePassword, openOffice } from '../../support/office.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice({
    people: [
      ['gv.mot', 'subject-teacher'],
      ['gv.hai', 'subject-teacher'],
      ['quantri', 'system-administrator'],
    ],
  })
})

afterAll(() => office.close())

interface Line {
  readonly id: string
  readonly device: string
  readonly current: boolean
  readonly createdAt: string
}

const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36'

describe('where an account is signed in', () => {
  test('IDENT-1 lists my sessions with device and time, newest first, and says which is this one', async () => {
    const body = { username: 'gv.mot', password: officePassword }
    const first = await office.ask<{ token: string }>('POST', '/api/session', body, { 'user-agent': chrome })
    office.wait(60_000)
    const second = await office.ask<{ token: string }>('POST', '/api/session', body, { 'user-agent': 'node' })
    const headers = { authorization: `Bearer ${second.body.token}` }
    const { body: lines } = await office.ask<readonly Line[]>('GET', '/api/sessions', undefined, headers)
    expect(lines.map(({ device, current }) => [device, current])).toEqual([
      ['', true],
      ['Chrome, Windows', false],
    ])
    expect(Date.parse(lines[0]?.createdAt ?? '') - Date.parse(lines[1]?.createdAt ?? '')).toBe(60_000)
    expect(JSON.stringify(lines)).not.toContain(first.body.token)
  })

  test('IDENT-2 ending a session ends its token at once, tells what is open in it, and is in the log', async () => {
    const [here, there] = [await office.as('gv.hai'), await office.as('gv.hai')]
    const ended: string[] = []
    office.services.sessions.onEnd((id) => ended.push(id))
    const { body: lines } = await here.get<readonly Line[]>('/api/sessions')
    const other = lines.find((line) => !line.current)?.id ?? ''
    expect((await here.delete(`/api/sessions/${other}`)).status).toBe(204)
    expect(ended).toEqual([other])
    expect(await there.get('/api/me')).toMatchObject({ status: 401, body: { code: 'session.expired' } })
    expect((await here.get('/api/me')).status).toBe(200)
    expect(await office.events('account')).toContainEqual({ kind: 'account', act: 'session.end', user: 'gv.hai', session: other })
  })

  test('IDENT-3 nobody sees or ends the session of another, but the system administrator', async () => {
    const victim = await office.as('gv.hai')
    const { body: lines } = await victim.get<readonly Line[]>('/api/sessions')
    const id = lines.find((line) => line.current)?.id ?? ''
    const stranger = await office.as('gv.mot')
    expect(await stranger.get('/api/sessions?user=gv.hai')).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await stranger.delete(`/api/sessions/${id}`)).toMatchObject({ status: 404, body: { code: 'session.unknown' } })
    expect((await victim.get('/api/me')).status).toBe(200)
    const administrator = await office.as('quantri')
    expect((await administrator.get('/api/sessions?user=gv.hai')).status).toBe(200)
    expect((await administrator.delete(`/api/sessions/${id}`)).status).toBe(204)
    expect((await victim.get('/api/me')).status).toBe(401)
  })

  test('IDENT-3 all but this one end together', async () => {
    const sessions = [await office.as('gv.mot'), await office.as('gv.mot'), await office.as('gv.mot')] as const
    expect((await sessions[1].delete('/api/sessions')).status).toBe(204)
    expect(await Promise.all(sessions.map(async (one) => (await one.get('/api/me')).status))).toEqual([401, 200, 401])
  })
})

describe('the name of a device', () => {
  test.each([
    [chrome, 'Chrome, Windows'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0', 'Edge, Windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1', 'Safari, iOS'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox, Linux'],
    ['curl/8.0', ''],
    ['', ''],
  ])('IDENT-1 %s', (agent, name) => {
    expect(deviceOf(agent)).toBe(name)
  })
})
