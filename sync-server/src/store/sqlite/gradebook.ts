import { randomBytes } from 'node:crypto'
import type { Amendment } from '@hocba/shared/amendment'
import { Fault } from '@hocba/shared/core'
import type { GridId, GridState } from '@hocba/shared/grid'
import type { GridKind } from '@hocba/shared/log'
import { actorNameOf, seal } from '../../log/seal.ts'
import type {
  Append,
  Appended,
  EventEntry,
  GradebookStore,
  GridHead,
  LogRow,
  LoggedEdit,
  LoggedRemark,
  Order,
  SnapshotRecord,
} from '../port.ts'
import { logSchema, logStore } from './log.ts'
import { isDiskFull, openSqlite } from './open.ts'
import { LogTree, treeSchema } from './tree.ts'

const schema = `
create table if not exists grid (
  grid text primary key, state text not null, epoch integer not null, seq integer not null, version integer not null
) strict;
create table if not exists snapshot (
  grid text not null references grid, version integer not null, seq integer not null, digest text not null unique,
  at text not null, bytes blob not null, primary key (grid, version)
) strict;
create table if not exists orders (id text primary key, body text not null) strict;
create table if not exists amendment (id text primary key, body text not null) strict;
create trigger if not exists snapshot_is_kept before update on snapshot begin select raise(abort, 'a snapshot is never changed'); end;
${logSchema}
${treeSchema}
`

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

/** A grid's head and the hash of its last leaf, as they stand when what is being written is committed. */
interface Tip {
  readonly head: GridHead
  readonly leaf: string | null
}

export function sqliteGradebook(path: string): GradebookStore & { close(): void } {
  const db = openSqlite(path, schema)
  const tree = new LogTree(db)
  const headOf = db.prepare<[string], GridHead>('select grid, state, epoch, seq, version from grid where grid = ?')
  const leafOf = db.prepare<[string, number], Buffer>('select leaf from log where grid = ? and seq = ?').pluck()
  const setHead = db.prepare<[GridState, number, number, number, string]>(
    'update grid set state = ?, epoch = ?, seq = ?, version = ? where grid = ?',
  )
  const addRow = db.prepare(
    `insert into log (grid, seq, epoch, document, kind, actor, session, clients, at, edits, bytes, cause, digest, salts, leaf)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const addSnapshot = db.prepare('insert into snapshot values (?, ?, ?, ?, ?, ?)')
  const putAmendment = db.prepare('insert into amendment values (?, ?) on conflict (id) do update set body = excluded.body')
  const addOrder = db.prepare('insert into orders values (?, ?)')
  const actors = new Map<string, string>()
  const knownActor = db.prepare<[string], string>('select id from actor where user = ?').pluck()
  const addActor = db.prepare('insert into actor values (?, ?, ?)')

  /** A random name that stands for the person in leaves. */
  function actorName(user: string): string {
    const known = actors.get(user) ?? knownActor.get(user)
    if (known !== undefined) {
      actors.set(user, known)
      return known
    }
    const salt = randomBytes(32)
    const name = actorNameOf(user, salt)
    addActor.run(name, user, salt)
    actors.set(user, name)
    return name
  }

  /** Remembered, for nobody else writes here. */
  const tips = new Map<GridId, Tip>()

  function tipOf(grid: GridId): Tip {
    const known = tips.get(grid)
    if (known) return known
    const head = headOf.get(grid)
    if (!head) throw new Error(`the grid ${grid} has no head`)
    return { head, leaf: head.seq === 0 ? null : (leafOf.get(grid, head.seq)?.toString('hex') ?? null) }
  }

  function appendOne(entry: Append): Appended {
    const { row, expect, become } = entry
    const { head, leaf: prev } = tipOf(row.grid)
    if (head.state !== expect.state || head.epoch !== expect.epoch) return { ok: false, head }
    const seq = head.seq + 1
    const epoch = become === undefined ? head.epoch : head.epoch + 1
    const version = entry.snapshot ? head.version + 1 : head.version
    const frozen = entry.snapshot?.({ seq, epoch, version })
    const changes = row.document === 'remarks' ? wellFormed(row.remarks ?? []) : row.edits
    const digest = frozen?.digest ?? null
    const place = { grid: row.grid, seq, epoch, document: row.document, prev, clients: row.clients }
    const { kind, session, at, cause } = row
    const sealed = seal({ kind, actor: actorName(row.actor), session, at, cause, digest, place }, { changes, update: row.update })
    addRow.run(
      row.grid,
      seq,
      epoch,
      row.document,
      kind,
      row.actor,
      session,
      JSON.stringify(row.clients),
      at,
      JSON.stringify(changes),
      row.update,
      cause,
      digest,
      sealed.salts,
      sealed.leaf,
    )
    tree.append(sealed.leaf)
    const next: GridHead = { grid: row.grid, state: become ?? head.state, epoch, seq, version }
    tips.set(row.grid, { head: next, leaf: sealed.leaf.toString('hex') })
    if (frozen) addSnapshot.run(row.grid, version, seq, frozen.digest, at, frozen.bytes)
    const amendment = entry.amendment?.({ seq, version })
    if (amendment) putAmendment.run(amendment.id, JSON.stringify(amendment))
    return frozen ? { ok: true, head: next, frozen } : { ok: true, head: next }
  }

  function recordOne({ event, order, amendment }: EventEntry): number {
    const { kind, actor, session, at, cause, digest, body } = event
    const changes = wellFormed([body])
    const sealed = seal({ kind, actor: actorName(actor), session, at, cause, digest, place: null }, { changes, update: null })
    addRow.run(
      null,
      null,
      null,
      'school',
      kind,
      actor,
      session,
      '[]',
      at,
      JSON.stringify(changes),
      null,
      cause,
      digest,
      sealed.salts,
      sealed.leaf,
    )
    tree.append(sealed.leaf)
    if (order) addOrder.run(order.id, JSON.stringify(order))
    if (amendment) putAmendment.run(amendment.id, JSON.stringify(amendment))
    return tree.size - 1
  }

  /** What is rolled back in the database is rolled back in the tree's right edge too. */
  function whole<Arguments extends unknown[], T>(work: (...given: Arguments) => T): (...given: Arguments) => T {
    const transaction = db.transaction(work)
    return (...given) => {
      try {
        return transaction(...given)
      } catch (error) {
        actors.clear()
        tips.clear()
        tree.resume()
        throw error
      }
    }
  }

  const append = whole((batch: readonly Append[]) => {
    const outcomes = batch.map(appendOne)
    for (const grid of new Set(batch.map((entry) => entry.row.grid))) {
      const { head } = tipOf(grid)
      setHead.run(head.state, head.epoch, head.seq, head.version, grid)
    }
    return outcomes
  })
  const record = whole((entries: readonly EventEntry[]) => entries.map(recordOne))
  const createGrids = db.transaction((grids: readonly GridId[]) => {
    const insert = db.prepare("insert into grid values (?, 'open', 1, 0, 0) on conflict do nothing")
    for (const grid of grids) insert.run(grid)
  })

  return {
    ...logStore(db, tree),
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
    async record(entries) {
      try {
        return record(entries)
      } catch (cause) {
        // A transaction that found no room is undone whole; unlike after a failed sync the next may be believed.
        throw isDiskFull(cause) ? new Fault('store.full', { cause }) : cause
      }
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
    close: () => db.close(),
  }
}

/** Half a surrogate pair, which no canonical form has, becomes U+FFFD. */
const wellFormed = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? part.toWellFormed() : part))) as T

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
