import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encode } from '../property/document/support/wire.ts'
import { Raider, presenceMessage, syncMessage } from './support/raider.ts'
import { type Frame, RawSocket, frame, upgradeRequest } from './support/raw-socket.ts'
import { Siege } from './support/siege.ts'
import { mark, one } from './support/strike.ts'

let siege: Siege

beforeAll(async () => {
  siege = await Siege.begin()
})

afterAll(() => siege.end())

const bytes = (size: number): Uint8Array => new Uint8Array(size).fill(1)
const repeated = (message: Uint8Array, count: number): Buffer => Buffer.concat(Array.from({ length: count }, () => message))
const messages = (payload: Uint8Array, count: number): Buffer => repeated(frame({ payload }), count)

const badFrames: readonly (readonly [what: string, frames: readonly Frame[]])[] = [
  ['an unmasked frame', [{ masked: false, payload: bytes(4) }]],
  ['the first reserved bit, as of a compression that nobody agreed on', [{ reserved: 4, payload: bytes(4) }]],
  ['the second reserved bit', [{ reserved: 2, payload: bytes(4) }]],
  ['all reserved bits', [{ reserved: 7, payload: bytes(4) }]],
  ['the reserved opcode 3', [{ opcode: 3, payload: bytes(4) }]],
  ['the reserved opcode 11', [{ opcode: 11, payload: bytes(4) }]],
  ['a length of 2^63', [{ length: 2n ** 63n }]],
  ['a length of 2^63 - 1', [{ length: 2n ** 63n - 1n }]],
  ['a length of 2^53', [{ length: 2n ** 53n }]],
  ['a length of 4 GB', [{ length: 2n ** 32n, payload: bytes(100) }]],
  ['a ping in fragments', [{ opcode: 9, fin: false, payload: bytes(4) }]],
  ['a ping of 126 bytes', [{ opcode: 9, payload: bytes(126) }]],
  ['a close frame in fragments', [{ opcode: 8, fin: false, payload: bytes(2) }]],
  ['a close frame of one byte', [{ opcode: 8, payload: bytes(1) }]],
  ['a close code that is none', [{ opcode: 8, payload: Uint8Array.of(0, 5) }]],
  ['a continuation of nothing', [{ opcode: 0, payload: bytes(4) }]],
  ['a message within a message', [{ fin: false, payload: bytes(4) }, { payload: bytes(4) }]],
  ['a text that is no UTF-8', [{ opcode: 1, payload: Uint8Array.of(0xff, 0xfe) }]],
  ['a text', [{ opcode: 1, payload: new TextEncoder().encode('{"type":"subscribe"}') }]],
  ['a message of 100,000 bytes', [{ payload: bytes(100_000) }]],
  [
    'a message of many fragments',
    [{ fin: false, payload: bytes(1) }, ...Array.from({ length: 20_000 }, (): Frame => ({ opcode: 0, fin: false, payload: bytes(1) }))],
  ],
]

describe('frames that are none', () => {
  test.each(badFrames)('HOSTILE-7 (I9) %s ends the connection (I8, I10)', async (_, frames) => {
    const attack = Buffer.concat(frames.map(frame))
    const said = await siege.withstands(async () => {
      const raw = await RawSocket.upgrade(siege, siege.teacher)
      raw.socket.write(attack)
      return raw.closed()
    })
    expect(said).toMatch(/^HTTP\/1\.1 101 /)
  })

  test('HOSTILE-7 bad frames in the same packet as the upgrade end the connection (I8, I10)', async () => {
    const attack = frame({ opcode: 3, payload: bytes(4) })
    await siege.withstands(async () => (await RawSocket.upgrade(siege, siege.teacher, attack)).closed())
  })

  test('HOSTILE-7 bad frames on a connection beyond the limit of a person end that connection alone (I8, I10)', async () => {
    await siege.withstands(async () => {
      const allowed = await Promise.all(Array.from({ length: 20 }, () => RawSocket.upgrade(siege, siege.reader)))
      const beyond = await Promise.all(
        badFrames.slice(0, 16).map(([, frames]) => RawSocket.upgrade(siege, siege.reader, Buffer.concat(frames.map(frame)))),
      )
      await Promise.all(beyond.map((raw) => raw.closed()))
      await Promise.all(allowed.map((raw) => raw.leave()))
    })
  })

  test('HOSTILE-7 an upgrade that breaks off at any place leaves nothing behind (I8, I10)', async () => {
    await siege.withstands(async () => {
      const request = upgradeRequest(siege, siege.teacher)
      for (let end = 0; end < request.length; end += 17) {
        const raw = await RawSocket.open(siege)
        raw.socket.write(request.slice(0, end))
        await raw.leave()
      }
    })
  })
})

/** The whole grid is asked for by these six bytes. */
const stepOne = syncMessage(0, Uint8Array.of(0))
const gap = syncMessage(2, encode(one(77, 9, mark())))
const nothing = syncMessage(2, Uint8Array.of(0, 0))

const floods: readonly (readonly [what: string, flood: (count: number) => Buffer])[] = [
  ['updates with a gap', (count) => messages(gap, count)],
  ['updates that bring nothing', (count) => messages(nothing, count)],
  ['questions for the whole grid', (count) => messages(stepOne, count)],
  ['questions who is here', (count) => messages(Uint8Array.of(3), count)],
  ['words of presence', (count) => messages(presenceMessage([{ client: 77, clock: 1, state: { cursor: '6A-05/tx1' } }]), count)],
  ['pings', (count) => repeated(frame({ opcode: 9, payload: bytes(8) }), count)],
  ['pongs that nobody asked for', (count) => repeated(frame({ opcode: 10, payload: bytes(8) }), count)],
  ['empty fragments', (count) => Buffer.concat([frame({ fin: false }), repeated(frame({ opcode: 0, fin: false }), count)])],
]

describe('too much at once', () => {
  test.each(floods)('HOSTILE-8 (I9) 50,000 %s from one socket wait their turn (I8, I10)', async (_, flood) => {
    const attack = flood(50_000)
    await siege.withstands(async () => {
      const raw = await RawSocket.upgrade(siege, siege.teacher, undefined, undefined, '?v=1')
      raw.socket.write(attack)
      await siege.companion.served(20)
      await raw.leave()
    })
  })

  test.each(floods)('HOSTILE-8 (I9) 5,000 %s from each of 19 sockets wait their turn (I8, I10)', async (_, flood) => {
    const attack = flood(5_000)
    await siege.withstands(async () => {
      const raws = await Promise.all(Array.from({ length: 19 }, () => RawSocket.upgrade(siege, siege.reader, undefined, undefined, '?v=1')))
      for (const raw of raws) raw.socket.write(attack)
      await siege.companion.served(20)
      await Promise.all(raws.map((raw) => raw.leave()))
    })
  })

  test.each([
    ['asks for the whole grid', () => messages(stepOne, 20_000)],
    ['pings', () => repeated(frame({ opcode: 9, payload: bytes(125) }), 200_000)],
    ['sends updates to be refused', () => messages(gap, 20_000)],
  ])('HOSTILE-9 (I9) a socket that %s and never reads costs no memory (I8, I10)', async (_, make) => {
    const attack = make()
    await siege.withstands(
      async () => {
        const raw = await RawSocket.upgrade(siege, siege.teacher, undefined, undefined, '?v=1')
        raw.socket.pause()
        raw.socket.write(attack)
        await siege.companion.served(30)
      },
      { bytes: 6 * 2 ** 20 },
    )
  })

  test('HOSTILE-8 a ping within the limit is answered with its own bytes (I8, I10)', async () => {
    const said = await siege.withstands(async () => {
      const raw = await RawSocket.upgrade(siege, siege.reader)
      const answered = raw.hears('still there?')
      raw.socket.write(frame({ opcode: 9, payload: new TextEncoder().encode('still there?') }))
      await answered
      await raw.leave()
      return raw.received
    })
    expect(said).toContain('\u008a\u000cstill there?')
  })

  test('HOSTILE-9 ten sockets that never read are sent what others write, and cost no more than their buffers (I8, I10)', async () => {
    await siege.withstands(async () => {
      const raws = await Promise.all(Array.from({ length: 10 }, () => RawSocket.upgrade(siege, siege.reader)))
      for (const raw of raws) raw.socket.pause()
      await siege.companion.served(50)
      await Promise.all(raws.map((raw) => raw.leave()))
    })
  })
})

describe('storms', () => {
  test('HOSTILE-10 300 connections opened and cut, 30 at a time: nothing is left of them (I8, I10)', async () => {
    await siege.withstands(async () => {
      for (let wave = 0; wave < 10; wave += 1) {
        const raws = await Promise.all(Array.from({ length: 30 }, () => RawSocket.upgrade(siege, siege.reader)))
        await Promise.all(raws.map((raw) => raw.leave()))
      }
    })
    const again = await Promise.all(Array.from({ length: 15 }, () => Raider.join(siege, siege.reader)))
    await Promise.all(again.map((raider) => raider.leave()))
  })

  test('HOSTILE-10 300 replicas that join, ask for everything and go (I8, I10)', async () => {
    await siege.withstands(async () => {
      for (let wave = 0; wave < 30; wave += 1) {
        const raiders = await Promise.all(Array.from({ length: 10 }, () => Raider.join(siege, siege.reader)))
        await Promise.all(raiders.map((raider) => raider.leave()))
      }
    })
  })

  test('HOSTILE-10 connections beyond the limit of a person are closed with 1013, and count no longer once they are gone (I8, I10)', async () => {
    const ends = await siege.withstands(async () => {
      const allowed = await Promise.all(Array.from({ length: 20 }, () => Raider.join(siege, siege.reader)))
      const beyond = await Promise.all(Array.from({ length: 10 }, () => Raider.ending(siege, siege.reader)))
      await Promise.all(allowed.map((raider) => raider.leave()))
      return beyond
    })
    expect(new Set(ends)).toEqual(new Set(['closed 1013 too many']))
    await (await Raider.join(siege, siege.reader)).leave()
  })
})
