import { randomBytes } from 'node:crypto'
import { Fault, canonicalJson } from '@hocba/shared/core'
import type { GridId, GridState } from '@hocba/shared/grid'
import { actorNameOf, seal } from '../../log/seal.ts'
import type { Append, Appended, EventEntry, GradebookWriter, GridHead } from '../port.ts'
import { logEntries } from './log.ts'
import { isDiskFull, openSqlite, scrub } from './open.ts'
import { gradebookSchema } from './schema.ts'
import { TreeEdge } from './tree.ts'

/** A grid's head and the hash of its last leaf, as they stand when what is being written is committed. */
interface Tip {
  readonly head: GridHead
  readonly leaf: string | null
}

/** The one connection that writes. A row is sealed, put into the tree and made durable here. */
export function sqliteWriter(path: string): GradebookWriter {
  const db = openSqlite(path, gradebookSchema)
  const tree = new TreeEdge(db)
  const entries = logEntries(db)
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
  const erase = db.prepare("update log set edits = '[]', bytes = null, salts = x'', erased = ? where id = ?")
  const putCheckpoint = db.prepare('insert into checkpoint values (?, ?) on conflict do nothing')
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
    const { row, expect, become, snapshot, amendment } = entry
    const { head, leaf: prev } = tipOf(row.grid)
    if (head.state !== expect.state || head.epoch !== expect.epoch || head.seq !== expect.seq) return { ok: false, head }
    const seq = head.seq + 1
    const epoch = become === undefined ? head.epoch : head.epoch + 1
    const version = snapshot ? head.version + 1 : head.version
    const changes = (row.document === 'remarks' ? wellFormed(row.remarks ?? []) : row.edits).map(canonicalJson)
    const digest = snapshot?.digest ?? null
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
      `[${row.clients.join()}]`,
      at,
      `[${changes.join()}]`,
      row.update,
      cause,
      digest,
      sealed.salts,
      sealed.leaf,
    )
    tree.append(sealed.leaf)
    const next: GridHead = { grid: row.grid, state: become ?? head.state, epoch, seq, version }
    tips.set(row.grid, { head: next, leaf: sealed.leaf.toString('hex') })
    if (snapshot) addSnapshot.run(row.grid, version, seq, snapshot.digest, at, snapshot.bytes)
    if (amendment) putAmendment.run(amendment.id, JSON.stringify(amendment))
    return { ok: true, head: next }
  }

  function recordOne({ event, order, amendment }: EventEntry): number {
    const { kind, actor, session, at, cause, digest, body } = event
    const changes = [canonicalJson(wellFormed(body))]
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
      `[${changes.join()}]`,
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

  const eraseAll = db.transaction((indexes: readonly number[]) => {
    for (const entry of indexes.flatMap((index) => entries(index, 1))) if (!entry.erased) erase.run(entry.text, entry.index + 1)
  })

  return {
    async createGrids(grids) {
      createGrids(grids)
    },
    async append(batch) {
      return append(batch)
    },
    async record(events) {
      try {
        return record(events)
      } catch (cause) {
        // A transaction that found no room is undone whole; unlike after a failed sync the next may be believed.
        throw isDiskFull(cause) ? new Fault('store.full', { cause }) : cause
      }
    },
    async erase(indexes) {
      eraseAll(indexes)
      scrub(db)
    },
    async putCheckpoint(size, note) {
      putCheckpoint.run(size, note)
    },
    async close() {
      db.close()
    },
  }
}

/** Half a surrogate pair, which no canonical form has, becomes U+FFFD. */
const wellFormed = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? part.toWellFormed() : part))) as T
