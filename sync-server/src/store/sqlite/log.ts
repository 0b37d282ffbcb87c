import type { Leaf } from '@hocba/shared/log'
import { canonicalJson } from '@hocba/shared/core'
import { leafText } from '@hocba/shared/log'
import { leafOf } from '../../log/seal.ts'
import type { LogActor, LogEntry, LogStore } from '../port.ts'
import type { Sqlite } from './open.ts'
import { LogTree } from './tree.ts'

/** A row's index in the tree is its id less one. Nothing is changed or deleted, but a body that is erased. */
export const logSchema = `
create table if not exists log (
  id integer primary key, grid text references grid, seq integer, epoch integer,
  document text not null, kind text not null, actor text not null, session text not null, clients text not null,
  at text not null, edits text not null, bytes blob, cause text, digest text, salts blob not null, leaf blob not null,
  erased text, unique (grid, seq)
) strict;
create index if not exists log_by_cause on log (cause) where cause is not null;
create index if not exists log_by_digest on log (digest) where digest is not null;
create index if not exists log_restores on log (id) where kind = 'restore';
create table if not exists actor (id text primary key, user text not null unique, salt blob not null) strict;
create table if not exists checkpoint (size integer primary key, note text not null) strict;
create trigger if not exists log_is_append_only before update on log
  when old.erased is not null or new.erased is null or new.id is not old.id or new.leaf is not old.leaf
  begin select raise(abort, 'the log is append-only'); end;
create trigger if not exists log_is_kept before delete on log begin select raise(abort, 'the log is append-only'); end;
`

interface StoredEntry {
  id: number
  grid: string | null
  seq: number | null
  epoch: number | null
  document: string
  kind: Leaf['kind']
  actor: string
  session: string
  clients: string
  at: string
  edits: string
  bytes: Buffer | null
  cause: string | null
  digest: string | null
  salts: Buffer
  leaf: Buffer
  erased: string | null
  prev: Buffer | null
}

/** Rows as the tree knows them, ascending from an index. */
export function logEntries(db: Sqlite): (from: number, count: number) => readonly LogEntry[] {
  const select = db.prepare<[number, number], StoredEntry>(
    `select log.id, log.grid, log.seq, log.epoch, log.document, log.kind, actor.id as actor, log.session, log.clients, log.at, log.edits,
       log.bytes, log.cause, log.digest, log.salts, log.leaf, log.erased, before.leaf as prev
     from log join actor on actor.user = log.actor left join log as before on before.grid = log.grid and before.seq = log.seq - 1
     where log.id > ? order by log.id limit ?`,
  )
  return (from, count) => select.all(from, count).map(logEntry)
}

/** The log as one list. */
export function readLog(db: Sqlite): Omit<LogStore, 'record' | 'erase' | 'putCheckpoint'> {
  const tree = new LogTree(db)
  const entries = logEntries(db)
  return {
    async treeHead() {
      return tree.head()
    },
    async treeRoot(size) {
      return tree.root(size)
    },
    async inclusion(index, size) {
      return tree.inclusion(index, size)
    },
    async consistency(first, second) {
      return tree.consistency(first, second)
    },
    async entries(from, count) {
      return entries(from, count)
    },
    async restores() {
      const ids = db.prepare<[], number>("select id from log where kind = 'restore' order by id").pluck().all()
      return ids.flatMap((id) => entries(id - 1, 1))
    },
    async digestCount() {
      return db.prepare<[], number>('select count(*) from log where digest is not null').pluck().get() ?? 0
    },
    async indexOfDigest(digest) {
      const id = db.prepare<[string], number | null>('select max(id) from log where digest = ?').pluck().get(digest)
      return id === null || id === undefined ? undefined : id - 1
    },
    async actors() {
      return db.prepare<[], LogActor>('select id, user, salt from actor order by rowid').all()
    },
    async eventsBy(user, kinds) {
      return db
        .prepare<[string, string], { index: number }>(
          'select id - 1 as "index" from log where grid is null and erased is null and actor = ? and kind in (select value from json_each(?)) order by id',
        )
        .all(user, JSON.stringify(kinds))
    },
    async checkpoints() {
      return db.prepare<[], string>('select note from checkpoint order by size').pluck().all()
    },
    async latestCheckpoint() {
      return db.prepare<[], string>('select note from checkpoint order by size desc limit 1').pluck().get()
    },
  }
}

function logEntry(row: StoredEntry): LogEntry {
  const entry = { index: row.id - 1, grid: row.grid, leaf: row.leaf, salts: row.salts }
  if (row.erased !== null) return { ...entry, text: row.erased, changes: [], update: null, erased: true }
  const changes = JSON.parse(row.edits) as readonly unknown[]
  const { kind, actor, session, at, cause, digest } = row
  const leaf = leafOf(
    { kind, actor, session, at, cause, digest, place: placeOf(row) },
    { changes: changes.map(canonicalJson), update: row.bytes },
    row.salts,
  )
  return { ...entry, text: leafText(leaf), changes, update: row.bytes, erased: false }
}

function placeOf({ grid, seq, epoch, document, clients, prev }: StoredEntry): Leaf['place'] {
  if (grid === null || seq === null || epoch === null) return null
  return {
    grid,
    seq,
    epoch,
    document: document === 'remarks' ? 'remarks' : 'cells',
    prev: prev?.toString('hex') ?? null,
    clients: JSON.parse(clients) as readonly number[],
  }
}
