import type { CellKey, CellValue, GridState } from '@hocba/shared/grid'
import { type LinkEvents, type Obstacle, type Presence, presenceOf } from '../link/index.ts'
import type { LocalStore, OwnWindow } from '../local/index.ts'
import { Outbox, type OutboxRow, type RowId, nextOrder, rowId } from '../outbox/index.ts'
import { type CellChange, ReplicaDocument } from './document.ts'
import { Keeper } from './keeper.ts'
import type { ReplicaLink } from './link-port.ts'
import { type ReplicaStatus, statusOf } from './status.ts'
import { type Step, UndoStack } from './undo.ts'

/** What a replica is made of; the clock and the link are passed in. */
export interface ReplicaParts {
  readonly gridId: string
  readonly store: LocalStore
  readonly window: OwnWindow
  readonly now: () => number
  readonly link: (confirmed: ReplicaDocument['confirmed'], events: LinkEvents) => ReplicaLink
  /** Calls back after a pause; returns how to give up. */
  readonly later: (pause: number, run: () => void) => () => void
}

/** A paste larger than this becomes several rows (and stays one step of undo): messages are bounded (contract, 64 KiB). */
const cellsPerRow = 500

const pauseAfterLimit = 1_000
const adoptEvery = 5_000

/** One grid in one window: what it shows, what it has still to send, and how that is going. */
export class GridReplica {
  readonly gridId: string
  readonly #parts: ReplicaParts
  readonly #document: ReplicaDocument
  readonly #outbox = new Outbox()
  readonly #undo = new UndoStack()
  readonly #keeper: Keeper
  readonly #link: ReplicaLink
  readonly #listeners = new Set<() => void>()
  readonly #cellListeners = new Set<(cells: ReadonlySet<CellKey>) => void>()
  #order = 0
  #online = false
  #writable = true
  #stopped: Exclude<Obstacle, 'later'> | null = null
  #gridState: { readonly state: GridState; readonly epoch: number } | null = null
  #status: ReplicaStatus
  #presence: readonly Presence[] = []
  #giveUpResend: (() => void) | undefined
  #giveUpAdoption: (() => void) | undefined

  private constructor(parts: ReplicaParts) {
    this.gridId = parts.gridId
    this.#parts = parts
    this.#document = new ReplicaDocument((cells) => this.#tellCells(cells))
    this.#keeper = new Keeper(
      parts.store,
      parts.gridId,
      () => this.#document.encode(),
      () => this.#tell(),
    )
    this.#link = parts.link(this.#document.confirmed, this.#linkEvents())
    this.#status = this.#statusNow()
  }

  /** Opens from this computer first, so that a grid is there before (or without) the network. */
  static async open(parts: ReplicaParts): Promise<GridReplica> {
    const kept = await parts.store.load(parts.gridId)
    const replica = new GridReplica(parts)
    if (kept.confirmed) replica.#document.applyServer(kept.confirmed)
    for (const row of kept.rows) if (row.owner === parts.window.id) replica.#take(row)
    await replica.#adopt()
    replica.#link.connect()
    replica.#adoptAgain()
    replica.#tell()
    return replica
  }

  get status(): ReplicaStatus {
    return this.#status
  }

  get presence(): readonly Presence[] {
    return this.#presence
  }

  /** As last announced on the link; `null` until something changed while this window was looking. */
  get gridState(): { readonly state: GridState; readonly epoch: number } | null {
    return this.#gridState
  }

  /** Why the server will not have us, if so. */
  get stopped(): Exclude<Obstacle, 'later'> | null {
    return this.#stopped
  }

  get canUndo(): boolean {
    return this.#undo.canUndo
  }

  get canRedo(): boolean {
    return this.#undo.canRedo
  }

  /** What the server has not acknowledged, oldest first. */
  get waiting(): readonly OutboxRow[] {
    return this.#outbox.waiting
  }

  value(cell: CellKey): CellValue {
    return this.#document.value(cell)
  }

  /** The cell holds something that the server has not acknowledged. */
  isPending(cell: CellKey): boolean {
    return this.#outbox.waiting.some((row) => row.cells.some((intent) => intent.cell === cell))
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onCells(listener: (cells: ReadonlySet<CellKey>) => void): () => void {
    this.#cellListeners.add(listener)
    return () => this.#cellListeners.delete(listener)
  }

  /** Whether the server would take an edit now, as the grid's card says; a preview for the status line. */
  setWritable(writable: boolean): void {
    this.#writable = writable
    this.#tell()
  }

  /** One action of the user. Cells that hold the value already are left alone; returns how many changed. */
  set(changes: readonly CellChange[]): number {
    const written = this.#write(changes)
    if (written.length === 0) return 0
    const cells = written.flatMap((row) => row.cells)
    this.#undo.push({ rows: written.map((row) => row.id), cells })
    this.#tell()
    return cells.length
  }

  undo(): Step | undefined {
    return this.#step(this.#undo.undo((cell) => this.value(cell)))
  }

  redo(): Step | undefined {
    return this.#step(this.#undo.redo((cell) => this.value(cell)))
  }

  /** Tells the others where this user's cursor is. */
  point(cell: CellKey | null): void {
    this.#link.awareness.setLocalStateField('cell', cell)
  }

  /** Puts a refused row away: its author has seen it and wants nothing more of it. */
  dismiss(id: RowId): void {
    this.#outbox.drop(id)
    this.#keeper.remove(id)
    this.#tell()
  }

  /** Tries a refused row again as a new action, for a grid that has been unlocked meanwhile. */
  retry(id: RowId): void {
    const row = this.#outbox.refused.find((one) => one.id === id)
    if (!row) return
    this.dismiss(id)
    this.set(row.cells)
  }

  /** After signing in again. */
  resume(): void {
    this.#stopped = null
    this.#link.connect()
    this.#tell()
  }

  async dispose(): Promise<void> {
    this.#giveUpResend?.()
    this.#giveUpAdoption?.()
    this.#link.destroy()
    await this.#keeper.flush()
    this.#document.destroy()
    this.#listeners.clear()
    this.#cellListeners.clear()
  }

  #linkEvents(): LinkEvents {
    return {
      opened: () => this.#outbox.connected(),
      closed: () => this.#setOnline(false),
      sentEmpty: () => this.#outbox.sentEmpty(),
      update: (update) => {
        this.#document.applyServer(update)
        this.#keeper.touch()
      },
      synced: () => this.#synced(),
      accepted: ({ n }) => this.#onAccepted(n),
      refused: (answer) => this.#onRefused(answer.n, answer),
      state: (change) => {
        this.#gridState = change
        this.#tell()
      },
      presence: () => {
        this.#presence = presenceOf(this.#link.awareness)
        this.#tell()
      },
      stopped: (why) => {
        this.#stopped = why
        this.#tell()
      },
    }
  }

  #setOnline(online: boolean): void {
    this.#online = online
    this.#tell()
  }

  /** Both sides know each other's state: what the server already has need not be sent, the rest goes in order. */
  #synced(): void {
    this.#stopped = null
    for (const row of this.#outbox.waiting) if (this.#document.contains(row)) this.#acknowledge(row)
    void this.#keeper.flush()
    this.#setOnline(true)
    this.#settle()
    this.#pump()
  }

  #onAccepted(n: number): void {
    const outcome = this.#outbox.accepted(n)
    if (outcome.kind === 'accepted') this.#acknowledge(outcome.row)
    this.#settle()
    this.#pump()
    this.#tell()
  }

  #onRefused(n: number, answer: { readonly code: string; readonly message: string; readonly cells: readonly string[] }): void {
    const { code, message, cells } = answer
    const outcome = this.#outbox.refuse(n, { code, message, cells })
    if (outcome.kind === 'refused') this.#keepRefused(outcome.row)
    this.#settle()
    this.#tell()
  }

  #acknowledge(row: OutboxRow): void {
    this.#document.confirm(row)
    this.#outbox.drop(row.id)
    this.#keeper.remove(row.id)
  }

  #keepRefused(row: OutboxRow): void {
    this.#undo.forget(row.id)
    this.#keeper.put(row)
  }

  /** Once every answer in flight is in: resend after a limit, rebuild after a refusal. */
  #settle(): void {
    if (!this.#outbox.settled || !this.#link.ready) return
    const { need } = this.#outbox
    if (need === 'resend') this.#giveUpResend ??= this.#parts.later(pauseAfterLimit, () => this.#resend())
    if (need === 'rebuild') this.#rebuild()
  }

  #resend(): void {
    this.#giveUpResend = undefined
    this.#outbox.resend()
    this.#pump()
  }

  #rebuild(): void {
    for (const row of this.#outbox.close()) this.#keepRefused(row)
    const rows = this.#document.rebuild(this.#outbox.waiting)
    for (const row of rows) this.#keeper.put(row)
    this.#outbox.replayed(rows)
    this.#pump()
  }

  #pump(): void {
    if (!this.#link.ready) return
    for (let row = this.#outbox.take(); row; row = this.#outbox.take()) this.#link.sendUpdate(row.update)
  }

  #step(step: Step | undefined): Step | undefined {
    if (step) this.#write(step.changes)
    this.#tell()
    return step
  }

  #write(changes: readonly CellChange[]): readonly OutboxRow[] {
    const last = new Map(changes.map((change) => [change.cell, change]))
    const news = [...last.values()].filter(({ cell, value }) => this.value(cell) !== value)
    const rows: OutboxRow[] = []
    for (let start = 0; start < news.length; start += cellsPerRow) rows.push(this.#writeRow(news.slice(start, start + cellsPerRow)))
    this.#pump()
    return rows
  }

  #writeRow(changes: readonly CellChange[]): OutboxRow {
    const now = this.#parts.now()
    this.#order = nextOrder(this.#order, now)
    const row: OutboxRow = {
      id: rowId(this.#order, this.#parts.window.id),
      gridId: this.gridId,
      owner: this.#parts.window.id,
      ...this.#document.write(changes),
      at: new Date(now).toISOString(),
      state: { kind: 'waiting' },
    }
    this.#outbox.add(row)
    this.#keeper.put(row)
    return row
  }

  #take(row: OutboxRow): void {
    if (this.#outbox.has(row.id)) return
    this.#outbox.add(row)
    if (row.state.kind !== 'refused') this.#document.restore(row)
    this.#order = Math.max(this.#order, Number.parseInt(row.id, 10))
  }

  /** Takes over what closed or crashed windows left, each row once. */
  async #adopt(): Promise<void> {
    const { store, window } = this.#parts
    const owners = await store.owners(this.gridId)
    for (const owner of owners) {
      if (owner === window.id) continue
      await window.ifGone(owner, async () => {
        for (const row of await store.adopt(this.gridId, owner, window.id)) this.#take(row)
      })
    }
    this.#pump()
  }

  #adoptAgain(): void {
    const next = (): void => {
      this.#giveUpAdoption = this.#parts.later(adoptEvery, () => void this.#adopt().finally(next))
    }
    next()
  }

  #statusNow(): ReplicaStatus {
    return statusOf({
      pending: this.#outbox.waiting.length,
      refused: this.#outbox.refused,
      online: this.#online,
      stored: this.#keeper.stored,
      memoryOnly: this.#keeper.failed,
      signedOut: this.#stopped === 'signed-out',
      writable: this.#writable,
    })
  }

  #tell(): void {
    this.#status = this.#statusNow()
    for (const listener of this.#listeners) listener()
  }

  #tellCells(cells: ReadonlySet<CellKey>): void {
    for (const listener of this.#cellListeners) listener(cells)
  }
}
