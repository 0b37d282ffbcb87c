import type { CellKey, CellValue, GridState } from '@hocba/shared/grid'
import { type LinkEvents, type Obstacle, type Presence, presenceOf } from '../link/index.ts'
import type { OutboxRow, RowId } from '../outbox/index.ts'
import { adoptRows, keepAdopting } from './adoption.ts'
import { Delivery } from './delivery.ts'
import type { CellChange } from './document.ts'
import type { ReplicaLink } from './link-port.ts'
import type { ReplicaParts } from './parts.ts'
import { type ReplicaStatus, statusOf } from './status.ts'
import { type Step, UndoStack } from './undo.ts'

/** Why the server will not have us until a person does something. */
export type Stopped = Exclude<Obstacle, 'later'>

interface Window {
  readonly state: GridState
  readonly epoch: number
}

/** One grid in one window of the browser: what it shows, what it has still to send, and how that is going. */
export class GridReplica {
  readonly gridId: string
  readonly #parts: ReplicaParts
  readonly #delivery: Delivery
  readonly #undo = new UndoStack()
  readonly #link: ReplicaLink
  readonly #listeners = new Set<() => void>()
  readonly #cellListeners = new Set<(cells: ReadonlySet<CellKey>) => void>()
  #online = false
  #writable = true
  #stopped: Stopped | null = null
  #gridState: Window | null = null
  #status: ReplicaStatus
  #presence: readonly Presence[] = []
  #stopAdopting: () => void = () => undefined

  private constructor(parts: ReplicaParts) {
    this.gridId = parts.gridId
    this.#parts = parts
    const events = {
      changed: () => this.#tell(),
      cells: (cells: ReadonlySet<CellKey>) => this.#cellListeners.forEach((listener) => listener(cells)),
      refused: (row: RowId) => this.#undo.forget(row),
    }
    this.#delivery = new Delivery(parts, events, () => this.#link)
    this.#link = parts.link(this.#delivery.document.confirmed, this.#linkEvents())
    this.#status = this.#statusNow()
  }

  /** Opens from this computer first, so that a grid is there before (or without) the network. */
  static async open(parts: ReplicaParts): Promise<GridReplica> {
    const kept = await parts.store.load(parts.gridId)
    const replica = new GridReplica(parts)
    const delivery = replica.#delivery
    if (kept.confirmed) delivery.document.applyServer(kept.confirmed)
    for (const row of kept.rows) if (row.owner === parts.window.id) delivery.restore(row)
    await replica.#adopt()
    replica.#link.connect()
    replica.#stopAdopting = keepAdopting(parts, () => replica.#adopt())
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
  get gridState(): Window | null {
    return this.#gridState
  }

  get stopped(): Stopped | null {
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
    return this.#delivery.outbox.waiting
  }

  value(cell: CellKey): CellValue {
    return this.#delivery.document.value(cell)
  }

  /** The cell holds something that the server has not acknowledged. */
  isPending(cell: CellKey): boolean {
    return this.waiting.some((row) => row.cells.some((intent) => intent.cell === cell))
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
    const rows = this.#delivery.write(changes)
    if (rows.length === 0) return 0
    const cells = rows.flatMap((row) => row.cells)
    this.#undo.push({ rows: rows.map((row) => row.id), cells })
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
    this.#delivery.dismiss(id)
    this.#tell()
  }

  /** Tries a refused row again as a new action, for a grid that has been unlocked meanwhile. */
  retry(id: RowId): void {
    const row = this.#delivery.outbox.refused.find((one) => one.id === id)
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
    this.#stopAdopting()
    this.#link.destroy()
    await this.#delivery.close()
    this.#listeners.clear()
    this.#cellListeners.clear()
  }

  #linkEvents(): LinkEvents {
    const delivery = this.#delivery
    return {
      opened: () => delivery.outbox.connected(),
      closed: () => this.#setOnline(false),
      sentEmpty: () => delivery.outbox.sentEmpty(),
      update(update) {
        delivery.document.applyServer(update)
        delivery.keeper.touch()
      },
      synced: () => {
        this.#stopped = null
        delivery.synced()
        this.#setOnline(true)
      },
      accepted: ({ n }) => {
        delivery.accepted(n)
        this.#tell()
      },
      refused: ({ n, ...refusal }) => {
        delivery.refused(n, refusal)
        this.#tell()
      },
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

  async #adopt(): Promise<void> {
    await adoptRows(this.#parts, (row) => this.#delivery.restore(row))
    this.#delivery.pump()
  }

  #step(step: Step | undefined): Step | undefined {
    if (step) this.#delivery.write(step.changes)
    this.#tell()
    return step
  }

  #setOnline(online: boolean): void {
    this.#online = online
    this.#tell()
  }

  #statusNow(): ReplicaStatus {
    const { outbox, keeper } = this.#delivery
    return statusOf({
      pending: outbox.waiting.length,
      refused: outbox.refused,
      online: this.#online,
      stored: keeper.stored,
      memoryOnly: keeper.failed,
      signedOut: this.#stopped === 'signed-out',
      writable: this.#writable,
    })
  }

  #tell(): void {
    this.#status = this.#statusNow()
    for (const listener of this.#listeners) listener()
  }
}
