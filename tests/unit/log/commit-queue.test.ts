import { describe, expect, test } from 'vitest'
import { CommitQueue } from '../../../sync-server/src/log/commit-queue.ts'
import type { Append, Appended, GradebookStore } from '../../../sync-server/src/store/port.ts'

/** A disk whose groups are settled by hand. */
function heldStore(): { readonly store: GradebookStore; readonly groups: { settle(): void; fail(error: Error): void; size: number }[] } {
  const groups: ReturnType<typeof heldStore>['groups'] = []
  const append = (batch: readonly Append[]): Promise<readonly Appended[]> =>
    new Promise((resolve, reject) => {
      const done = batch.map(({ row }) => ({ ok: true, head: { grid: row.grid, state: 'open', epoch: 1, seq: 1, version: 0 } }) as const)
      groups.push({ settle: () => resolve(done), fail: reject, size: batch.length })
    })
  return { store: { append } as unknown as GradebookStore, groups }
}

const entry = { row: { grid: '2025-6A.TOAN.HK1' } } as unknown as Append
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

async function turns(count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) await turn()
}

describe('the commit queue', () => {
  test('SYNC-6 what comes in one turn is one group; two groups are on their way at most, the rest is the next', async () => {
    const { store, groups } = heldStore()
    const queue = new CommitQueue(store, () => undefined)
    const all: Promise<Appended>[] = []
    for (const count of [3, 2, 4, 1]) {
      all.push(...Array.from({ length: count }, () => queue.append(entry)))
      await turns(3)
    }
    expect(groups.map((group) => group.size)).toEqual([3, 2])
    groups[0]?.settle()
    await turns(3)
    expect(groups.map((group) => group.size)).toEqual([3, 2, 5])
    for (const group of groups) group.settle()
    expect((await Promise.all(all)).every(({ ok }) => ok)).toBe(true)
    await queue.drained()
  })

  test('STORE-11 (I18) behind a commit that failed nothing is acknowledged, whatever the store says', async () => {
    const { store, groups } = heldStore()
    const faults: unknown[] = []
    const queue = new CommitQueue(store, (error) => faults.push(error))
    const first = queue.append(entry)
    await turns(2)
    const second = queue.append(entry)
    await turns(2)
    const third = queue.append(entry)
    const broken = new Error('the disk is gone')
    const outcomes = Promise.allSettled([first, second, third])
    groups[0]?.fail(broken)
    await turns(2)
    groups[1]?.settle()
    expect((await outcomes).map((outcome) => outcome.status)).toEqual(['rejected', 'rejected', 'rejected'])
    await expect(queue.append(entry)).rejects.toBe(broken)
    await queue.drained()
    expect(faults).toEqual([broken])
    expect(groups).toHaveLength(2)
  })
})
