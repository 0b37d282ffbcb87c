import type { Amendment } from '@hocba/shared/amendment'
import type { GridId, GridState } from '@hocba/shared/grid'
import type {
  Append,
  Appended,
  GradebookStore,
  GridHead,
  LogKind,
  LogRow,
  LoggedEdit,
  LoggedRemark,
  Order,
  SnapshotRecord,
} from '../port.ts'
import { openSqlite } from './open.ts'

const schema = `
create table if not exists grid (
  grid text primary key, state text not null, epoch integer not null, seq integer not null, version integer not null
) strict;
create table if not exists log (
  id integer primary key, grid text not null references grid, seq integer not null, epoch integer not null,
  document text not null, kind text not null, actor text not null, session text not null, clients text not null,
  at text not null, edits text not null, bytes blob, cause text, unique (grid, seq)
) strict;
create index if not exists log_by_cause on log (cause) where cause is not null;
create table if not exists snapshot (
  grid text not null references grid, version integer not null, seq integer not null, digest text not null unique,
  at text not null, bytes blob not null, primary key (grid, version)
) strict;
create table if not exists orders (id text primary key, body text not null) strict;
create table if not exists amendment (id text primary key, body text not null) strict;
create trigger if not exists log_is_append_only before update on log begin select raise(abort, 'the log is append-only'); end;
create trigger if not exists log_is_kept before delete on log begin select raise(abort, 'the log is append-only'); end;
create trigger if not exists snapshot_is_kept before update on snapshot begin select raise(abort, 'a snapshot is never changed'); end;
`

interface StoredRow {
  grid: GridId
  seq: number
  epoch: number
  document: 'cells' | 'remarks'
  kind: LogKind
  actor: string
  session: string
  clients: string
  at: string
  edits: string
  bytes: Buffer | null
  cause: string | null
}

export function sqliteGradebook(path: string): GradebookStore & { close(): void } {
  const db = openSqlite(path, schema)
  const headOf = db.prepare<[string], GridHead>('select grid, state, epoch, seq, version from grid where grid = ?')
  const setHead = db.prepare<[GridState, number, number, number, string]>(
    'update grid set state = ?, epoch = ?, seq = ?, version = ? where grid = ?',
  )
  const addRow = db.prepare(
    'insert into log (grid, seq, epoch, document, kind, actor, session, clients, at, edits, bytes, cause) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const addSnapshot = db.prepare('insert into snapshot values (?, ?, ?, ?, ?, ?)')
  const putAmendment = db.prepare('insert into amendment values (?, ?) on conflict (id) do update set body = excluded.body')

  function appendOne(entry: Append): Appended {
    const { row, expect, become } = entry
    const head = headOf.get(row.grid)
    if (!head) throw new Error(`the grid ${row.grid} has no head`)
    if (head.state !== expect.state || head.epoch !== expect.epoch) return { ok: false, head }
    const seq = head.seq + 1
    const epoch = become === undefined ? head.epoch : head.epoch + 1
    const version = entry.snapshot ? head.version + 1 : head.version
    addRow.run(
      row.grid,
      seq,
      epoch,
      row.document,
      row.kind,
      row.actor,
      row.session,
      JSON.stringify(row.clients),
      row.at,
      JSON.stringify(row.document === 'remarks' ? (row.remarks ?? []) : row.edits),
      row.update,
      row.cause,
    )
    const next: GridHead = { grid: row.grid, state: become ?? head.state, epoch, seq, version }
    setHead.run(next.state, next.epoch, next.seq, next.version, row.grid)
    const frozen = entry.snapshot?.({ seq, epoch, version })
    if (frozen) addSnapshot.run(row.grid, version, seq, frozen.digest, row.at, frozen.bytes)
    const amendment = entry.amendment?.({ seq, version })
    if (amendment) putAmendment.run(amendment.id, JSON.stringify(amendment))
    return frozen ? { ok: true, head: next, frozen } : { ok: true, head: next }
  }

  const append = db.transaction((batch: readonly Append[]) => batch.map(appendOne))
  const createGrids = db.transaction((grids: readonly GridId[]) => {
    const insert = db.prepare("insert into grid values (?, 'open', 1, 0, 0) on conflict do nothing")
    for (const grid of grids) insert.run(grid)
  })

  return {
    async createGrids(grids) {
      createGrids(grids)
    },
    async head(grid) {
      return headOf.get(grid)
    },
    async heads() {
      return db.prepare<[], GridHead>('select grid, state, epoch, seq, version from grid order by rowid').all()
    },
    async append(batch) {
      return append(batch)
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
    async giveOrder(order) {
      db.prepare('insert into orders values (?, ?)').run(order.id, JSON.stringify(order))
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
        .prepare<[string], { grid: string }>('select distinct grid from log where cause = ? order by id')
        .all(order)
        .map((row) => row.grid)
    },
    async putAmendment(amendment) {
      putAmendment.run(amendment.id, JSON.stringify(amendment))
    },
    async amendment(id) {
      const row = db.prepare<[string], { body: string }>('select body from amendment where id = ?').get(id)
      return row && (JSON.parse(row.body) as Amendment)
    },
    async amendments() {
      return parsed<Amendment>(db.prepare<[], { body: string }>('select body from amendment order by rowid').all())
    },
    close: () => db.close(),
  }
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
