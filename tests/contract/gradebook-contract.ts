import type { CellKey, GridId } from '@hocba/shared/grid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Append, GradebookStore, LogRow } from '../../sync-server/src/store/port.ts'

/** A store under test on a place of its own; `reopen` closes it and opens the same place again. */
export interface StoreUnderTest<Store> {
  readonly store: Store
  reopen(): Promise<Store>
  close(): Promise<void>
}

const one = '2025-6A.TOAN.HK1' as GridId
const two = '2025-6A.VAN.HK1' as GridId

const edit = (grid: GridId, value: number, expect_: Append['expect'] = { state: 'open', epoch: 1 }): Append => ({
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
  expect: expect_,
})

const freeze = (grid: GridId, digest: string): Append => ({
  row: { ...edit(grid, 0).row, kind: 'freeze', edits: [], update: null, clients: [], cause: 'order-1' },
  expect: { state: 'open', epoch: 1 },
  become: 'frozen',
  snapshot: ({ seq, epoch, version }) => ({ bytes: new TextEncoder().encode(`${seq} ${epoch} ${version}`), digest }),
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
      await under.store.append([edit(one, 1), edit(two, 2), edit(one, 3)])
      await under.store.append([edit(one, 4)])
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

    test('STORE-3 a row judged under another state or epoch is refused, and only it', async () => {
      const outcomes = await under.store.append([
        edit(one, 1),
        edit(one, 2, { state: 'open', epoch: 2 }),
        edit(one, 3, { state: 'locked', epoch: 1 }),
        edit(one, 4),
      ])
      expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, false, false, true])
      expect((await under.store.rows(one)).flatMap((row) => row.edits.map((cell) => cell.after))).toEqual([1, 4])
    })

    test('I6 a freeze takes its place in the batch: before it in, after it refused', async () => {
      const outcomes = await under.store.append([edit(one, 1), freeze(one, 'd1'), edit(one, 2)])
      expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true, false])
      expect(await under.store.head(one)).toEqual({ grid: one, state: 'frozen', epoch: 2, seq: 2, version: 1 })
      expect(new TextDecoder().decode(await under.store.snapshotBytes(one, 1))).toBe('2 2 1')
      expect(await under.store.snapshots()).toMatchObject([{ grid: one, version: 1, seq: 2, digest: 'd1' }])
    })

    test('STORE-4 a batch that throws leaves nothing behind', async () => {
      const broken: Append = {
        ...freeze(one, 'd1'),
        snapshot: () => {
          throw new Error('broken')
        },
      }
      await expect(under.store.append([edit(two, 1), broken])).rejects.toThrow('broken')
      expect(await under.store.rows(two)).toEqual([])
      expect(await under.store.head(one)).toMatchObject({ state: 'open', seq: 0 })
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
      await under.store.giveOrder(order)
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
  })
}
