import type { CellKey } from '@hocba/shared/grid'
import * as Y from 'yjs'
import { describe, expect, it, vi } from 'vitest'
import { MemoryStore } from '../../../client/src/local/index.ts'
import { draftOf } from '../../../client/src/outbox/index.ts'
import { GridReplica } from '../../../client/src/replica/replica.ts'
import { FakeLink, FakeServer } from './fake-server.ts'

const a = '6A-01/tx1' as CellKey
const b = '6A-02/tx1' as CellKey
const c = '6A-03/tx1' as CellKey

interface Bench {
  readonly replica: GridReplica
  readonly link: FakeLink
  readonly timers: (() => void)[]
}

async function open(server: FakeServer, store = new MemoryStore(), id = 'w1', online = true, gone: readonly string[] = []): Promise<Bench> {
  const timers: (() => void)[] = []
  const links: FakeLink[] = []
  const replica = await GridReplica.open({
    gridId: 'g',
    store,
    window: { id, ifGone: (other, take) => (gone.includes(other) ? take() : Promise.resolve()) },
    now: () => 1_000,
    link(confirmed, events) {
      const link = new FakeLink(confirmed, server, events)
      link.online = online
      links.push(link)
      return link
    },
    later(_pause, run) {
      timers.push(run)
      return () => undefined
    },
  })
  const [link] = links
  if (!link) throw new Error('the replica opened no link')
  return { replica, link, timers }
}

/** The window looks for what others have left; a look plans the next one when it is done. */
async function look({ timers }: Bench): Promise<void> {
  const planned = timers.length
  timers.pop()?.()
  await vi.waitFor(() => expect(timers).toHaveLength(planned))
}

const written = (server: FakeServer): readonly unknown[] => server.log.map((row) => row.map(({ cell, value }) => [cell, value]))

describe('replica', () => {
  it('OUTBOX-1 is saved only after the acknowledgement', async () => {
    const { replica, link } = await open(new FakeServer())
    link.flush()
    replica.set([{ cell: a, value: 85 }])
    expect(replica.status).toMatchObject({ state: 'saving', pending: 1 })
    link.flush()
    expect(replica.status).toMatchObject({ state: 'saved', pending: 0 })
  })

  it('OUTBOX-2 one action is one update; every offline action arrives in order', async () => {
    const server = new FakeServer()
    const { replica, link } = await open(server)
    link.flush()
    link.drop()
    replica.set([{ cell: a, value: 85 }])
    replica.set([{ cell: a, value: 90 }])
    replica.set([
      { cell: b, value: 10 },
      { cell: c, value: 20 },
    ])
    expect(replica.status.pending).toBe(3)
    link.connect()
    link.flush()
    expect(written(server)).toEqual([
      [[a, 85]],
      [[a, 90]],
      [
        [b, 10],
        [c, 20],
      ],
    ])
    expect(replica.status).toMatchObject({ state: 'saved', pending: 0 })
  })

  it('OUTBOX-3 a reload keeps unsent rows visible and sends them before new ones', async () => {
    const server = new FakeServer()
    const store = new MemoryStore()
    const first = await open(server, store, 'w1', false)
    first.replica.set([{ cell: a, value: 85 }])
    await first.replica.dispose()
    const { replica, link } = await open(server, store, 'w2', false, ['w1'])
    expect(replica.value(a)).toBe(85)
    replica.set([{ cell: a, value: 70 }])
    link.online = true
    link.connect()
    link.flush()
    expect(written(server)).toEqual([[[a, 85]], [[a, 70]]])
    expect(replica.status.pending).toBe(0)
  })

  it('OUTBOX-3 what a window leaves behind later is told as unsent in the moment in which it is shown', async () => {
    const server = new FakeServer()
    const store = new MemoryStore()
    const gone: string[] = []
    const first = await open(server, store, 'w1', false)
    const second = await open(server, store, 'w2', false, gone)
    const { replica, link } = second
    first.replica.set([{ cell: a, value: 85 }])
    await first.replica.dispose()
    expect(replica.status.pending).toBe(0)
    const adopted = new Promise<void>((resolve) => replica.subscribe(resolve))
    gone.push('w1')
    await look(second)
    await look(second)
    await adopted
    expect([replica.value(a), replica.status.pending]).toEqual([85, 1])
    link.online = true
    link.connect()
    link.flush()
    expect(written(server)).toEqual([[[a, 85]]])
    expect(replica.status).toMatchObject({ state: 'saved', pending: 0 })
  })

  it('OUTBOX-14 a window that reloads finds its rows where they were: no other takes them over in that moment', async () => {
    const server = new FakeServer()
    const store = new MemoryStore()
    const gone: string[] = []
    const reloading = await open(server, store, 'w1', false)
    const other = await open(server, store, 'w2', false, gone)
    reloading.replica.set([{ cell: a, value: 85 }])
    await reloading.replica.dispose()
    gone.push('w1')
    await look(other)
    const { replica } = await open(server, store, 'w3', false, ['w1'])
    await look(other)
    expect([replica.value(a), replica.status.pending]).toEqual([85, 1])
    expect([other.replica.value(a), other.replica.status.pending]).toEqual([null, 0])
  })

  it('OUTBOX-4 a lost acknowledgement neither loses nor doubles an edit', async () => {
    const server = new FakeServer()
    const { replica, link } = await open(server)
    replica.set([{ cell: a, value: 85 }])
    link.flush({ lose: true })
    link.drop()
    expect(replica.status.pending).toBe(1)
    link.connect()
    link.flush()
    expect(written(server)).toEqual([[[a, 85]]])
    expect(replica.status.pending).toBe(0)
  })

  it('OUTBOX-5 a refused row is kept with its reason, later rows are replayed under a new client id', async () => {
    const server = new FakeServer()
    server.rule = (cells) => (cells.includes(a) ? { code: 'forbidden', message: 'không được' } : 'accept')
    const { replica, link } = await open(server)
    replica.set([{ cell: a, value: 85 }])
    replica.set([{ cell: b, value: 70 }])
    link.flush()
    link.flush()
    expect(written(server)).toEqual([[[b, 70]]])
    expect(replica.value(a)).toBeNull()
    expect(replica.value(b)).toBe(70)
    expect(replica.status).toMatchObject({ state: 'refused', pending: 0 })
    expect(replica.status.refused[0]?.state).toMatchObject({ kind: 'refused', code: 'forbidden', message: 'không được' })
  })

  it('OUTBOX-6 frozen meanwhile: every waiting row is kept as refused and becomes a draft', async () => {
    const server = new FakeServer()
    const { replica, link } = await open(server)
    link.flush()
    link.drop()
    replica.set([{ cell: a, value: 85 }])
    replica.set([{ cell: b, value: 70 }])
    replica.set([{ cell: a, value: 90 }])
    server.rule = () => ({ code: 'grid.frozen', message: 'đã chốt' })
    link.connect()
    link.flush()
    expect(replica.status).toMatchObject({ state: 'refused', pending: 0 })
    expect(replica.status.refused).toHaveLength(3)
    expect(draftOf('g', replica.status.refused)).toEqual({
      grid: 'g',
      changes: [
        { cell: a, after: 90 },
        { cell: b, after: 70 },
      ],
      reason: '',
    })
    expect(server.log).toEqual([])
  })

  it('OUTBOX-7 too much at once is waiting, not refused: the same bytes go again after a pause', async () => {
    const server = new FakeServer()
    let full = true
    server.rule = () => (full ? { code: 'limit', message: '' } : 'accept')
    const { replica, link, timers } = await open(server)
    replica.set([{ cell: a, value: 85 }])
    replica.set([{ cell: b, value: 70 }])
    link.flush()
    expect(replica.status).toMatchObject({ state: 'saving', pending: 2, refused: [] })
    full = false
    for (const run of timers.splice(0)) run()
    link.flush()
    expect(written(server)).toEqual([[[a, 85]], [[b, 70]]])
  })

  it('OUTBOX-8 answers lost after a refusal: rows that were accepted are not written twice', async () => {
    const server = new FakeServer()
    const store = new MemoryStore()
    const first = await open(server, store, 'w1', false)
    first.replica.set([{ cell: a, value: 85 }])
    await first.replica.dispose()
    server.rule = (cells) => (cells.includes(a) ? { code: 'forbidden', message: '' } : 'accept')
    const { replica, link } = await open(server, store, 'w2', false, ['w1'])
    replica.set([{ cell: b, value: 70 }])
    link.online = true
    link.connect()
    link.flush({ count: 2 })
    expect(replica.status.refused).toHaveLength(1)
    link.flush({ lose: true })
    link.drop()
    link.connect()
    link.flush()
    link.flush()
    expect(written(server)).toEqual([[[b, 70]]])
    expect(replica.status).toMatchObject({ pending: 0, state: 'refused' })
  })

  it('OUTBOX-9 the rows of a living window are its own', async () => {
    const server = new FakeServer()
    const store = new MemoryStore()
    const first = await open(server, store, 'w1', false)
    first.replica.set([{ cell: a, value: 85 }])
    await Promise.resolve()
    const second = await open(server, store, 'w2')
    second.link.flush()
    expect(server.log).toEqual([])
    first.link.online = true
    first.link.connect()
    first.link.flush()
    expect(written(server)).toEqual([[[a, 85]]])
  })

  it('OUTBOX-10 a second window cannot take the place of an unknown state: gaps are replayed, then given up', async () => {
    const server = new FakeServer()
    server.take = () => ({ code: 'update.gap', message: '' })
    const { replica, link } = await open(server)
    replica.set([{ cell: a, value: 85 }])
    for (let round = 0; round < 5; round++) link.flush()
    expect(replica.status).toMatchObject({ state: 'refused', pending: 0 })
  })

  it('UNDO-1 writes back what the author saw, once an action', async () => {
    const server = new FakeServer()
    const { replica, link } = await open(server)
    replica.set([{ cell: a, value: 85 }])
    replica.set([
      { cell: a, value: 90 },
      { cell: b, value: 60 },
    ])
    replica.undo()
    expect([replica.value(a), replica.value(b)]).toEqual([85, null])
    replica.redo()
    expect([replica.value(a), replica.value(b)]).toEqual([90, 60])
    link.flush()
    expect(server.log).toHaveLength(4)
  })

  it('UNDO-2 leaves alone and names what somebody else has written meanwhile', async () => {
    const server = new FakeServer()
    const { replica, link } = await open(server)
    replica.set([
      { cell: a, value: 85 },
      { cell: b, value: 60 },
    ])
    link.flush()
    server.doc.getMap('cells').set(a, 30)
    link.deliver(Y.encodeStateAsUpdate(server.doc))
    expect(replica.undo()).toEqual({ changes: [{ cell: b, value: null }], skipped: [a] })
    expect(replica.value(a)).toBe(30)
  })

  it('OUTBOX-11 a value that stands there already is no edit', async () => {
    const { replica } = await open(new FakeServer())
    expect(replica.set([{ cell: a, value: 85 }])).toBe(1)
    expect(replica.set([{ cell: a, value: 85 }])).toBe(0)
    expect(replica.status.pending).toBe(1)
  })

  it('OUTBOX-13 a thousand answers are gathered into few repaints, and the last one is told at once', async () => {
    const { replica, link, timers } = await open(new FakeServer())
    for (let n = 0; n < 200; n += 1) replica.set([{ cell: a, value: n % 101 }])
    const told: number[] = []
    replica.subscribe(() => told.push(replica.status.pending))
    link.flush({ count: 100 })
    expect(replica.status.pending).toBe(101)
    expect(told).toEqual([])
    timers.at(-1)?.()
    expect(told).toEqual([101])
    link.flush()
    expect(told).toEqual([101, 0])
    expect(replica.status.state).toBe('saved')
  })
})
