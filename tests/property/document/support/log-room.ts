import { parseGridId } from '@hocba/shared/grid'
import type { GridState } from '@hocba/shared/grid'
import type { State } from '../../../fuzz/target.ts'
import { CommitQueue } from '../../../../sync-server/src/log/commit-queue.ts'
import { type Author, type DocumentName, Room } from '../../../../sync-server/src/room/room.ts'
import type { Append, Appended, GradebookStore, GridHead, LogRow } from '../../../../sync-server/src/store/port.ts'
import { rules, students } from './judge.ts'

/** A room of the server on a log that is an array. */
export interface LogRoom {
  readonly room: Room
  readonly rows: readonly Append['row'][]
}

const grid = parseGridId('2025-6A.TOAN.HK1')

/** A teacher of the grid. */
export const authorOf = (id: string): Author => ({
  actor: {
    id,
    roles: ['subject-teacher'],
    assignments: [{ person: id, from: '2025-08-01', kind: 'teaches', class: '6A', subject: 'TOAN' }],
  },
  session: `session of ${id}`,
})

export function openRoom(document: DocumentName, { document: update, owners }: State, state: GridState = 'open'): LogRoom {
  if (!grid) throw new Error('no such grid')
  const rows: Append['row'][] = []
  let head: GridHead = { grid: grid.id, state, epoch: 1, seq: 0, version: 0 }
  const append = async (batch: readonly Append[]): Promise<readonly Appended[]> =>
    batch.map(({ row }) => {
      rows.push(row)
      head = { ...head, seq: head.seq + 1 }
      return { ok: true, head }
    })
  // The queue of a room asks nothing else of a store.
  const store: Partial<GradebookStore> = { append }
  const queue = new CommitQueue(store as GradebookStore, (error) => {
    throw error
  })
  const loaded = [loadedRow(document, update, '', []), ...[...owners].map(([client, owner]) => loadedRow(document, null, owner, [client]))]
  const room = new Room(grid, { ...rules, students: new Set<string>(students) }, head, loaded, {
    queue,
    now: () => '2026-01-15T08:00:00+07:00',
    onFailed: () => {
      throw new Error('the room failed')
    },
  })
  return { room, rows }
}

const loadedRow = (document: DocumentName, update: Uint8Array | null, actor: string, clients: readonly number[]): LogRow => ({
  grid: '2025-6A.TOAN.HK1' as LogRow['grid'],
  seq: 0,
  epoch: 1,
  document,
  kind: document === 'cells' ? 'edit' : 'remark',
  actor,
  session: '',
  clients,
  at: '2026-01-15T08:00:00+07:00',
  edits: [],
  update,
  cause: null,
})
