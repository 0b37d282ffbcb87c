import { describe, expect, test } from 'vitest'
import { Doc, Map as YMap, UndoManager, applyUpdate, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { hasWon, presentItem, presentValue, readCells, readUpdate, writeCells } from '@hocba/shared/document'
import type { CellKey } from '@hocba/shared/grid'
import { Server, judge } from '../../property/document/support/judge.ts'
import { type WireSection, type WireStruct, type WireUpdate, encode } from '../../property/document/support/wire.ts'

const mark = '6A-01/tx1' as CellKey
const other = '6A-02/tx1' as CellKey
const comment = '6A-01/gk' as CellKey

/** A server whose cells were written: `mark` = 85 by `an` (client 10, clock 0), `other` = 70 by `binh` (client 20, clock 0). */
function grid(): Server {
  const server = new Server()
  send(server, 'an', update([section(10, 0, [set(mark, 85)])]))
  send(server, 'binh', update([section(20, 0, [set(other, 70)])]))
  return server
}

function send(server: Server, user: string, bytes: Uint8Array): void {
  const read = judge(server, bytes, user)
  if (!read.ok) throw new Error(`refused: ${read.error.code}`)
  server.accept(bytes, user, read.value)
}

const set = (key: string, value: unknown): WireStruct => ({ kind: 8, key, values: [value] })
const after = (client: number, clock: number, value: unknown = 5): WireStruct => ({ kind: 8, origin: { client, clock }, values: [value] })
const section = (client: number, clock: number, structs: WireStruct[]): WireSection => ({ client, clock, structs })
const update = (sections: WireSection[], deletes: WireUpdate['deletes'] = [], tail?: number[]): Uint8Array =>
  encode({ sections, deletes, tail })
const dead = (client: number, clock: number, length = 1): WireUpdate['deletes'][number] => ({ client, ranges: [{ clock, length }] })

function code(bytes: Uint8Array, user = 'an', server = grid()): string {
  const read = judge(server, bytes, user)
  return read.ok ? (read.value.news ? 'news' : 'nothing new') : read.error.code
}

const overwrite = update([section(10, 1, [after(10, 0, 90)])], [dead(10, 0)])

describe('GATE-1 bytes', () => {
  test('GATE-1 a byte after the end is malformed', () => {
    expect(code(Uint8Array.of(...overwrite, 0))).toBe('update.malformed')
  })

  test('GATE-1 each proper beginning of an update is malformed', () => {
    for (let length = 0; length < overwrite.length; length += 1)
      expect(code(overwrite.slice(0, length)), `${length} bytes`).toBe('update.malformed')
  })

  test('GATE-1 a number longer than it needs to be, or above 2^53 - 1, is malformed', () => {
    expect(code(Uint8Array.of(128, 0, 0))).toBe('update.malformed')
    expect(code(Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 127, 0))).toBe('update.malformed')
    expect(code(Uint8Array.of(1, 1, 10, 255, 255, 255, 255, 255, 255, 255, 31, 0))).toBe('update.malformed')
  })

  test('GATE-1 64 KiB and one byte is over the limit, whatever it holds', () => {
    expect(code(new Uint8Array(65_537))).toBe('limit')
  })

  test('GATE-1 a section and a delete set above 16 KiB are over the limit', () => {
    const wide = 2 ** 25
    const long = Array.from({ length: 1000 }, (): WireStruct => ({
      kind: 8,
      origin: { client: 2 ** 32 - 1, clock: wide * wide },
      values: [100],
    }))
    expect(code(update([section(10, 1, long)]))).toBe('limit')
    expect(
      code(
        update(
          [],
          Array.from({ length: 4000 }, (_, index) => dead(2 ** 31 + index, 1)),
        ),
      ),
    ).toBe('limit')
  })

  test('GATE-1 counts that the bytes cannot hold allocate nothing', () => {
    expect(code(encode({ sections: [{ ...section(10, 1, []), count: 2 ** 40 }], deletes: [] }))).toBe('limit')
    expect(code(Uint8Array.of(0, 255, 255, 255, 127))).toBe('update.malformed')
    expect(code(Uint8Array.of(0, 1, 10, 255, 255, 255, 127, 0, 1))).toBe('update.malformed')
  })

  test('GATE-1 a key that is not UTF-8 is malformed', () => {
    const bytes = update([section(10, 1, [set('6A-01/tx1', 5)])])
    bytes[bytes.indexOf(0x36)] = 0xff
    expect(code(bytes)).toBe('update.malformed')
  })
})

describe('GATE-2 client sections', () => {
  test('GATE-2 five sections are over the limit; two of one client are no update', () => {
    const five = [31, 32, 33, 34, 35].map((client) => section(client, 0, [set(mark, 5)]))
    expect(code(update(five))).toBe('limit')
    expect(code(update([section(31, 0, [set(mark, 5)]), section(31, 0, [set(mark, 5)])]))).toBe('update.shape')
  })

  test('GATE-2 a client id above 32 bits is refused: 2^53 - 1 would win every concurrent write', () => {
    expect(code(update([section(2 ** 53 - 1, 0, [set(mark, 5)])]))).toBe('update.shape')
    expect(code(update([section(2 ** 32, 0, [set(mark, 5)])]))).toBe('update.shape')
    expect(code(update([section(2 ** 32 - 1, 0, [after(10, 0)])]))).toBe('news')
  })

  test('GATE-2 an empty section is refused', () => {
    expect(code(update([section(10, 1, [])]))).toBe('update.shape')
  })

  test('GATE-2 a clock above the next one is a gap', () => {
    expect(code(update([section(10, 2, [set(mark, 5)])]))).toBe('update.gap')
    expect(code(update([section(31, 1, [set(mark, 5)])]))).toBe('update.gap')
  })

  test('GATE-2 the id of somebody else, or of the server, is refused', () => {
    expect(code(update([section(20, 1, [after(20, 0)])]))).toBe('update.client')
    const server = grid()
    server.doc.clientID = 900
    writeCells(server.doc, [[comment, 'D']])
    expect(code(update([section(900, 1, [set(mark, 5)])]), 'an', server)).toBe('update.client')
  })

  test('GATE-2 a repeated write must be the known one', () => {
    expect(code(update([section(10, 0, [set(mark, 85)])]))).toBe('nothing new')
    expect(code(update([section(10, 0, [set(mark, 86)])]))).toBe('update.client')
    expect(code(update([section(10, 0, [set(other, 85)])]))).toBe('update.client')
    expect(code(update([section(20, 0, [set(other, 70)])]), 'an')).toBe('nothing new')
  })

  test('GATE-2 the unknown rest of a partly known run goes on exactly where the known part ends', () => {
    const server = grid()
    const run: WireStruct = { kind: 1, key: mark, length: 3 }
    const read = judge(server, update([section(10, 0, [run, after(10, 2, 40)])], [dead(10, 0, 3)]), 'an')
    expect(read).toMatchObject({
      ok: true,
      value: { edits: [{ cell: mark, value: 40, base: { client: 10, clock: 0 }, conflict: false }], clients: [10] },
    })
  })

  test('GATE-2 origins are followed across sections, in either order', () => {
    const first = section(31, 0, [after(10, 0, 50), after(32, 0, 70)])
    const second = section(32, 0, [after(31, 0, 60)])
    for (const sections of [
      [first, second],
      [second, first],
    ]) {
      const read = judge(grid(), update(sections), 'an')
      expect(read).toMatchObject({ ok: true, value: { edits: [{ cell: mark, value: 70, conflict: false }] } })
    }
  })

  test('GATE-2 a circle of origins is refused', () => {
    expect(code(update([section(31, 0, [after(32, 0)]), section(32, 0, [after(31, 0)])]))).toBe('update.shape')
    expect(code(update([section(31, 0, [after(32, 1)]), section(32, 0, [after(31, 0), set(mark, 5)])]))).toBe('update.shape')
  })

  test('GATE-2 an origin in the own future, which makes Yjs throw half way, is refused', () => {
    expect(code(update([section(10, 1, [after(10, 1)])]))).toBe('update.shape')
    expect(code(update([section(10, 1, [after(10, 2), set(mark, 5)])]))).toBe('update.shape')
    expect(code(update([section(10, 1, [after(10, 40)])]))).toBe('update.shape')
  })

  test('GATE-2 an origin nobody has sent is a gap', () => {
    expect(code(update([section(10, 1, [after(20, 1)])]))).toBe('update.gap')
    expect(code(update([section(10, 1, [after(31, 0)])]))).toBe('update.gap')
  })
})

describe('GATE-3 structs', () => {
  test('GATE-3 GC, Skip and every other kind are refused', () => {
    for (const kind of [0, 2, 3, 4, 5, 6, 7, 9, 10])
      expect(code(update([section(10, 1, [{ kind, key: mark }])])), `kind ${kind}`).toBe('update.shape')
    for (const kind of [11, 31]) expect(code(update([section(10, 1, [{ kind, key: mark }])])), `kind ${kind}`).toBe('update.malformed')
  })

  test('GATE-3 a GC of 2^52, which would burn the clock of a client, is refused', () => {
    expect(code(update([section(10, 1, [{ kind: 0, length: 2 ** 52 }])]))).toBe('update.shape')
  })

  test('GATE-3 an empty struct, which makes every later load throw, is refused', () => {
    expect(code(update([section(10, 1, [{ kind: 1, key: mark, length: 0 }])], [dead(10, 0)]))).toBe('update.shape')
    expect(code(update([section(10, 1, [{ kind: 8, key: mark, values: [], length: 0 }])]))).toBe('update.shape')
  })

  test('GATE-3 a run of values and a deleted run must be in the delete set', () => {
    const values: WireStruct = { kind: 8, origin: { client: 10, clock: 0 }, values: [1, 2] }
    const gone: WireStruct = { kind: 1, origin: { client: 10, clock: 0 }, length: 2 }
    for (const struct of [values, gone]) {
      expect(code(update([section(10, 1, [struct])]))).toBe('update.shape')
      expect(code(update([section(10, 1, [struct])], [dead(10, 1)]))).toBe('update.shape')
      expect(code(update([section(10, 1, [struct])], [dead(10, 0, 3)]))).toBe('news')
    }
  })

  test('GATE-3 1,024 structs and 4,096 clock units pass, one more does not', () => {
    const chain = (count: number): Uint8Array =>
      update([
        section(
          10,
          1,
          Array.from({ length: count }, (_, index) => after(10, index, 5)),
        ),
      ])
    expect(code(chain(1024))).toBe('news')
    expect(code(chain(1025))).toBe('limit')
    const run = (length: number): Uint8Array =>
      update([section(10, 1, [{ kind: 1, origin: { client: 10, clock: 0 }, length }])], [dead(10, 0, length + 1)])
    expect(code(run(4096))).toBe('news')
    expect(code(run(4097))).toBe('limit')
    expect(code(update([section(10, 1, [{ kind: 8, key: mark, values: [1], length: 2 ** 52 }])]))).toBe('limit')
  })

  test('GATE-3 values that no cell may hold are refused before they are decoded', () => {
    const values = [8.5, 5n, true, undefined, {}, { a: [1] }, [], new Uint8Array(4), 'x'.repeat(9), -0, -1, 101, 'X', 2 ** 31]
    for (const value of values) {
      expect(judge(grid(), update([section(10, 1, [set(mark, value)])]), 'an'), String(value)).toMatchObject({
        ok: false,
        error: { code: 'value.invalid', cells: [mark] },
      })
    }
    expect(judge(grid(), update([section(10, 1, [after(10, 0, 8.5)])]), 'an')).toMatchObject({
      error: { code: 'value.invalid', cells: [mark] },
    })
  })
})

describe('GATE-4 places', () => {
  test('GATE-4 a right origin is refused', () => {
    expect(code(update([section(10, 1, [{ ...after(10, 0), rightOrigin: { client: 20, clock: 0 } }])]))).toBe('update.shape')
    expect(code(update([section(10, 1, [{ ...set(mark, 5), rightOrigin: { client: 10, clock: 0 } }])]))).toBe('update.shape')
  })

  test('GATE-4 another root, a parent by id and a missing key bit, which makes a list item, are refused', () => {
    expect(code(update([section(10, 1, [{ ...set(mark, 5), root: 'other' }])]))).toBe('update.shape')
    expect(code(update([section(10, 1, [{ ...set(mark, 5), parent: { client: 10, clock: 0 } }])]))).toBe('update.shape')
    expect(code(update([section(10, 1, [{ kind: 8, values: [5] }])]))).toBe('update.shape')
  })

  test('GATE-4 the key bit beside an origin is ignored, as Yjs ignores it', () => {
    expect(code(update([section(10, 1, [{ ...after(10, 0), key: other }])]))).toBe('news')
    const server = grid()
    send(server, 'an', update([section(10, 1, [{ ...after(10, 0, 44), key: other }])]))
    expect([presentValue(server.doc, mark), presentValue(server.doc, other)]).toEqual([44, 70])
  })

  test('GATE-4 an overwrite belongs to the cell of its origin, which is not in the bytes', () => {
    const read = judge(grid(), update([section(10, 1, [after(20, 0, 60)])]), 'an')
    expect(read).toMatchObject({ ok: true, value: { keys: [other], edits: [{ cell: other, value: 60 }] } })
  })

  test('GATE-4 a nested map and a text are refused', () => {
    const doc = new Doc()
    doc.getMap('cells').set(mark, new YMap())
    expect(code(encodeStateAsUpdate(doc))).toBe('update.shape')
  })
})

describe('GATE-5 deletes', () => {
  test('GATE-5 a delete of a live item clears its cell and names it, also in an update without a client', () => {
    expect(judge(grid(), update([], [dead(20, 0)]), 'an')).toEqual({
      ok: true,
      value: {
        edits: [{ cell: other, value: null, base: { client: 20, clock: 0 }, conflict: false }],
        clients: [],
        news: true,
        keys: [other],
      },
    })
  })

  test('GATE-5 a delete of what will be written later is a gap: it would destroy the future', () => {
    expect(code(update([], [dead(20, 1)]))).toBe('update.gap')
    expect(code(update([], [dead(20, 0, 2)]))).toBe('update.gap')
    expect(code(update([], [dead(999, 0, 2 ** 52)]))).toBe('update.gap')
    expect(code(update([section(10, 1, [after(10, 0)])], [dead(10, 0, 3)]))).toBe('update.gap')
  })

  test('GATE-5 empty, overlapping, descending and repeated ranges are refused', () => {
    const ranges = (...pairs: readonly (readonly [number, number])[]): Uint8Array =>
      update([], [{ client: 10, ranges: pairs.map(([clock, length]) => ({ clock, length })) }])
    expect(code(ranges([0, 0]))).toBe('update.shape')
    expect(code(ranges())).toBe('update.shape')
    expect(code(ranges([0, 1], [0, 1]))).toBe('update.shape')
    expect(code(ranges([1, 1], [0, 1]))).toBe('update.shape')
    expect(code(update([], [dead(10, 0), dead(10, 0)]))).toBe('update.shape')
  })
})

describe('GATE-6 cells and edits', () => {
  test('GATE-6 a key that is no cell is refused, in a dead struct as well', () => {
    for (const key of ['6A-99/tx1', '6A-01/tb', '', '__proto__', 'constructor', 'k'.repeat(70)]) {
      expect(code(update([section(10, 1, [set(key, 5)])])), key).toBe('cell.unknown')
      expect(code(update([section(10, 1, [{ kind: 1, key }])], [dead(10, 1)])), key).toBe('cell.unknown')
    }
  })

  test('GATE-6 a value of another column is refused, in a dead struct as well', () => {
    expect(code(update([section(10, 1, [set(comment, 85)])]))).toBe('value.invalid')
    expect(code(update([section(10, 1, [set(comment, 85), after(10, 1, 'D')])], [dead(10, 1)]))).toBe('value.invalid')
    expect(code(update([section(10, 1, [set(comment, 'D')])]))).toBe('news')
  })

  test('GATE-6 dead structs are touched cells too', () => {
    const read = judge(
      grid(),
      update([section(10, 1, [{ kind: 1, origin: { client: 20, clock: 0 } }, set(comment, 'D')])], [dead(10, 1)]),
      'an',
    )
    expect(read.ok && read.value.keys.toSorted()).toEqual([comment, other])
  })

  test('GATE-6 several writes of one cell are one edit with the last value and the first base', () => {
    const read = judge(grid(), update([section(10, 1, [after(10, 0, 1), after(10, 1, 2), after(10, 2, 3)])], [dead(10, 0, 3)]), 'an')
    expect(read).toMatchObject({ ok: true, value: { edits: [{ cell: mark, value: 3, base: { client: 10, clock: 0 }, conflict: false }] } })
  })
})

describe('GATE-6 placing', () => {
  const run: WireStruct = { kind: 1, origin: { client: 10, clock: 0 }, length: 3 }

  test('GATE-6 a write below the end of a run that another write has cut off does not show', () => {
    const sections = [section(31, 0, [run]), section(40, 0, [after(31, 0, 40)]), section(50, 0, [after(31, 2, 50)])]
    for (const order of [sections, sections.toReversed()]) {
      const read = judge(grid(), update(order, [dead(31, 0, 3)]), 'an')
      expect(read).toMatchObject({ ok: true, value: { edits: [{ cell: mark, value: 40, conflict: true }] } })
    }
  })

  test('GATE-6 a write within a run of a higher client does not show', () => {
    const read = judge(grid(), update([section(31, 0, [run]), section(5, 0, [after(31, 0, 5)])], [dead(31, 0, 3)]), 'an')
    expect(read).toMatchObject({ ok: true, value: { edits: [{ cell: mark, value: null, conflict: true }] } })
  })

  test('GATE-6 of two siblings of one client the older shows', () => {
    const known = judge(grid(), update([section(31, 0, [after(10, 0, 1), after(10, 0, 2)])]), 'an')
    expect(known).toMatchObject({ ok: true, value: { edits: [{ cell: mark, value: 1, conflict: true }] } })
    const within = judge(grid(), update([section(31, 0, [after(10, 0, 1), after(31, 0, 2), after(31, 0, 3)])]), 'an')
    expect(within).toMatchObject({ ok: true, value: { edits: [{ cell: mark, value: 2, conflict: true }] } })
  })

  test('GATE-6 a write over an old value shows when its client is higher than the one that followed', () => {
    const server = grid()
    for (const clock of [1, 2, 3]) send(server, 'an', update([section(10, clock, [after(10, clock - 1, clock)])], [dead(10, clock - 1)]))
    for (const [client, value] of [
      [9, 3],
      [11, 77],
    ] as const) {
      const bytes = update([section(client, 0, [after(10, 1, 77)])])
      expect(judge(server, bytes, 'an')).toMatchObject({ ok: true, value: { edits: [{ cell: mark, value: 77, conflict: true }] } })
      send(server, 'an', bytes)
      expect(presentValue(server.doc, mark)).toBe(value)
    }
  })
})

describe('GATE-8 no news', () => {
  test('GATE-8 the empty update, a repetition and the whole delete set need no right', () => {
    const server = grid()
    send(server, 'an', overwrite)
    for (const bytes of [Uint8Array.of(0, 0), overwrite, update([], [dead(10, 0)]), encodeStateAsUpdate(server.doc)]) {
      expect(judge(server, bytes, 'chi')).toEqual({ ok: true, value: { edits: [], clients: [], news: false, keys: [] } })
    }
  })
})

describe('GATE-10 conflict', () => {
  test('GATE-10 a write over a value the author had not seen is a conflict, whoever wins', () => {
    for (const [client, won] of [
      [5, false],
      [31, true],
    ] as const) {
      const server = grid()
      send(server, 'an', overwrite)
      const bytes = update([section(client, 0, [after(10, 0, 20)])], [dead(10, 0)])
      const read = judge(server, bytes, 'binh')
      expect(read).toMatchObject({
        ok: true,
        value: { edits: [{ cell: mark, value: 20, base: { client: 10, clock: 0 }, conflict: true }] },
      })
      if (!read.ok) continue
      server.accept(bytes, 'binh', read.value)
      expect(read.value.edits.map((edit) => hasWon(server.doc, edit))).toEqual([won])
      expect(presentValue(server.doc, mark)).toBe(won ? 20 : 90)
    }
  })

  test('GATE-10 a first write to a cell that somebody else has filled meanwhile is a conflict with base null', () => {
    expect(judge(grid(), update([section(31, 0, [set(mark, 20)])]), 'an')).toMatchObject({
      ok: true,
      value: { edits: [{ base: null, conflict: true }] },
    })
  })

  test('GATE-10 two tabs that wrote without seeing each other are one edit in conflict with the value that stays', () => {
    const read = judge(grid(), update([section(40, 0, [after(10, 0, 40)]), section(31, 0, [after(10, 0, 31)])]), 'an')
    expect(read).toMatchObject({ ok: true, value: { edits: [{ value: 40, conflict: true }] } })
  })

  test('GATE-10 a lost write together with a delete of the present value clears the cell', () => {
    const server = grid()
    send(server, 'an', overwrite)
    const read = judge(server, update([section(5, 0, [after(10, 0, 20)])], [dead(10, 0, 2)]), 'an')
    expect(read).toMatchObject({ ok: true, value: { edits: [{ cell: mark, value: null, conflict: true }] } })
  })
})

describe('GATE-9 honest clients', () => {
  test('GATE-9 a paste of 45 × 6 over filled cells, its undo and its redo', () => {
    const server = new Server()
    const permitted = Array.from({ length: 270 }, (_, index) => `6A-${index}/tx1` as CellKey)
    const context = { rules: { kindOf: () => 'mark' as const }, bindings: { ownerOf: () => 'an' }, user: 'an' }
    const author = new Doc()
    const updates: Uint8Array[] = []
    author.on('update', (bytes: Uint8Array) => updates.push(bytes))
    const undo = new UndoManager(author.getMap('cells'), { captureTimeout: 0, trackedOrigins: new Set(['paste']) })
    for (const value of [50, 60])
      writeCells(
        author,
        permitted.map((cell) => [cell, value] as const),
        'paste',
      )
    undo.undo()
    undo.redo()
    expect(updates).toHaveLength(4)
    const edits = updates.map((bytes) => {
      const read = readUpdate(bytes, server.doc, context)
      applyUpdate(server.doc, bytes)
      return read.ok ? read.value.edits.length : read.error.code
    })
    expect(edits).toEqual([270, 270, 270, 270])
    expect(readCells(server.doc).get('6A-7/tx1' as CellKey)).toBe(60)
  })

  test('GATE-9 clearing by null and by delete means the same', () => {
    for (const clear of [(map: YMap<unknown>) => void map.set(mark, null), (map: YMap<unknown>) => map.delete(mark)]) {
      const server = grid()
      const author = new Doc()
      applyUpdate(author, encodeStateAsUpdate(server.doc))
      clear(author.getMap('cells'))
      const bytes = encodeStateAsUpdate(author, encodeStateVector(server.doc))
      const read = judge(server, bytes, 'an')
      expect(read).toMatchObject({
        ok: true,
        value: { edits: [{ cell: mark, value: null, base: { client: 10, clock: 0 }, conflict: false }] },
      })
      applyUpdate(server.doc, bytes)
      expect(presentValue(server.doc, mark)).toBe(null)
      expect(readCells(server.doc).has(mark)).toBe(false)
    }
  })
})

describe('GATE-11 present items', () => {
  test('GATE-11 the present item names its writer and tells a delete from a written null', () => {
    const server = grid()
    expect(presentItem(server.doc, mark)).toEqual({ id: { client: 10, clock: 0 }, value: 85, deleted: false })
    expect(presentItem(server.doc, comment)).toBe(undefined)
    send(server, 'an', update([], [dead(10, 0)]))
    expect(presentItem(server.doc, mark)).toEqual({ id: { client: 10, clock: 0 }, value: null, deleted: true })
  })
})
