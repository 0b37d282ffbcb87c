import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { longestPhrases } from '@hocba/shared/wire'
import { type Answer, type RunningSchool, call, signIn, startSchool } from '../support/school.ts'

let school: RunningSchool

beforeAll(async () => {
  school = await startSchool({ agent: false })
})

afterAll(() => school.stop())

const read = async (user: string): Promise<Answer> => (await signIn(school.url, user)).get('/api/phrases')

async function write(user: string, body: unknown): Promise<Answer> {
  return call(school.url, 'PUT', '/api/phrases', body, (await signIn(school.url, user)).token)
}

describe('phrases for remarks on the server', () => {
  test('PANEL-17 each teacher has a text of the own, and it outlives the server', async () => {
    expect(await read('gv.toan')).toEqual({ status: 200, body: { text: null, revision: 0 } })
    expect(await write('gv.toan', { text: 'Em tính nhanh.', base: 0 })).toMatchObject({ status: 200, body: { revision: 1 } })
    expect((await read('gv.van')).body).toEqual({ text: null, revision: 0 })
    await school.killServer()
    await school.startServer()
    expect((await read('gv.toan')).body).toEqual({ text: 'Em tính nhanh.', revision: 1, at: expect.any(String) as string })
  })

  test('PANEL-17 the last writer wins; a text that it had not seen comes back, and stays until the next writing', async () => {
    expect(await write('gv.toan', { text: 'Em cẩn thận.', base: 0 })).toMatchObject({
      body: { text: 'Em cẩn thận.', revision: 2, replaced: 'Em tính nhanh.' },
    })
    expect((await read('gv.toan')).body).toMatchObject({ revision: 2, replaced: 'Em tính nhanh.' })
    expect((await write('gv.toan', { text: 'Em cẩn thận.', base: 2 })).body).not.toHaveProperty('replaced')
  })

  test.each([
    ['too long a text', { text: 'x'.repeat(longestPhrases + 1), base: 0 }],
    ['no revision', { text: 'Em' }],
    ['a negative revision', { text: 'Em', base: -1 }],
    ['another person’s name', { text: 'Em', base: 0, person: 'gv.van' }],
    ['a list', ['Em']],
  ])('PANEL-17 %s is refused, and nothing changes', async (_, body) => {
    const before = (await read('gv.toan')).body
    expect(await write('gv.toan', body)).toMatchObject({ status: 400, body: { code: 'request.invalid' } })
    expect((await read('gv.toan')).body).toEqual(before)
  })

  test.each(['phuhuynh.001', 'hieutruong', 'quantri'])('PANEL-17 ACCESS-10 %s writes no remarks and keeps no phrases', async (user) => {
    for (const answer of [await read(user), await write(user, { text: 'Em', base: 0 })])
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })

  test('PANEL-17 the description names both', async () => {
    const { body } = await call<{ paths: Readonly<Record<string, object>> }>(school.url, 'GET', '/api/openapi.json')
    expect(Object.keys(body.paths['/api/phrases'] ?? {}).toSorted()).toEqual(['get', 'put'])
  })
})
