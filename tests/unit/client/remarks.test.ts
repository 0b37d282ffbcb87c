import * as fc from 'fast-check'
import { XmlElement, XmlText } from 'yjs'
import { describe, expect, it } from 'vitest'
import { MemoryStore } from '../../../client/src/local/index.ts'
import { RemarkReplica } from '../../../client/src/replica/remarks.ts'
import { mergeText, spliceOf } from '../../../client/src/replica/splice.ts'
import { matching, readPhrases } from '../../../client/src/remark/phrases.ts'
import { FakeLink, FakeServer } from './fake-server.ts'

interface Bench {
  readonly replica: RemarkReplica
  readonly link: FakeLink
  /** Lets the pause pass that the last keystroke began. */
  readonly pause: () => void
  now: number
}

async function open(server: FakeServer, store = new MemoryStore(), id = 'w1', gone: readonly string[] = []): Promise<Bench> {
  const links: FakeLink[] = []
  const timers = new Map<object, () => void>()
  const replica = await RemarkReplica.open({
    gridId: 'g.remarks',
    store,
    window: { id, ifGone: (other, take) => (gone.includes(other) ? take() : Promise.resolve()) },
    now: () => bench.now,
    link(confirmed, events) {
      const link = new FakeLink(confirmed, server, events)
      links.push(link)
      return link
    },
    later(length, run) {
      const timer = {}
      if (length <= 1_000) timers.set(timer, run)
      return () => timers.delete(timer)
    },
  }).catch((error: unknown) => {
    throw error
  })
  const [link] = links
  if (!link) throw new Error('the replica opened no link')
  const bench: Bench = {
    replica,
    link,
    now: 1_000,
    pause() {
      const due = [...timers.values()]
      timers.clear()
      for (const run of due) run()
    },
  }
  return bench
}

/** What an editor does at a keystroke. */
function type({ replica }: Bench, student: string, text: string): void {
  const fragment = replica.fragment(student)
  for (const character of text) {
    if (fragment.length === 0) fragment.insert(0, [new XmlElement('paragraph')])
    const paragraph = fragment.get(fragment.length - 1) as XmlElement
    const last = paragraph.length > 0 ? (paragraph.get(0) as XmlText) : undefined
    if (last) last.insert(last.length, character)
    else paragraph.insert(0, [new XmlText(character)])
  }
}

describe('remarks on this computer', () => {
  it('PANEL-20 is not saved while something typed is no row yet, and a pause makes one row', async () => {
    const server = new FakeServer()
    const bench = await open(server)
    bench.link.flush()
    type(bench, '6A-01', 'Ngoan')
    expect(bench.replica.status).toMatchObject({ state: 'saving', pending: 1 })
    bench.pause()
    expect(bench.replica.waiting).toMatchObject([{ remarks: [{ student: '6A-01', before: '', text: 'Ngoan' }] }])
    bench.link.flush()
    expect(bench.replica.status).toMatchObject({ state: 'saved', pending: 0 })
    expect(server.log).toHaveLength(1)
  })

  it('PANEL-21 who types on without a pause is written down every ten seconds', async () => {
    const bench = await open(new FakeServer())
    bench.link.flush()
    type(bench, '6A-01', 'a')
    bench.now += 10_000
    type(bench, '6A-01', 'b')
    expect(bench.replica.waiting).toMatchObject([{ remarks: [{ text: 'ab' }] }])
  })

  it('PANEL-22 what only deletes reaches the server too, also after its answer was lost', async () => {
    const server = new FakeServer()
    const bench = await open(server)
    type(bench, '6A-01', 'Ngoan')
    bench.pause()
    bench.link.flush()
    bench.link.drop()
    bench.replica.fragment('6A-01').delete(0, 1)
    bench.pause()
    expect(bench.replica.status.pending).toBe(1)
    bench.link.connect()
    bench.link.flush({ lose: true })
    bench.link.drop()
    bench.link.connect()
    bench.link.flush()
    expect(bench.replica.status).toMatchObject({ state: 'saved', pending: 0 })
    const other = await open(server, new MemoryStore(), 'w2')
    expect(other.replica.text('6A-01')).toBe('')
  })

  it('PANEL-23 a refused remark is kept as text, and what waits is written anew on the server’s state', async () => {
    const server = new FakeServer()
    const bench = await open(server)
    bench.link.flush()
    let count = 0
    server.rule = () => ((count += 1) === 1 ? { code: 'value.invalid', message: 'quá dài' } : 'accept')
    type(bench, '6A-01', 'Một')
    bench.replica.flush()
    type(bench, '6A-02', 'Hai')
    bench.replica.flush()
    type(bench, '6A-03', 'Ba')
    bench.link.flush()
    bench.link.flush()
    bench.pause()
    bench.link.flush()
    expect(bench.replica.status.refused).toMatchObject([{ remarks: [{ student: '6A-01', text: 'Một' }], state: { code: 'value.invalid' } }])
    expect(['6A-01', '6A-02', '6A-03'].map((student) => bench.replica.text(student))).toEqual(['', 'Hai', 'Ba'])
    const other = await open(server, new MemoryStore(), 'w2')
    expect(['6A-01', '6A-02', '6A-03'].map((student) => other.replica.text(student))).toEqual(['', 'Hai', 'Ba'])
  })

  it('PANEL-24 a reload keeps what was written and not sent', async () => {
    const server = new FakeServer()
    const store = new MemoryStore()
    const first = await open(server, store)
    first.link.drop()
    type(first, '6A-01', 'Ngoan')
    await first.replica.dispose()
    const { replica, link } = await open(server, store, 'w2', ['w1'])
    expect(replica.text('6A-01')).toBe('Ngoan')
    link.flush()
    expect(replica.status).toMatchObject({ state: 'saved', pending: 0 })
  })

  it('PANEL-29 a text that was looked at before it came is seen when it comes', async () => {
    const server = new FakeServer()
    const [one, other] = [await open(server), await open(server, new MemoryStore(), 'w2')]
    const told: string[] = []
    other.replica.onRemarks((students) => told.push(...students))
    expect(other.replica.text('6A-01')).toBe('')
    type(one, '6A-01', 'Ngoan')
    one.replica.flush()
    for (const { update } of one.replica.waiting) other.link.deliver(update)
    expect(other.replica.text('6A-01')).toBe('Ngoan')
    expect(told).toContain('6A-01')
  })

  it('PANEL-25 what was typed is a row before somebody else’s text comes under it', async () => {
    const server = new FakeServer()
    const [one, other] = [await open(server), await open(server, new MemoryStore(), 'w2')]
    one.link.flush()
    other.link.flush()
    type(other, '6A-01', 'Hai')
    other.replica.flush()
    const [row] = other.replica.waiting
    type(one, '6A-02', 'Một')
    if (row) one.link.deliver(row.update)
    expect(one.replica.waiting).toMatchObject([{ remarks: [{ student: '6A-02', text: 'Một' }] }])
  })
})

describe('texts', () => {
  it('PANEL-26 a splice makes one text of the other and cuts no character in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        const { at, removed, inserted } = spliceOf(before, after)
        expect(before.slice(0, at) + inserted + before.slice(at + removed)).toBe(after)
        expect(() => encodeURIComponent(inserted)).not.toThrow()
      }),
      { seed: 20260101 },
    )
  })

  it('PANEL-27 what an author typed is found in the merged text, and nothing is typed twice', () => {
    expect(mergeText('', 'Ngoan', '')).toBe('Ngoan')
    expect(mergeText('Ngoan', 'Ngoan, giỏi', 'Ngoan')).toBe('Ngoan, giỏi')
    expect(mergeText('Ngoan', 'Ngoan, giỏi', 'Em Ngoan')).toBe('Em Ngoan, giỏi')
    expect(mergeText('Ngoan', 'Ngoan, giỏi', 'Ngoan, giỏi')).toBe('Ngoan, giỏi')
    expect(mergeText('Ngoan', 'Ngoan, giỏi', 'Lười')).toBe('Lười, giỏi')
    expect(mergeText('Ngoan', '', 'Lười')).toBe('Lười')
  })

  it('PANEL-28 phrases are one a line under their group, and are found without diacritics', () => {
    const groups = readPhrases('Không nhóm\n# Tốt\nEm hát hay\n\n# Trống\n')
    expect(groups).toEqual([
      { name: '', phrases: ['Không nhóm'] },
      { name: 'Tốt', phrases: ['Em hát hay'] },
    ])
    expect(matching(groups, 'hat')).toEqual(['Em hát hay'])
    expect(matching(groups, 'tot ha')).toEqual(['Em hát hay'])
    expect(matching(groups, 'đạt')).toEqual([])
  })
})
