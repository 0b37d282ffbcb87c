import { describe, expect, test } from 'vitest'
import { Doc, UndoManager, XmlElement, XmlText, applyUpdate, encodeStateAsUpdate, encodeStateVector, mergeUpdates } from 'yjs'
import { readRemarkUpdate, readUpdate, remarkLimits, seedRemarks, writeCells } from '@hocba/shared/document'
import type { CellKey } from '@hocba/shared/grid'
import { RemarkServer, judgeRemark, textsOf } from '../../property/document/support/remark-judge.ts'
import { type WireId, type WireSection, type WireStruct, type WireUpdate, encode } from '../../property/document/support/wire.ts'

const root = 'r/6A-01'
const at = (client: number, clock: number): WireId => ({ client, clock })
const paragraph = (place: Partial<WireStruct>): WireStruct => ({ kind: 7, type: { ref: 3, name: 'paragraph' }, ...place })
const line = (place: Partial<WireStruct>): WireStruct => ({ kind: 7, type: { ref: 6 }, ...place })
const string = (text: string, place: Partial<WireStruct>): WireStruct => ({ kind: 4, text, ...place })
const lost = (length: number, place: Partial<WireStruct>): WireStruct => ({ kind: 1, length, ...place })
const section = (client: number, clock: number, structs: WireStruct[]): WireSection => ({ client, clock, structs })
const update = (sections: WireSection[], deletes: WireUpdate['deletes'] = [], tail?: number[]): Uint8Array =>
  encode({ sections, deletes, tail })
const dead = (client: number, clock: number, length = 1): WireUpdate['deletes'][number] => ({ client, ranges: [{ clock, length }] })

/** A paragraph with a text of its own, at three clocks and as many as the text has characters. */
const whole = (client: number, clock: number, text: string, place: Partial<WireStruct> = { root }): WireStruct[] => [
  paragraph(place),
  line({ parent: at(client, clock) }),
  string(text, { parent: at(client, clock + 1) }),
]

/** `an` wrote "Chăm học" to 6A-01 as client 10 (text at clocks 2 to 9), `binh` "Ngoan" to 6A-02 as client 20. */
function desk(): RemarkServer {
  const server = new RemarkServer()
  send(server, 'an', update([section(10, 0, whole(10, 0, 'Chăm học'))]))
  send(server, 'binh', update([section(20, 0, whole(20, 0, 'Ngoan', { root: 'r/6A-02' }))]))
  return server
}

function send(server: RemarkServer, user: string, bytes: Uint8Array): void {
  const read = judgeRemark(server, bytes, user)
  if (!read.ok) throw new Error(`refused: ${read.error.code}: ${read.error.message ?? ''}`)
  server.accept(bytes, user, read.value)
}

function code(bytes: Uint8Array, user = 'an', server = desk()): string {
  const read = judgeRemark(server, bytes, user)
  return read.ok ? (read.value.news ? 'news' : 'nothing new') : read.error.code
}

const typed = update([section(10, 10, [string(' lắm', { origin: at(10, 9) })])])

describe('REMARK-1 bytes', () => {
  test('REMARK-1 each proper beginning of an update and a byte after the end are malformed', () => {
    for (let length = 0; length < typed.length; length += 1)
      expect(code(typed.slice(0, length)), `${length} bytes`).toBe('update.malformed')
    expect(code(Uint8Array.of(...typed, 0))).toBe('update.malformed')
  })

  test('REMARK-1 64 KiB and one byte is over the limit, and so are five sections, 2,049 structs and 65,537 clock units', () => {
    expect(code(new Uint8Array(65_537))).toBe('limit')
    expect(code(update([31, 32, 33, 34, 35].map((client) => section(client, 0, [paragraph({ root })]))))).toBe('limit')
    expect(code(encode({ sections: [{ ...section(10, 10, []), count: 2049 }], deletes: [] }))).toBe('limit')
    expect(code(update([section(10, 10, [{ kind: 0, length: 65_537 }])], [dead(10, 10, 65_537)]))).toBe('limit')
    expect(code(update([section(10, 10, [{ kind: 0, length: 2 ** 52 }])]))).toBe('limit')
  })

  test('REMARK-1 a text that is not UTF-8, half a surrogate pair among them, is malformed', () => {
    const bytes = update([section(10, 10, [string('xyz', { origin: at(10, 9) })])])
    const start = bytes.indexOf(0x78)
    expect(code(Uint8Array.of(...bytes.slice(0, start), 0xed, 0xa0, 0x80, ...bytes.slice(start + 3)))).toBe('update.malformed')
  })
})

describe('REMARK-2 client sections', () => {
  test('REMARK-2 a clock above the next one is a gap; a client id above 32 bits is no update', () => {
    expect(code(update([section(10, 11, [string('x', { origin: at(10, 9) })])]))).toBe('update.gap')
    expect(code(update([section(2 ** 53 - 1, 0, [paragraph({ root })])]))).toBe('update.shape')
  })

  test('REMARK-2 the id of somebody else, or of the server, is refused', () => {
    expect(code(update([section(20, 7, [string('x', { origin: at(10, 9) })])]))).toBe('update.client')
    const server = desk()
    server.doc.clientID = 900
    seedRemarks(server.doc, new Map([['6A-03', 'Vui']]))
    expect(code(update([section(900, 5, [string('x', { origin: at(10, 9) })])]), 'an', server)).toBe('update.client')
  })

  test('REMARK-2 what is repeated must be the known: its text and its place', () => {
    expect(code(update([section(10, 0, whole(10, 0, 'Chăm học'))]), 'chi')).toBe('nothing new')
    expect(code(update([section(10, 0, whole(10, 0, 'Chăm chỉ'))]))).toBe('update.client')
    expect(code(update([section(10, 0, whole(10, 0, 'Chăm học', { root: 'r/6A-02' }))]))).toBe('update.client')
    expect(code(update([section(10, 0, whole(10, 0, 'Chăm học lắm'))]))).toBe('news')
    expect(code(update([section(10, 0, whole(10, 0, 'Chăm chọc'))]))).toBe('update.client')
  })

  test('REMARK-2 a circle is refused, and so is what hangs on itself; what nobody has sent is a gap', () => {
    const around = [section(31, 0, [string('a', { origin: at(32, 0) })]), section(32, 0, [string('b', { origin: at(31, 0) })])]
    expect(code(update(around))).toBe('update.shape')
    expect(code(update([section(10, 10, [string('a', { rightOrigin: at(10, 10) })])]))).toBe('update.shape')
    expect(code(update([section(10, 10, [line({ parent: at(10, 11) }), paragraph({ root })])]))).toBe('update.shape')
    expect(code(update([section(10, 10, [string('a', { origin: at(10, 9), rightOrigin: at(77, 0) })])]))).toBe('update.gap')
    expect(code(update([section(10, 10, [line({ parent: at(77, 0) })])]))).toBe('update.gap')
  })

  test('REMARK-2 parents and origins are followed across sections, in either order', () => {
    const first = section(31, 0, [paragraph({ root })])
    const second = section(32, 0, [line({ parent: at(31, 0) }), string('Tốt', { parent: at(32, 0) })])
    for (const sections of [
      [first, second],
      [second, first],
    ])
      expect(judgeRemark(desk(), update(sections), 'an')).toMatchObject({ ok: true, value: { remarks: [{ student: '6A-01' }] } })
  })
})

describe('REMARK-3 structs', () => {
  test('REMARK-3 a format, an embed, Skip and every other kind are refused', () => {
    for (const kind of [2, 3, 5, 6, 8, 9, 10])
      expect(code(update([section(10, 10, [{ kind, origin: at(10, 9) }])])), `kind ${kind}`).toBe('update.shape')
    for (const kind of [11, 31])
      expect(code(update([section(10, 10, [{ kind, origin: at(10, 9) }])])), `kind ${kind}`).toBe('update.malformed')
  })

  test('REMARK-3 an attribute is refused, with an origin and without one', () => {
    expect(code(update([section(10, 10, [string('left', { parent: at(10, 0), key: 'align' })])]))).toBe('update.shape')
    expect(code(update([section(10, 10, [string('left', { origin: at(10, 9), key: 'align' })])]))).toBe('update.shape')
  })

  test('REMARK-3 another element, a hook, a fragment, a map and no type at all are refused', () => {
    const types = [
      { ref: 3, name: 'heading' },
      { ref: 3, name: '' },
      { ref: 5, name: 'hook' },
      { ref: 4 },
      { ref: 2 },
      { ref: 1 },
      { ref: 0 },
    ]
    for (const type of types)
      expect(code(update([section(10, 10, [paragraph({ root, type })])])), JSON.stringify(type)).toBe('update.shape')
    expect(code(update([section(10, 10, [paragraph({ root, type: { ref: 7 } })])]))).toBe('update.malformed')
  })

  test('REMARK-3 an empty struct is refused', () => {
    expect(code(update([section(10, 10, [string('', { origin: at(10, 9) })])]))).toBe('update.shape')
    expect(code(update([section(10, 10, [lost(0, { origin: at(10, 9) })])], [dead(10, 9)]))).toBe('update.shape')
    expect(code(update([section(10, 10, [{ kind: 0, length: 0 }])]))).toBe('update.shape')
  })

  test('REMARK-3 what the author no longer had must be in the delete set', () => {
    for (const struct of [lost(2, { origin: at(10, 9) }), { kind: 0, length: 2 }]) {
      expect(code(update([section(10, 10, [struct])]))).toBe('update.shape')
      expect(code(update([section(10, 10, [struct])], [dead(10, 10)]))).toBe('update.shape')
      expect(code(update([section(10, 10, [struct])], [dead(10, 10, 2)]))).toBe('news')
    }
  })
})

describe('REMARK-4 places', () => {
  test('REMARK-4 a root that is no remark is refused, the remark of a stranger is no cell of this grid', () => {
    expect(code(update([section(10, 10, [paragraph({ root: 'cells' })])]))).toBe('update.shape')
    expect(code(update([section(10, 10, [paragraph({ root: '6A-01' })])]))).toBe('update.shape')
    for (const student of ['6A-99', '', '__proto__', 'x'.repeat(70)])
      expect(code(update([section(10, 10, [paragraph({ root: `r/${student}` })])])), student).toBe('cell.unknown')
  })

  test('REMARK-4 origins in two places are refused: two texts, a text and its paragraph, two remarks', () => {
    expect(code(update([section(10, 10, [string('x', { origin: at(10, 9), rightOrigin: at(20, 2) })])]))).toBe('update.shape')
    expect(code(update([section(10, 10, [string('x', { origin: at(10, 9), rightOrigin: at(10, 1) })])]))).toBe('update.shape')
    expect(code(update([section(10, 10, [paragraph({ origin: at(10, 0), rightOrigin: at(20, 0) })])]))).toBe('update.shape')
  })

  test('REMARK-4 a right origin at or before the origin is refused: replicas would differ', () => {
    for (const right of [2, 3, 4]) {
      expect(code(update([section(10, 10, [string('x', { origin: at(10, 4), rightOrigin: at(10, right) })])])), `right ${right}`).toBe(
        'update.shape',
      )
    }
    expect(code(update([section(10, 10, [string('x', { origin: at(10, 4), rightOrigin: at(10, 5) })])]))).toBe('news')
  })

  test('REMARK-4 two units between which one of them was set are refused', () => {
    const server = desk()
    send(server, 'an', update([section(10, 10, [string('!', { origin: at(10, 4), rightOrigin: at(10, 5) })])]))
    send(server, 'an', update([section(10, 11, [string('?', { origin: at(10, 10), rightOrigin: at(10, 5) })])]))
    expect(code(update([section(10, 12, [string('x', { origin: at(10, 4), rightOrigin: at(10, 11) })])]), 'an', server)).toBe(
      'update.shape',
    )
    expect(code(update([section(10, 12, [string('x', { origin: at(10, 4), rightOrigin: at(10, 5) })])]), 'an', server)).toBe('news')
  })

  test('REMARK-4 beside what somebody has collected a struct is collected too and touches no remark', () => {
    const server = desk()
    send(server, 'an', update([section(10, 10, [lost(1, { root }), { kind: 0, length: 3 }])], [dead(10, 10, 4)]))
    for (const place of [{ origin: at(10, 12) }, { rightOrigin: at(10, 11) }, { parent: at(10, 10) }, { parent: at(10, 11) }]) {
      const read = judgeRemark(server, update([section(31, 0, [string('x', place)])]), 'an')
      expect(read, JSON.stringify(place)).toEqual({ ok: true, value: { remarks: [], clients: [31], news: true } })
    }
  })
})

describe('REMARK-5 what holds what', () => {
  test('REMARK-5 a text directly in the fragment, a string in a paragraph, nested paragraphs and texts are refused', () => {
    const next = section
    expect(code(update([next(10, 10, [line({ root })])]))).toBe('update.shape')
    expect(code(update([next(10, 10, [string('x', { root })])]))).toBe('update.shape')
    expect(code(update([next(10, 10, [string('x', { parent: at(10, 0) })])]))).toBe('update.shape')
    expect(code(update([next(10, 10, [paragraph({ parent: at(10, 0) })])]))).toBe('update.shape')
    expect(code(update([next(10, 10, [line({ parent: at(10, 1) })])]))).toBe('update.shape')
    expect(code(update([next(10, 10, [paragraph({ origin: at(10, 4) })])]))).toBe('update.shape')
    expect(code(update([next(10, 10, [string('x', { parent: at(10, 4) })])]))).toBe('update.shape')
    expect(code(update([next(10, 10, [paragraph({ root }), paragraph({ parent: at(10, 10) })])]))).toBe('update.shape')
  })

  test('REMARK-5 characters that XML cannot carry are refused with the student', () => {
    for (const text of ['a\u0000', '\u0008', '\u001b[0m', 'a\r\nb', '\ufffe', '\uffff']) {
      const read = judgeRemark(desk(), update([section(10, 10, [string(text, { origin: at(10, 9) })])]), 'an')
      expect(read, JSON.stringify(text)).toMatchObject({ ok: false, error: { code: 'value.invalid', cells: ['6A-01'] } })
    }
    expect(code(update([section(10, 10, [string('a\tb\nc', { origin: at(10, 9) })])]))).toBe('news')
  })

  test('REMARK-5 nothing may cut a character in two: by an origin, a right origin, a delete or a repetition', () => {
    const server = desk()
    send(server, 'an', update([section(10, 10, [string('📚😀', { origin: at(10, 9) })])]))
    expect(code(update([section(10, 14, [string('x', { origin: at(10, 10) })])]), 'an', server)).toBe('update.shape')
    expect(code(update([section(10, 14, [string('x', { origin: at(10, 10), rightOrigin: at(10, 11) })])]), 'an', server)).toBe(
      'update.shape',
    )
    expect(code(update([], [dead(10, 11, 1)]), 'an', server)).toBe('update.shape')
    expect(code(update([], [dead(10, 10, 1)]), 'an', server)).toBe('update.shape')
    const beside = [string('y', { origin: at(10, 13) }), section(20, 7, [string('n', { origin: at(10, 10) })])] as const
    expect(code(update([section(10, 14, [beside[0]]), beside[1]]), 'an', server)).toBe('update.client')
    expect(code(update([], [dead(10, 10, 2)]), 'an', server)).toBe('news')
  })
})

describe('REMARK-6 deletes', () => {
  test('REMARK-6 a delete names the remark it changes; a deleted paragraph takes its text along', () => {
    const text = judgeRemark(desk(), update([], [dead(20, 3, 4)]), 'an')
    expect(text).toEqual({ ok: true, value: { remarks: [{ student: '6A-02', before: 'Ngoan', after: 'N' }], clients: [], news: true } })
    const all = judgeRemark(desk(), update([], [dead(20, 0)]), 'an')
    expect(all).toMatchObject({ ok: true, value: { remarks: [{ student: '6A-02', after: '' }] } })
  })

  test('REMARK-6 a delete of what will be written later is a gap', () => {
    expect(code(update([], [dead(20, 7)]))).toBe('update.gap')
    expect(code(update([], [dead(99, 0, 2 ** 52)]))).toBe('update.gap')
  })

  test('REMARK-6 empty, overlapping, descending and repeated ranges are refused', () => {
    const ranges = (...pairs: readonly (readonly [number, number])[]): Uint8Array =>
      update([], [{ client: 10, ranges: pairs.map(([clock, length]) => ({ clock, length })) }])
    for (const bytes of [ranges([2, 0]), ranges(), ranges([2, 2], [3, 1]), ranges([4, 1], [2, 1]), update([], [dead(10, 2), dead(10, 3)])])
      expect(code(bytes)).toBe('update.shape')
  })
})

describe('REMARK-7 length', () => {
  const long = (length: number): Uint8Array => update([section(31, 0, [string('x'.repeat(length), { origin: at(10, 9) })])])

  test('REMARK-7 a remark has at most 1,000 characters, line ends included; the refusal names the student', () => {
    expect(code(long(992))).toBe('news')
    expect(judgeRemark(desk(), long(993), 'an')).toMatchObject({ ok: false, error: { code: 'value.invalid', cells: ['6A-01'] } })
    const paragraphs = (count: number): WireStruct[] =>
      Array.from({ length: count }, (_, index) => paragraph({ origin: index === 0 ? at(10, 0) : at(31, index - 1) }))
    expect(code(update([section(31, 0, paragraphs(992))]))).toBe('news')
    expect(code(update([section(31, 0, paragraphs(993))]))).toBe('value.invalid')
  })

  test('REMARK-7 what is deleted in the same update does not count', () => {
    const bytes = update([section(31, 0, [string('x'.repeat(5000), { origin: at(10, 9) })])], [dead(31, 10, 4990)])
    expect(code(bytes)).toBe('news')
  })

  test('REMARK-7 a remark that is too long already may become shorter, not longer', () => {
    const server = new RemarkServer()
    seedRemarks(server.doc, new Map([['6A-01', 'x'.repeat(remarkLimits.characters + 50)]]))
    const { clientID } = server.doc
    expect(code(update([], [dead(clientID, 5, 10)]), 'an', server)).toBe('news')
    expect(code(update([section(31, 0, [string('y', { origin: at(clientID, 9), rightOrigin: at(clientID, 10) })])]), 'an', server)).toBe(
      'value.invalid',
    )
  })
})

describe('REMARK-8 meaning', () => {
  test('REMARK-8 the text before and after is told before Yjs has seen the update, also beside somebody unseen', () => {
    const server = desk()
    expect(judgeRemark(server, typed, 'an')).toEqual({
      ok: true,
      value: { remarks: [{ student: '6A-01', before: 'Chăm học', after: 'Chăm học lắm' }], clients: [10], news: true },
    })
    send(server, 'an', typed)
    for (const [client, after] of [
      [5, 'Chăm học và ngoan lắm'],
      [31, 'Chăm học lắm và ngoan'],
    ] as const) {
      const read = judgeRemark(server, update([section(client, 0, [string(' và ngoan', { origin: at(10, 9) })])]), 'binh')
      expect(read).toMatchObject({ ok: true, value: { remarks: [{ after }] } })
    }
  })

  test('REMARK-8 an update may touch several remarks: one edit each', () => {
    const read = judgeRemark(desk(), update([section(10, 10, [string('!', { origin: at(10, 9) })])], [dead(20, 2, 5)]), 'an')
    expect(read.ok && read.value.remarks.map(({ student, after }) => [student, after])).toEqual([
      ['6A-01', 'Chăm học!'],
      ['6A-02', ''],
    ])
  })
})

/** A plain Yjs editor in front of a server; its updates are sent as they are made. */
function editor(server: RemarkServer, user: string): { readonly doc: Doc; readonly refused: string[] } {
  const doc = new Doc()
  applyUpdate(doc, encodeStateAsUpdate(server.doc))
  const refused: string[] = []
  doc.on('update', (bytes: Uint8Array) => {
    const read = judgeRemark(server, bytes, user)
    if (read.ok) server.accept(bytes, user, read.value)
    else refused.push(`${read.error.code}: ${read.error.message ?? ''}`)
  })
  return { doc, refused }
}

const textOf = (fragment: { get(index: number): unknown }): XmlText => {
  const first = fragment.get(0)
  const text = first instanceof XmlElement ? first.get(0) : undefined
  if (text instanceof XmlText) return text
  throw new Error('a paragraph holds a text')
}

describe('REMARK-9 honest editors', () => {
  test('REMARK-9 undo sets a deleted text beside what was typed into a paragraph that undo had brought back', () => {
    const server = desk()
    const { doc, refused } = editor(server, 'an')
    const fragment = doc.getXmlFragment(root)
    const undo = new UndoManager([fragment], { captureTimeout: 0 })
    textOf(fragment).delete(1, 1)
    fragment.delete(0, 1)
    undo.undo()
    textOf(fragment).insert(1, 'z')
    for (let times = 0; times < 3; times += 1) undo.undo()
    for (let times = 0; times < 3; times += 1) undo.redo()
    expect(refused).toEqual([])
    expect(textsOf(doc)).toEqual(textsOf(server.doc))
  })

  test('REMARK-9 a week offline comes back as one merged update', () => {
    const server = desk()
    const away = new Doc()
    applyUpdate(away, encodeStateAsUpdate(server.doc))
    const since = encodeStateVector(away)
    const text = textOf(away.getXmlFragment(root))
    for (const word of [' và', ' lễ', ' phép']) text.insert(text.length, word)
    text.delete(0, 4)
    const series = encodeStateAsUpdate(away, since)
    send(server, 'binh', update([], [dead(20, 0)]))
    send(server, 'an', mergeUpdates([series, Uint8Array.of(0, 0)]))
    expect(textsOf(server.doc)['6A-01']).toBe(' học và lễ phép')
  })
})

describe('REMARK-10 no news', () => {
  test('REMARK-10 the empty update, the whole document and the whole delete set need no right', () => {
    const server = desk()
    send(server, 'an', update([], [dead(10, 0)]))
    const collected = new Doc()
    applyUpdate(collected, encodeStateAsUpdate(server.doc))
    for (const bytes of [Uint8Array.of(0, 0), encodeStateAsUpdate(server.doc), encodeStateAsUpdate(collected), update([], [dead(10, 0)])])
      expect(judgeRemark(server, bytes, 'chi')).toEqual({ ok: true, value: { remarks: [], clients: [], news: false } })
  })
})

test('GATE-14 the grammar of cells refuses a remark, the grammar of remarks a cell', () => {
  const cells = new Doc()
  writeCells(cells, [['6A-01/tx1' as CellKey, 85]])
  const bindings = { ownerOf: () => undefined }
  const rules = { kindOf: () => 'mark' as const }
  const remark = update([section(31, 0, whole(31, 0, 'Tốt'))])
  expect(readRemarkUpdate(encodeStateAsUpdate(cells), new Doc(), { students: new Set(['6A-01']), bindings, user: 'an' })).toMatchObject({
    ok: false,
    error: { code: 'update.shape' },
  })
  expect(readUpdate(remark, new Doc(), { rules, bindings, user: 'an' })).toMatchObject({ ok: false, error: { code: 'update.shape' } })
})
