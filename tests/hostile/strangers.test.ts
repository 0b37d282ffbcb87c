import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { upgradeStatus } from '../support/peer.ts'
import { ask } from '../support/problem.ts'
import { RawSocket, upgradeRequest } from './support/raw-socket.ts'
import { Siege, grid, remarks } from './support/siege.ts'

let siege: Siege

beforeAll(async () => {
  siege = await Siege.begin()
})

afterAll(() => siege.end())

interface Operation {
  readonly method: string
  readonly path: string
}

/** What the server itself says that it answers. */
async function operations(): Promise<readonly Operation[]> {
  const { body } = await ask(`${siege.school.url}/api/openapi.json`)
  const paths = body['paths'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path: path.replace('{id}', grid).replaceAll(/\{\w+\}/g, '1') })),
  )
}

const isOpen =
  /^(GET \/(healthz|readyz|metrics|schemas\/.*|api\/(setup|trust|demo|register\/.*|revocation\/.*|log\/(checkpoint|consistency|lines|proof\/.*)))|POST \/api\/(session(\/certificate(\/[^/]+)?)?|setup|verify|pairings))$/
const isPublic = ({ method, path }: Operation): boolean => isOpen.test(`${method} ${path}`)

async function answers(headers: Readonly<Record<string, string>>, body?: string): Promise<readonly string[]> {
  const all: string[] = []
  for (const operation of await operations()) {
    if (isPublic(operation)) continue
    const { method, path } = operation
    const init =
      method === 'GET' ? { method, headers } : { method, headers: { 'content-type': 'application/json', ...headers }, body: body ?? '{}' }
    const { status, body: problem } = await ask(siege.school.url + path, init)
    all.push(`${status} ${String(problem['code'])}${status === 401 ? '' : ` for ${method} ${path}`}`)
  }
  return all
}

describe('without a session', () => {
  test('HOSTILE-12 (I23) every route but the public ones answers 401, whatever its body (I8, I10)', async () => {
    const bodies = ['{}', '{"', 'null', '['.repeat(50_000), '{"__proto__":{"roles":["principal"]}}', 'x'.repeat(2_000_000)]
    const told = await siege.withstands(async () => {
      const all: (readonly string[])[] = []
      for (const body of bodies) all.push(await answers({}, body))
      return all.flat()
    })
    expect(told.length).toBeGreaterThan(bodies.length * 40)
    expect(new Set(told)).toEqual(new Set(['401 session.required']))
  })

  test.each([
    ['a token that is none', { authorization: `Bearer ${'x'.repeat(43)}` }],
    ['a cookie that is none', { cookie: `hocba_session=${'y'.repeat(43)}` }],
    ['a very long token', { authorization: `Bearer ${'z'.repeat(10_000)}` }],
  ])('HOSTILE-12 (I23) nor does %s help (I8, I10)', async (_, headers) => {
    const told = await siege.withstands(() => answers(headers))
    for (const answer of told) expect(answer).toMatch(/^401 session\.(required|expired)$/)
  })

  test('HOSTILE-12 (I23) a person’s session opens no route of the agent, and the agent’s token none of a person (I8, I10)', async () => {
    const [mine, agents] = await siege.withstands(async () => {
      const all = await operations()
      const asked = async (token: string, wanted: (operation: Operation) => boolean): Promise<readonly number[]> => {
        const statuses: number[] = []
        for (const { method, path } of all.filter(wanted)) {
          statuses.push((await ask(siege.school.url + path, { method, headers: { authorization: `Bearer ${token}` } })).status)
        }
        return statuses
      }
      const isAgents = ({ path }: Operation): boolean => path.startsWith('/api/agent/')
      return Promise.all([
        asked(siege.teacher.token, isAgents),
        asked('token-of-the-test-agent', (operation) => !isAgents(operation) && !isPublic(operation)),
      ])
    })
    expect(mine.length).toBeGreaterThan(6)
    expect(new Set([...mine, ...agents])).toEqual(new Set([401]))
  })

  test.each([
    `/sync/${grid}`,
    `/sync/${remarks}`,
    '/sync/2025-7B.VAN.HK1',
    '/sync/',
    '/sync/%E0%A4%A',
    '/sync/__proto__',
    `/sync/${grid}?v=1`,
  ])(
    'HOSTILE-12 (I23) the socket %s is not opened, by nobody, by a token that is none, by a ticket that is none (I8, I10)',
    async (path) => {
      const told = await siege.withstands(async () => [
        await upgradeStatus(siege.wsUrl + path, {}),
        await upgradeStatus(siege.wsUrl + path, { authorization: `Bearer ${'x'.repeat(43)}` }),
        await upgradeStatus(`${siege.wsUrl}${path}${path.includes('?') ? '&' : '?'}ticket=${'t'.repeat(32)}`, {}),
      ])
      expect(new Set(told)).toEqual(new Set([401]))
    },
  )

  test('HOSTILE-12 a refused upgrade is over on both sides, also when the other one stays (I8, I10)', async () => {
    const said = await siege.withstands(async () => {
      const raws = await Promise.all(Array.from({ length: 50 }, () => RawSocket.open(siege)))
      for (const raw of raws) raw.socket.write(upgradeRequest(siege, undefined))
      return Promise.all(raws.map((raw) => raw.closed()))
    })
    for (const answer of said) expect(answer).toMatch(/^HTTP\/1\.1 401 /)
  })
})

describe('floods of strangers', () => {
  const fifty = async (make: (index: number) => Promise<unknown>): Promise<void> => {
    await Promise.all(Array.from({ length: 50 }, (_, index) => make(index)))
  }
  const json = { method: 'POST', headers: { 'content-type': 'application/json' } }

  test('HOSTILE-13 (I10) 20 bodies of 8 MB to a route that needs a session are answered before they are read (I8)', async () => {
    const body = Buffer.alloc(8 * 2 ** 20, '[')
    const head = `POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
    const said = await siege.withstands(async () => {
      const raws = await Promise.all(Array.from({ length: 20 }, () => RawSocket.open(siege)))
      const told = await Promise.all(raws.map((raw) => raw.ask(Buffer.from(head), body)))
      await Promise.all(raws.map((raw) => raw.leave()))
      return told
    })
    for (const answer of said) expect(answer).toMatch(/^HTTP\/1\.1 401 /)
  })

  test('HOSTILE-13 (I10) 50 sign-ins of people who do not exist, side by side (I8)', async () => {
    await siege.withstands(() =>
      fifty((index) =>
        ask(`${siege.school.url}/api/session`, { ...json, body: JSON.stringify({ username: `nobody${index}`, password: 'wrong' }) }),
      ),
    )
  })

  test('HOSTILE-13 (I10) large and deep bodies to sign in with (I8)', async () => {
    const bodies = [
      '['.repeat(500_000),
      `{"username":"${'x'.repeat(900_000)}","password":"y"}`,
      '{"a":'.repeat(100_000),
      'x'.repeat(1_000_000),
    ]
    const told = await siege.withstands(async () => {
      const statuses: number[] = []
      for (const body of bodies) statuses.push((await ask(`${siege.school.url}/api/session`, { ...json, body })).status)
      return statuses
    })
    for (const status of told) expect([400, 413]).toContain(status)
  })

  test.each(['/api/openapi.json', '/metrics', '/readyz', '/api/trust', '/api/demo', '/'])(
    'HOSTILE-13 (I10) 300 requests for %s (I8)',
    async (path) => {
      await siege.withstands(async () => {
        for (let wave = 0; wave < 6; wave += 1) await fifty(() => fetch(siege.school.url + path).then((answer) => answer.arrayBuffer()))
      })
    },
  )

  test('HOSTILE-13 (I10) 200 requests that never come to their end, and bytes that are no HTTP (I8)', async () => {
    const starts = [
      'GET / HTTP/1.1\r\nHost: x\r\nX-',
      'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n{',
      '\u0000\u0001\u0002',
      'G',
    ]
    await siege.withstands(async () => {
      const raws = await Promise.all(Array.from({ length: 200 }, () => RawSocket.open(siege)))
      raws.forEach((raw, index) => raw.socket.write(starts[index % starts.length] ?? ''))
      await siege.companion.served(20)
      await Promise.all(raws.map((raw) => raw.leave()))
    })
  })
})
