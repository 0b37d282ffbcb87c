import { type Actor } from '@hocba/shared/access'
import type { Amendment } from '@hocba/shared/amendment'
import { type RemarkEdit, cellsMap, hasWon, presentValue, readCells, readRemarks, seedRemarks, writeCells } from '@hocba/shared/document'
import { type Result, err, ok } from '@hocba/shared/core'
import type { CellKey, CellValue, Edit, GridName, GridState } from '@hocba/shared/grid'
import * as Y from 'yjs'
import { type GridRules, type Judged, type Refusal, judge, judgeRemarks, refusal } from '../gate/gate.ts'
import type { CommitQueue } from '../log/commit-queue.ts'
import type { Append, Frozen, GridHead, LogRow, LoggedEdit } from '../store/port.ts'
import { Channel, type Member, syncUpdate } from './channel.ts'

/** Who writes, in which session. The log names nobody else, whatever a client claims (I7). */
export interface Author {
  readonly actor: Actor
  readonly session: string
}

export type DocumentName = 'cells' | 'remarks'

/** What a change of state asks of the room; the rest of the row is filled in here. */
export interface StateRow {
  readonly kind: 'lock' | 'unlock' | 'freeze' | 'amend'
  readonly become: GridState
  readonly cause: string | null
  /** Cells that an approved amendment writes, under the server's own client id (I6). */
  readonly changes?: readonly { readonly cell: CellKey; readonly value: CellValue }[]
  /** Made at the row's place in the log: everything judged before is in it, nothing after can be. */
  readonly snapshot?: (place: Place) => Frozen
  readonly amendment?: (place: Place) => Amendment
}

/** A change of state that is durable. */
export interface Changed {
  readonly head: GridHead
  readonly frozen?: Frozen
}

/** Where a row will stand, and the version that it makes. */
export type Place = Pick<GridHead, 'seq' | 'epoch' | 'version'>

/** What an accepted update brings into the log. */
interface Written extends Pick<Append['row'], 'document' | 'clients' | 'edits' | 'remarks'> {
  readonly kind: 'edit' | 'remark'
  readonly update: Uint8Array
}

export interface RoomContext {
  readonly queue: CommitQueue
  readonly now: () => string
  /** Called when the room can no longer vouch for its document. */
  readonly onFailed: (room: Room) => void
}

/**
 * One grid. A change is read top to bottom here: receive → judge → log → apply → broadcast.
 * The documents in memory are the log plus what waits to be committed; nothing of the latter is shown to anybody (I2).
 */
export class Room {
  readonly grid: GridName
  readonly channels: Readonly<Record<DocumentName, Channel>> = { cells: new Channel(cellsDoc()), remarks: new Channel(remarksDoc()) }
  readonly #context: RoomContext
  readonly #rules: GridRules
  /** Client ids are bound to people for each document by itself. */
  readonly #owners: Readonly<Record<DocumentName, Map<number, string>>> = { cells: new Map(), remarks: new Map() }
  readonly #conflicts = new Set<CellKey>()
  /** The head as it will stand when the queue is committed. */
  #head: GridHead
  #durable: GridHead
  #failed = false

  constructor(grid: GridName, rules: GridRules, head: GridHead, rows: readonly LogRow[], context: RoomContext) {
    this.grid = grid
    this.#rules = rules
    this.#context = context
    this.#head = head
    this.#durable = head
    // Yjs tidies up after each transaction, which costs more than the row itself: one for all of them.
    const { cells, remarks } = this.channels
    cells.doc.transact(() => remarks.doc.transact(() => rows.forEach((row) => this.#replay(row))))
  }

  #replay(row: LogRow): void {
    if (row.update) Y.applyUpdate(this.channels[row.document].doc, row.update)
    for (const client of row.clients) this.#owners[row.document].set(client, row.actor)
    this.#noteConflicts(row.edits)
  }

  /** Durable: what readers may be told. */
  get head(): GridHead {
    return this.#durable
  }

  /** With what waits to be committed: what the next row must follow. */
  get pending(): GridHead {
    return this.#head
  }

  get conflicts(): readonly CellKey[] {
    return [...this.#conflicts]
  }

  get failed(): boolean {
    return this.#failed
  }

  cells(): ReadonlyMap<CellKey, CellValue> {
    return readCells(this.channels.cells.doc)
  }

  remarks(students: Iterable<string>): ReadonlyMap<string, string> {
    return readRemarks(this.channels.remarks.doc, students)
  }

  /** One update of one connection. Resolves to the grid's sequence once durable, or to the refusal; never changes half. */
  receive(document: DocumentName, update: Uint8Array, author: Author, from?: Member): Promise<Result<number, Refusal>> {
    if (this.#failed) return Promise.resolve(err(refusal('store.unavailable')))
    return document === 'cells' ? this.#receiveCells(update, author, from) : this.#receiveRemarks(update, author, from)
  }

  #receiveCells(update: Uint8Array, author: Author, from?: Member): Promise<Result<number, Refusal>> {
    const judged = judge(update, author.actor, this.#judged('cells'))
    if (!judged.ok) return Promise.resolve(judged)
    if (!judged.value.news) return this.#settledSeq().then(ok)
    const { edits, clients } = judged.value
    return this.#commit({ document: 'cells', kind: 'edit', update, clients, edits: this.#logged(edits, update) }, author, from)
  }

  #receiveRemarks(update: Uint8Array, author: Author, from?: Member): Promise<Result<number, Refusal>> {
    const judged = judgeRemarks(update, author.actor, this.#judged('remarks'))
    if (!judged.ok) return Promise.resolve(judged)
    if (!judged.value.news) return this.#settledSeq().then(ok)
    const { remarks, clients } = judged.value
    Y.applyUpdate(this.channels.remarks.doc, update)
    return this.#commit({ document: 'remarks', kind: 'remark', update, clients, edits: [], remarks }, author, from)
  }

  /** Writes cells for a person through the same gate, for imports and the demo school. */
  write(
    changes: readonly { readonly cell: CellKey; readonly value: CellValue }[],
    author: Author,
    base: Uint8Array = Y.encodeStateAsUpdate(this.channels.cells.doc),
  ): Promise<Result<number, Refusal>> {
    return this.receive('cells', updateOf(base, changes), author)
  }

  /** Seeds remarks that do not exist yet. */
  async writeRemarks(remarks: ReadonlyMap<string, string>, author: Author): Promise<Result<number, Refusal>> {
    const { doc } = this.channels.remarks
    const texts = this.remarks(remarks.keys())
    const fork = forkOf(doc)
    const before = Y.encodeStateVector(fork)
    seedRemarks(fork, remarks)
    const update = Y.encodeStateAsUpdate(fork, before)
    Y.applyUpdate(doc, update)
    const changed = changedRemarks(texts, this.remarks(remarks.keys()))
    return this.#commit({ document: 'remarks', kind: 'remark', update, clients: [fork.clientID], edits: [], remarks: changed }, author)
  }

  /** Lock, unlock, freeze or amend: a row of the same log, ordered against every edit (linearizable). */
  async change(row: StateRow, author: Author): Promise<Result<Changed, Refusal>> {
    const update = row.changes ? updateOf(Y.encodeStateAsUpdate(this.channels.cells.doc), row.changes) : null
    const edits = row.changes && update ? this.#logged(row.changes.map(serverEdit), update) : []
    const { seq, epoch, version } = this.#head
    const place = { seq: seq + 1, epoch: epoch + 1, version: row.snapshot ? version + 1 : version }
    const frozen = row.snapshot?.(place)
    const entry: Append = {
      row: { ...this.#row('cells', row.kind, author), clients: [], edits, update, cause: row.cause },
      expect: this.#head,
      become: row.become,
      ...(frozen ? { snapshot: { bytes: frozen.bytes, digest: frozen.digest } } : {}),
      ...(row.amendment ? { amendment: row.amendment(place) } : {}),
    }
    this.#head = { ...this.#head, ...place, state: row.become }
    const settled = await this.#settle(entry, () => {
      if (update) this.channels.cells.broadcast(syncUpdate(update))
      for (const channel of Object.values(this.channels)) channel.announce({ state: this.#durable.state, epoch: this.#durable.epoch })
    })
    return settled.ok ? ok({ head: settled.value, ...(frozen ? { frozen } : {}) }) : settled
  }

  mayUse(document: DocumentName, client: number, user: string): boolean {
    const owner = this.#owners[document].get(client)
    return owner === undefined || owner === user
  }

  #judged(document: DocumentName): Judged {
    return {
      grid: this.grid,
      state: this.#head.state,
      doc: this.channels[document].doc,
      rules: this.#rules,
      bindings: { ownerOf: (client) => this.#owners[document].get(client) },
    }
  }

  /** Applies the update to the document in memory and says what it did, cell by cell. */
  #logged(edits: readonly Edit[], update: Uint8Array): readonly LoggedEdit[] {
    const { doc } = this.channels.cells
    const before = edits.map((edit) => presentValue(doc, edit.cell))
    Y.applyUpdate(doc, update)
    const logged = edits.map((edit, at): LoggedEdit => ({
      cell: edit.cell,
      before: before[at] ?? null,
      after: edit.value,
      base: edit.base,
      ...(edit.conflict ? { conflict: true } : {}),
      ...(hasWon(doc, edit) ? {} : { won: false }),
    }))
    this.#noteConflicts(logged)
    return logged
  }

  async #commit(written: Written, author: Author, from?: Member): Promise<Result<number, Refusal>> {
    const { document, update, clients } = written
    for (const client of clients) this.#owners[document].set(client, author.actor.id)
    const { grid, state, epoch, seq, version } = this.#head
    const entry: Append = { row: { ...written, ...this.#row(document, written.kind, author), cause: null }, expect: { state, epoch, seq } }
    this.#head = { grid, state, epoch, seq: seq + 1, version }
    const settled = await this.#settle(entry, () => this.channels[document].broadcast(syncUpdate(update), from))
    return settled.ok ? ok(settled.value.seq) : settled
  }

  /** Waits for the disk, then lets others see. A commit that fails leaves a document nobody may trust: the room closes. */
  async #settle(entry: Append, show: () => void): Promise<Result<GridHead, Refusal>> {
    const appended = this.#context.queue.append(entry)
    this.#last = appended
    try {
      const outcome = await appended
      if (!outcome.ok) return this.#fail()
      this.#durable = outcome.head
      show()
      return ok(outcome.head)
    } catch {
      return this.#fail()
    }
  }

  #last: Promise<unknown> = Promise.resolve()

  /** The durable sequence after everything now queued: an answer may not overtake a commit it depends on. */
  async #settledSeq(): Promise<number> {
    await this.#last.catch(() => undefined)
    return this.#durable.seq
  }

  /** Waits until what is in memory is on disk. */
  async settled(): Promise<void> {
    await this.#settledSeq()
  }

  #fail(): Result<never, Refusal> {
    if (!this.#failed) {
      this.#failed = true
      this.#context.onFailed(this)
      for (const channel of Object.values(this.channels)) channel.closeAll('store.unavailable')
    }
    return err(refusal('store.unavailable'))
  }

  #row(
    document: DocumentName,
    kind: LogRow['kind'],
    author: Author,
  ): Pick<LogRow, 'grid' | 'document' | 'kind' | 'actor' | 'session' | 'at'> {
    return { grid: this.grid.id, document, kind, actor: author.actor.id, session: author.session, at: this.#context.now() }
  }

  #noteConflicts(edits: readonly LoggedEdit[]): void {
    for (const edit of edits) {
      if (edit.conflict) this.#conflicts.add(edit.cell)
      else this.#conflicts.delete(edit.cell)
    }
  }
}

/** Yjs gives a root its type only when it is asked for; the gate looks keys up before anybody else has asked. */
function cellsDoc(): Y.Doc {
  const doc = new Y.Doc()
  cellsMap(doc)
  return doc
}

/** Without garbage collection: somebody who has been offline may still write beside what others have deleted since. */
const remarksDoc = (): Y.Doc => new Y.Doc({ gc: false })

const changedRemarks = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly RemarkEdit[] =>
  [...after].flatMap(([student, text]) => {
    const was = before.get(student) ?? ''
    return was === text ? [] : [{ student, before: was, after: text }]
  })

const serverEdit = ({ cell, value }: { readonly cell: CellKey; readonly value: CellValue }): Edit => ({
  cell,
  value,
  base: null,
  conflict: false,
})

function forkOf(doc: Y.Doc): Y.Doc {
  const fork = new Y.Doc({ gc: doc.gc })
  Y.applyUpdate(fork, Y.encodeStateAsUpdate(doc))
  return fork
}

/** The update that somebody who had seen `base` makes by writing these cells, under a fresh client id. */
function updateOf(base: Uint8Array, changes: readonly { readonly cell: CellKey; readonly value: CellValue }[]): Uint8Array {
  const fork = new Y.Doc()
  Y.applyUpdate(fork, base)
  const before = Y.encodeStateVector(fork)
  writeCells(
    fork,
    changes.map(({ cell, value }) => [cell, value] as const),
  )
  return Y.encodeStateAsUpdate(fork, before)
}
