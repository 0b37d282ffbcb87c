import type { Amendment } from '@hocba/shared/amendment'
import type { GridId } from '@hocba/shared/grid'
import type { GridKind } from '@hocba/shared/log'
import type { GradebookStore, GradebookWriter, GridHead, LogRow, LoggedEdit, LoggedRemark, Order, SnapshotRecord } from '../port.ts'
import { readLog } from './log.ts'
import { openSqlite } from './open.ts'
import { gradebookSchema } from './schema.ts'
import { sqliteWriter } from './writer.ts'

interface StoredRow {
  grid: GridId
  seq: number
  epoch: number
  document: 'cells' | 'remarks'
  kind: GridKind
  actor: string
  session: string
  clients: string
  at: string
  edits: string
  bytes: Buffer | null
  cause: string | null
}

/** What is durable, read over a connection of its own; what is written goes through `open`, which may be a thread. */
export function sqliteGradebook(path: string, open: (path: string) => GradebookWriter = sqliteWriter): ClosableGradebook {
  const db = openSqlite(path, gradebookSchema)
  db.pragma('query_only = on')
  const headOf = db.prepare<[string], GridHead>('select grid, state, epoch, seq, version from grid where grid = ?')
  const { close, ...writer } = open(path)
  return {
    ...readLog(db),
    ...writer,
    async head(grid) {
      return headOf.get(grid)
    },
    async heads() {
      return db.prepare<[], GridHead>('select grid, state, epoch, seq, version from grid order by rowid').all()
    },
    async rows(grid, after = 0) {
      return db
        .prepare<[string, number], StoredRow>('select * from log where grid = ? and seq > ? order by seq')
        .all(grid, after)
        .map(logRow)
    },
    async snapshots() {
      return db.prepare<[], SnapshotRecord>('select grid, version, seq, digest, at from snapshot order by rowid').all()
    },
    async snapshotBytes(grid, version) {
      return db.prepare<[string, number], { bytes: Buffer }>('select bytes from snapshot where grid = ? and version = ?').get(grid, version)
        ?.bytes
    },
    async order(id) {
      const row = db.prepare<[string], { body: string }>('select body from orders where id = ?').get(id)
      return row && (JSON.parse(row.body) as Order)
    },
    async orders() {
      return parsed<Order>(db.prepare<[], { body: string }>('select body from orders order by rowid').all())
    },
    async executions(order) {
      return db
        .prepare<[string], { grid: string }>('select distinct grid from log where cause = ? and grid is not null order by id')
        .all(order)
        .map((row) => row.grid)
    },
    async amendment(id) {
      const row = db.prepare<[string], { body: string }>('select body from amendment where id = ?').get(id)
      return row && (JSON.parse(row.body) as Amendment)
    },
    async amendments() {
      return parsed<Amendment>(db.prepare<[], { body: string }>('select body from amendment order by rowid').all())
    },
    async close() {
      db.close()
      await close()
    },
  }
}

export interface ClosableGradebook extends GradebookStore {
  close(): Promise<void>
}

const parsed = <T>(rows: readonly { readonly body: string }[]): readonly T[] => rows.map((row) => JSON.parse(row.body) as T)

/** One column holds what a row changed: cells, or remarks where the row is of the remarks document. */
function changesOf(document: StoredRow['document'], body: string): Pick<LogRow, 'edits' | 'remarks'> {
  if (document === 'cells') return { edits: JSON.parse(body) as readonly LoggedEdit[] }
  const remarks = JSON.parse(body) as readonly LoggedRemark[]
  return remarks.length === 0 ? { edits: [] } : { edits: [], remarks }
}

const logRow = ({ bytes, clients, edits, ...row }: StoredRow): LogRow => ({
  grid: row.grid,
  seq: row.seq,
  epoch: row.epoch,
  document: row.document,
  kind: row.kind,
  actor: row.actor,
  session: row.session,
  at: row.at,
  cause: row.cause,
  clients: JSON.parse(clients) as readonly number[],
  ...changesOf(row.document, edits),
  update: bytes,
})
