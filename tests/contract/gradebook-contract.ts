import { createHash } from 'node:crypto'
import { toHex } from '@hocba/shared/core'
import type { CellKey, GridId } from '@hocba/shared/grid'
import { type Leaf, isGrown, isIncluded, leafInput } from '@hocba/shared/log'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Append, GradebookStore, LogRow, SchoolEvent } from '../../sync-server/src/store/port.ts'

const hash = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/** A store under test on a place of its own; `reopen` closes it and opens the same place again. */
export interface StoreUnderTest<Store> {
  readonly store: Store
  reopen(): Promise<Store>
  close(): Promise<void>
}

const one = '2025-6A.TOAN.HK1' as GridId
const two = '2025-6A.VAN.HK1' as GridId

const first: Append['expect'] = { state: 'open', epoch: 1, seq: 0 }
const after = (seq: number): Append['expect'] => ({ ...first, seq })

const edit = (grid: GridId, value: number, judged = first): Append => ({
  row: {
    grid,
    document: 'cells',
    kind: 'edit',
    actor: 'gv.toan',
    session: 's',
    clients: [7],
    at: '2026-01-01T08:00:00.000+07:00',
    edits: [{ cell: '6A-01/tx1' as CellKey, before: null, after: value, base: null }],
    update: new Uint8Array([value, 2, 3]),
    cause: null,
  },
  expect: judged,
})

const freeze = (grid: GridId, digest: string, judged = first): Append => ({
  row: { ...edit(grid, 0).row, kind: 'freeze', edits: [], update: null, clients: [], cause: 'order-1' },
  expect: judged,
  become: 'frozen',
  snapshot: { bytes: new TextEncoder().encode(`snapshot ${digest}`), digest },
})

const event = (kind: SchoolEvent['kind'], body: SchoolEvent['body'], digest: string | null = null): SchoolEvent => ({
  kind,
  actor: 'hieutruong',
  session: 's',
  at: '2026-01-01T08:00:00Z',
  cause: null,
  digest,
  body,
})

/** What every gradebook store must do; run it for each implementation. */
export function gradebookContract(name: string, open: () => Promise<StoreUnderTest<GradebookStore>>): void {
  describe(`gradebook store: ${name}`, () => {
    let under: StoreUnderTest<GradebookStore>

    beforeEach(async () => {
      under = await open()
      await under.store.createGrids([one, two])
    })
    afterEach(() => under.close())

    test('STORE-1 each grid has its own sequence 1, 2, 3 … across batches', async () => {
      await under.store.append([edit(one, 1), edit(two, 2), edit(one, 3, after(1))])
      await under.store.append([edit(one, 4, after(2))])
      expect((await under.store.rows(one)).map((row) => row.seq)).toEqual([1, 2, 3])
      expect((await under.store.rows(two)).map((row) => row.seq)).toEqual([1])
      expect(await under.store.head(one)).toEqual({ grid: one, state: 'open', epoch: 1, seq: 3, version: 0 })
    })

    test('STORE-2 a row comes back as it went in, also after reopening', async () => {
      const entry = edit(one, 9)
      await under.store.append([entry])
      const store = await under.reopen()
      const [row] = await store.rows(one)
      const expected: LogRow = { ...entry.row, seq: 1, epoch: 1 }
      expect({ ...row, update: [...(row?.update ?? [])] }).toEqual({ ...expected, update: [9, 2, 3] })
    })

    test('STORE-3 a row judged under another state, epoch or sequence is refused, and only it', async () => {
      const outcomes = await under.store.append([
        edit(one, 1),
        edit(one, 2, { state: 'open', epoch: 2, seq: 1 }),
        edit(one, 3, { state: 'locked', epoch: 1, seq: 1 }),
        edit(one, 4, after(1)),
        edit(one, 5, after(1)),
      ])
      expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, false, false, true, false])
      expect((await under.store.rows(one)).flatMap((row) => row.edits.map((cell) => cell.after))).toEqual([1, 4])
    })

    test('I6 a freeze takes its place in the batch: before it in, after it refused', async () => {
      const outcomes = await under.store.append([edit(one, 1), freeze(one, 'd1', after(1)), edit(one, 2, after(2))])
      expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true, false])
      expect(await under.store.head(one)).toEqual({ grid: one, state: 'frozen', epoch: 2, seq: 2, version: 1 })
      expect(new TextDecoder().decode(await under.store.snapshotBytes(one, 1))).toBe('snapshot d1')
      expect(await under.store.snapshots()).toMatchObject([{ grid: one, version: 1, seq: 2, digest: 'd1' }])
    })

    test('STORE-4 a batch that throws leaves nothing behind', async () => {
      await under.store.append([freeze(one, 'd1')])
      await expect(under.store.append([edit(two, 1), freeze(two, 'd1', after(1))])).rejects.toThrow('UNIQUE')
      expect(await under.store.rows(two)).toEqual([])
      expect(await under.store.head(two)).toMatchObject({ state: 'open', seq: 0 })
      expect(await under.store.append([edit(two, 1)])).toMatchObject([{ ok: true }])
    })

    test('STORE-5 orders and their executions, oldest first', async () => {
      const order = {
        id: 'order-1',
        action: 'freeze',
        scope: { grids: [one] },
        reason: 'r',
        by: 'hieutruong',
        session: 's',
        at: '2026-01-01T08:00:00Z',
      } as const
      await under.store.record([{ event: event('order', { id: order.id }), order }])
      await under.store.append([freeze(one, 'd1')])
      expect(await under.store.order('order-1')).toEqual(order)
      expect(await under.store.order('order-2')).toBeUndefined()
      expect(await under.store.orders()).toEqual([order])
      expect(await under.store.executions('order-1')).toEqual([one])
    })

    test('STORE-6 creating a grid twice changes nothing', async () => {
      await under.store.append([edit(one, 1)])
      await under.store.createGrids([one])
      expect(await under.store.head(one)).toMatchObject({ seq: 1 })
      expect((await under.store.heads()).map((head) => head.grid)).toEqual([one, two])
    })

    test('LOG-1 rows and events stand in one tree, in the order in which they became durable, also after reopening', async () => {
      await under.store.append([edit(one, 1), edit(two, 2)])
      expect(await under.store.record([{ event: event('order', { id: 'o' }) }])).toEqual([2])
      await under.store.append([edit(one, 3, after(1))])
      const before = await under.store.treeHead()
      expect(before.size).toBe(4)
      const store = await under.reopen()
      expect(toHex((await store.treeHead()).root)).toBe(toHex(before.root))
      const entries = await store.entries(0, 10)
      expect(entries.map((entry) => (JSON.parse(entry.text) as Leaf).kind)).toEqual(['edit', 'edit', 'order', 'edit'])
      const [first, , , last] = entries.map((entry) => JSON.parse(entry.text) as Leaf)
      expect(last?.place?.prev).toBe(toHex(hash(leafInput(Buffer.from(entries[0]?.text ?? '')))))
      expect(first?.place).toMatchObject({ grid: one, seq: 1, prev: null })
    })

    test('LOG-2 every row is included in the head, every earlier head is its beginning', async () => {
      for (let value = 0; value < 20; value += 1)
        await under.store.append(Array.from({ length: 30 }, (_, index) => edit(one, value, after(value * 30 + index))))
      const { size, root } = await under.store.treeHead()
      expect(size).toBe(600)
      for (const entry of await under.store.entries(0, size)) {
        if (entry.index % 37 !== 0) continue
        const leaf = hash(leafInput(Buffer.from(entry.text)))
        const path = await under.store.inclusion(entry.index, size)
        expect(await isIncluded({ index: entry.index, size, leaf, path }, root, hash)).toBe(true)
      }
      for (const first of [1, 2, 255, 256, 257, 511, 600]) {
        const old = { size: first, root: await under.store.treeRoot(first) }
        expect(await isGrown(old, { size, root }, await under.store.consistency(first, size), hash)).toBe(true)
      }
    })

    test('LOG-3 nothing of a mark, a person or a remark can be read from a leaf', async () => {
      const reason = 'lý do riêng'
      await under.store.append([edit(one, 85)])
      await under.store.record([{ event: event('order', { reason }) }])
      const text = (await under.store.entries(0, 2)).map((entry) => entry.text).join('\n')
      for (const secret of ['6A-01', 'tx1', '85', 'gv.toan', 'hieutruong', reason])
        expect(text.replaceAll(/"[0-9a-f]{32,64}"/g, '')).not.toContain(secret)
      expect(await under.store.actors()).toMatchObject([{ user: 'gv.toan' }, { user: 'hieutruong' }])
    })

    test('I14 an erased body is gone; its leaf stays, and with it the root', async () => {
      await under.store.append([edit(one, 85)])
      await under.store.record([{ event: event('read', { student: '6A-01' }) }])
      const [before, head] = [await under.store.entries(0, 2), await under.store.treeHead()]
      await under.store.erase([1])
      const store = await under.reopen()
      const [, erased] = await store.entries(0, 2)
      expect(erased).toMatchObject({ text: before[1]?.text, changes: [], update: null, erased: true })
      expect(erased?.salts.length).toBe(0)
      expect(toHex((await store.treeHead()).root)).toBe(toHex(head.root))
    })

    test('LOG-4 what is rolled back leaves no trace in the tree', async () => {
      await under.store.append([freeze(one, 'd1')])
      const before = await under.store.treeHead()
      await expect(under.store.append([edit(two, 1), freeze(two, 'd1', after(1))])).rejects.toThrow('UNIQUE')
      expect(await under.store.treeHead()).toEqual(before)
      await under.store.append([edit(two, 1)])
      const grown = await under.store.treeHead()
      expect(await isGrown(before, grown, await under.store.consistency(1, 2), hash)).toBe(true)
    })

    test('LOG-5 checkpoints are kept, oldest first; what a digest names is found', async () => {
      await under.store.putCheckpoint(2, 'two')
      await under.store.putCheckpoint(1, 'one')
      await under.store.putCheckpoint(2, 'again')
      expect(await under.store.checkpoints()).toEqual(['one', 'two'])
      expect(await under.store.latestCheckpoint()).toBe('two')
      await under.store.append([edit(one, 1), freeze(one, 'd1', after(1))])
      expect(await under.store.indexOfDigest('d1')).toBe(1)
      expect(await under.store.indexOfDigest('d2')).toBeUndefined()
    })
  })
}
