import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Doc, encodeStateAsUpdate, getState } from 'yjs'
import { type WireUpdate, encode, varUint } from '../property/document/support/wire.ts'
import { Raider } from './support/raider.ts'
import { Siege, remarks } from './support/siege.ts'
import { erase, mark, one, paragraph, strike } from './support/strike.ts'

let siege: Siege

beforeAll(async () => {
  siege = await Siege.begin()
})

afterAll(() => siege.end())

/** Client ids that nobody uses. */
const [mine, other] = [77, 78]
const id = (client: number, clock: number): { client: number; clock: number } => ({ client, clock })

type Blow = readonly [what: string, update: (doc: Doc) => WireUpdate | Uint8Array, answer: string]

/** The writer of the class's marks before the companion came. */
const earlier = (doc: Doc): number => [...doc.store.clients.keys()].find((client) => client !== siege.companion.client) ?? 0

const asTeacher: Readonly<Record<string, readonly Blow[]>> = {
  'HOSTILE-1 (I7) client ids that are none': [
    ['of 33 bits', () => one(2 ** 32, 0, mark()), 'update.shape'],
    ['of 53 bits', () => one(2 ** 53 - 1, 0, mark()), 'update.shape'],
    ['of 54 bits', () => Uint8Array.from([1, 1, ...Array.from({ length: 8 }, () => 0xff), 15, 0]), 'update.malformed'],
    [
      'twice in one update',
      () => ({ sections: [...one(mine, 0, mark()).sections, ...one(mine, 0, mark()).sections], deletes: [] }),
      'update.shape',
    ],
  ],
  'HOSTILE-2 (I5) clocks with gaps and clocks that run away': [
    ['one missing', () => one(mine, 1, mark()), 'update.gap'],
    ['nearly all missing', () => one(mine, 2 ** 53 - 2, mark()), 'update.gap'],
    [
      'of the companion, one missing',
      (doc) => one(siege.companion.client, getState(doc.store, siege.companion.client) + 9, mark()),
      'update.gap',
    ],
    ['burned by a collected run', () => one(mine, 0, { kind: 0, length: 2 ** 52 }), 'update.shape'],
    ['burned by a skip', () => one(mine, 0, { kind: 10, length: 2 ** 52 }), 'update.shape'],
    [
      'burned by a deleted run',
      () => ({ sections: one(mine, 0, mark({ kind: 1, length: 2 ** 40 })).sections, deletes: erase(mine, 0, 2 ** 40).deletes }),
      'limit',
    ],
    ['1,025 writes', () => one(mine, 0, ...Array.from({ length: 1025 }, () => mark())), 'limit'],
    [
      'two thousand million announced',
      () => ({ sections: [{ client: mine, clock: 0, structs: [mark()], count: 2 ** 31 }], deletes: [] }),
      'limit',
    ],
  ],
  'HOSTILE-3 (I5) deletes of what is to come, and of what is nowhere': [
    [
      'the future of the companion',
      (doc) => erase(siege.companion.client, getState(doc.store, siege.companion.client) + 50, 1000),
      'update.gap',
    ],
    ['the whole future', () => erase(siege.companion.client, 0, 2 ** 53 - 1), 'update.gap'],
    ['the own future', () => erase(mine, 0, 10), 'update.gap'],
    ['nothing', () => erase(siege.companion.client, 0, 0), 'update.shape'],
    ['seven bytes that stall', () => Uint8Array.from([0, 1, 10, ...varUint(2 ** 28 - 1)]), 'update.malformed'],
  ],
  'HOSTILE-4 (I5) other kinds, other parents, other keys': [
    ['a map in a cell', () => one(mine, 0, mark({ kind: 7, type: { ref: 1 } })), 'update.shape'],
    ['a text in a cell', () => one(mine, 0, mark({ kind: 7, type: { ref: 2 } })), 'update.shape'],
    ['a document in a cell', () => one(mine, 0, mark({ kind: 9 })), 'update.shape'],
    ['bytes', () => one(mine, 0, mark({ kind: 3 })), 'update.shape'],
    ['a format', () => one(mine, 0, mark({ kind: 6 })), 'update.shape'],
    ['an item of a list', () => one(mine, 0, mark({ key: undefined })), 'update.shape'],
    ['a right origin', (doc) => one(mine, 0, { kind: 8, values: [70], rightOrigin: id(earlier(doc), 0) }), 'update.shape'],
    ['a mark as parent', (doc) => one(mine, 0, mark({ parent: id(earlier(doc), 0) })), 'update.shape'],
    ['an unknown parent', () => one(mine, 0, mark({ parent: id(other, 5) })), 'update.shape'],
    ['an origin in the own future', () => one(mine, 0, { kind: 8, values: [70], origin: id(mine, 1) }, mark()), 'update.shape'],
    [
      'two that wait for each other',
      () => ({
        sections: [mine, other].map((client) => ({
          client,
          clock: 0,
          structs: [{ kind: 8, values: [70], origin: id(client === mine ? other : mine, 0) }],
        })),
        deletes: [],
      }),
      'update.shape',
    ],
    ['another root', () => one(mine, 0, mark({ root: 'marks' })), 'update.shape'],
    ['a student of another class', () => one(mine, 0, mark({ key: '6B-01/tx1' })), 'cell.unknown'],
    ['a column of the other term', () => one(mine, 0, mark({ key: '6A-05/tbm' })), 'cell.unknown'],
    ['__proto__', () => one(mine, 0, mark({ key: '__proto__' })), 'cell.unknown'],
    ['a mark of 10.1', () => one(mine, 0, mark({ values: [101] })), 'value.invalid'],
    ['a nest of arrays', () => one(mine, 0, mark({ values: [[[[[[1]]]]]] })), 'value.invalid'],
    ['one good write and one bad', () => one(mine, 0, mark(), mark({ key: '6A-06/tx1', values: [-1] })), 'value.invalid'],
    [
      'a good write and a delete to come',
      () => ({ sections: one(mine, 0, mark()).sections, deletes: erase(mine, 5, 5).deletes }),
      'update.gap',
    ],
  ],
}

const asReader: Readonly<Record<string, readonly Blow[]>> = {
  'HOSTILE-1 (I7) the client id of somebody else': [
    [
      'the companion’s next write',
      (doc) => one(siege.companion.client, getState(doc.store, siege.companion.client), mark()),
      'update.client',
    ],
    ['an earlier writer’s next write', (doc) => one(earlier(doc), getState(doc.store, earlier(doc)), mark()), 'update.client'],
    ['a write of the companion, told differently', () => one(siege.companion.client, 0, mark({ values: [99] })), 'update.client'],
    ['a free one', () => one(mine, 0, mark()), 'forbidden'],
  ],
  'HOSTILE-3 (I5) deletes by somebody who may only read': [
    ['every mark of the class', (doc) => erase(earlier(doc), 0, getState(doc.store, earlier(doc))), 'forbidden'],
    ['the companion’s mark', (doc) => erase(siege.companion.client, 0, getState(doc.store, siege.companion.client)), 'forbidden'],
  ],
}

const ofRemarks: readonly Blow[] = [
  ['a text without a paragraph', () => one(mine, 0, { kind: 7, type: { ref: 6 }, root: 'r/6A-02' }), 'update.shape'],
  ['a heading', () => one(mine, 0, paragraph({ type: { ref: 3, name: 'heading' } })), 'update.shape'],
  ['a script', () => one(mine, 0, paragraph({ type: { ref: 3, name: 'script' } })), 'update.shape'],
  ['a hook', () => one(mine, 0, paragraph({ type: { ref: 5, name: 'x' } })), 'update.shape'],
  ['an attribute', () => one(mine, 0, paragraph(), { kind: 8, values: ['x'], parent: id(mine, 0), key: 'onclick' }), 'update.shape'],
  ['a paragraph in a paragraph', () => one(mine, 0, paragraph(), paragraph({ root: undefined, parent: id(mine, 0) })), 'update.shape'],
  ['a parent of somebody else’s future', () => one(mine, 0, { kind: 7, type: { ref: 6 }, parent: id(other, 3) }), 'update.gap'],
  ['the cells of the grid', () => one(mine, 0, mark()), 'update.shape'],
  ['a student of another class', () => one(mine, 0, paragraph({ root: 'r/6B-01' })), 'cell.unknown'],
  ['a character that XML cannot carry', () => remarkOf('a\u0000b'), 'value.invalid'],
  ['2,000 characters', () => remarkOf('x'.repeat(2000)), 'value.invalid'],
]

const remarkOf = (text: string): WireUpdate =>
  one(mine, 0, paragraph(), { kind: 7, type: { ref: 6 }, parent: id(mine, 0) }, { kind: 4, text, parent: id(mine, 1) })

const answersOf = (blows: readonly Blow[]): readonly string[] => blows.map(([what, , answer]) => `${what}: ${answer}`)
const told = (blows: readonly Blow[], answers: readonly string[]): readonly string[] =>
  blows.map(([what], index) => `${what}: ${answers[index] ?? ''}`)

describe('updates that no honest client sends', () => {
  test.each(Object.entries(asTeacher))('%s: refused (I8, I10)', async (_, blows) => {
    const answers = await siege.withstands(() => strike(siege, siege.teacher, ({ doc }) => blows.map(([, update]) => update(doc))))
    expect(told(blows, answers)).toEqual(answersOf(blows))
  })

  test.each(Object.entries(asReader))('%s: refused (I8, I10)', async (_, blows) => {
    const answers = await siege.withstands(() => strike(siege, siege.reader, ({ doc }) => blows.map(([, update]) => update(doc))))
    expect(told(blows, answers)).toEqual(answersOf(blows))
  })

  test('HOSTILE-4 (I5) remarks of other kinds, under other parents: refused (I8, I10)', async () => {
    const answers = await siege.withstands(() =>
      strike(siege, siege.teacher, ({ doc }) => ofRemarks.map(([, update]) => update(doc)), remarks),
    )
    expect(told(ofRemarks, answers)).toEqual(answersOf(ofRemarks))
  })

  test('HOSTILE-5 (I5) an honest update cut off at any byte, or with a byte too many: refused (I8, I10)', async () => {
    const honest = encode(one(mine, 0, mark(), mark({ key: '6A-06/tx1' })))
    const damaged = [...honest.keys()].map((end) => honest.slice(0, end))
    const answers = await siege.withstands(() => strike(siege, siege.teacher, () => [...damaged, Uint8Array.from([...honest, 0])]))
    expect(new Set(answers)).toEqual(new Set(['update.malformed']))
  })

  test('HOSTILE-5 (I9) an update larger than a message may be: refused, or the connection ends (I8, I10)', async () => {
    const sizes = [65_536 - 8, 65_537, 65_536 + 60, 66_000, 1_000_000]
    const answers = await siege.withstands(async () => {
      const all: (readonly string[])[] = []
      for (const size of sizes) all.push(await strike(siege, siege.teacher, () => [new Uint8Array(size).fill(0x80)]))
      return all.flat()
    })
    expect(answers[0]).toBe('update.malformed')
    for (const answer of answers.slice(1)) expect(answer).toMatch(/^(limit|closed (4400|1009|1006)\b.*)$/)
  })

  test.each([
    ['of no byte', []],
    ['of an unknown type', [99, 0]],
    ['of an unknown sync type', [0, 7, 1, 0]],
    ['with a length beyond its end', [0, 2, 200, 1, 0]],
    ['with a number that does not end', [0, 2, ...Array.from({ length: 20 }, () => 0xff)]],
    ['that only servers send', [16, 1, 1]],
    ['with a state vector that breaks off', [0, 0, 3, 9, 1, 1]],
  ])('HOSTILE-5 a message %s ends the connection with 4400 (I8, I10)', async (_, bytes) => {
    const said = await siege.withstands(async () => {
      const raider = await Raider.join(siege, siege.teacher)
      raider.send(Uint8Array.from(bytes))
      return raider.closed()
    })
    expect(said).toMatch(/^closed 4400/)
  })

  test('HOSTILE-6 (I4) recorded updates, replayed in any order by anybody, are accepted and change nothing (I8, I10)', async () => {
    const listener = await Raider.join(siege, siege.reader)
    const answers = await siege.withstands(async () => {
      await siege.companion.served(20)
      const recorded = listener.overheard.slice(0, 20)
      const whole = encodeStateAsUpdate(listener.doc)
      const volleys = [recorded, recorded.toReversed(), [...recorded, ...recorded], [whole, whole]]
      const told: (readonly string[])[] = []
      for (const person of [siege.reader, siege.teacher]) for (const volley of volleys) told.push(await strike(siege, person, () => volley))
      return told.flat()
    })
    await listener.leave()
    expect(answers.length).toBeGreaterThan(150)
    // The document as a whole may hold more clients than an update may bring; then it is refused, which changes nothing either.
    expect(answers.filter((answer) => answer !== 'accepted' && answer !== 'limit')).toEqual([])
    expect(answers.filter((answer) => answer === 'accepted').length).toBeGreaterThanOrEqual(160)
  })

  test('HOSTILE-6 a series that lost its beginning is refused as a gap, each of it (I8, I10)', async () => {
    const series = Array.from({ length: 10 }, (_, clock) => encode(one(mine, clock, mark({ values: [clock] })))).slice(1)
    const answers = await siege.withstands(() => strike(siege, siege.teacher, () => series.toReversed()))
    expect(new Set(answers)).toEqual(new Set(['update.gap']))
  })
})
