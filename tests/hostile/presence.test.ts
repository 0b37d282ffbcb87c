import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Presence, Raider, presenceMessage } from './support/raider.ts'
import { Siege } from './support/siege.ts'

let siege: Siege

beforeAll(async () => {
  siege = await Siege.begin()
})

afterAll(() => siege.end())

const cursor = { cursor: '6A-05/tx1' }

/** Somebody honest who listens, while the homeroom teacher sends presences; returns what was heard, all of it under that name. */
async function heard(
  presences: readonly (readonly Presence[])[],
  after: (raider: Raider, listener: Raider) => Promise<unknown> = (raider) => raider.leave(),
): Promise<readonly Presence[]> {
  const listener = await Raider.join(siege, siege.teacher)
  await listener.present({ client: 500, clock: 1, state: cursor })
  const told = await siege.withstands(async () => {
    const raider = await Raider.join(siege, siege.reader)
    for (const each of presences) await raider.present(...each)
    await after(raider, listener)
    // What is told travels in order: the answer to this question comes after all of it.
    await listener.present({ client: 500, clock: 2, state: cursor })
    return [...listener.presences]
  })
  await listener.leave()
  for (const { client, state } of told) if (client !== 500 && state !== null) expect(state).toMatchObject({ user: { id: 'gv.van' } })
  return told
}

describe('presence that lies', () => {
  test('HOSTILE-11 (I7) nobody appears under the name of somebody else (I8, I10)', async () => {
    const claims = [
      { user: { id: 'hieutruong', name: 'Hiệu trưởng' }, ...cursor },
      { user: 'gv.toan', ...cursor },
      { user: null, ...cursor },
      JSON.parse('{"__proto__":{"user":{"id":"gv.toan"}},"constructor":{"user":1}}') as unknown,
    ]
    const told = await heard(claims.map((state, clock) => [{ client: 77, clock: clock + 1, state }]))
    expect(told.filter(({ client, state }) => client === 77 && state !== null)).toHaveLength(claims.length)
  })

  test('HOSTILE-11 (I7) nobody speaks for the client of somebody else, nor says that it is gone (I8, I10)', async () => {
    const { client } = siege.companion
    const told = await heard([
      [{ client, clock: 999, state: cursor }],
      [{ client, clock: 2 ** 31, state: null }],
      [{ client: 500, clock: 999, state: cursor }],
      [{ client: 500, clock: 999, state: null }],
    ])
    expect(told.filter((each) => each.client === client || each.client === 500)).toEqual([])
  })

  test('HOSTILE-11 what is told can be read by everybody: clocks and client ids have 32 bits (I8, I10)', async () => {
    const far = [2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1]
    const words = [
      ...far.map((clock): Presence[] => [{ client: 77, clock, state: cursor }]),
      ...far.slice(1).map((client): Presence[] => [{ client, clock: 1, state: cursor }]),
      [{ client: 78, clock: 2 ** 32 - 2, state: cursor }],
    ]
    const told = await heard(words, async (raider, listener) => {
      await raider.leave()
      await listener.hears(({ state }) => state === null)
    })
    expect(told.map(({ client, clock, state }) => [client, clock, state === null])).toEqual([
      [78, 2 ** 32 - 2, false],
      [78, 2 ** 32 - 1, true],
    ])
  })

  test('HOSTILE-11 one connection speaks for four clients at most (I8, I10)', async () => {
    const told = await heard([Array.from({ length: 60 }, (_, client) => ({ client: client + 600, clock: 1, state: cursor }))])
    expect(new Set(told.map(({ client }) => client)).size).toBe(4)
  })

  test('HOSTILE-11 an older clock is not told (I8, I10)', async () => {
    const told = await heard([5, 4, 3, 6].map((clock) => [{ client: 77, clock, state: cursor }]))
    expect(told.filter(({ state }) => state !== null).map(({ clock }) => clock)).toEqual([5, 6])
  })

  test.each([
    ['65 entries', presenceMessage(Array.from({ length: 65 }, (_, client) => ({ client, clock: 1, state: cursor })))],
    ['a state of 3,000 characters', presenceMessage([{ client: 77, clock: 1, state: { cursor: 'x'.repeat(3000) } }])],
    ['a state that is no JSON', presenceMessage([{ client: 77, clock: 1, state: '' }], () => '{"cursor":')],
    ['a nest of brackets', presenceMessage([{ client: 77, clock: 1, state: '' }], () => '['.repeat(2000))],
    ['a thousand million announced', Uint8Array.of(1, 5, 0x80, 0x94, 0xeb, 0xdc, 0x03)],
    ['nothing at all', Uint8Array.of(1)],
  ])('HOSTILE-11 (I9) %s ends the connection with 4400 and is told to nobody (I8, I10)', async (_, message) => {
    let end = ''
    const told = await heard([], async (raider) => {
      raider.send(message)
      end = await raider.closed()
    })
    expect(end).toMatch(/^closed 4400/)
    expect(told).toEqual([])
  })
})
