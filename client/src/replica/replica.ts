import type { CellKey, CellValue } from '@hocba/shared/grid'
import type { OutboxRow, RowId } from '../outbox/index.ts'
import { type CellChange, type Changed, ReplicaDocument } from './document.ts'
import type { ReplicaParts } from './parts.ts'
import { SyncedReplica } from './synced.ts'
import { type Step, UndoStack } from './undo.ts'

/** A paste larger than this becomes several rows (and stays one step of undo): messages are bounded (contract, 64 KiB). */
const cellsPerRow = 500

type CellListeners = Set<Changed>

interface Pending {
  readonly version: number
  readonly cells: ReadonlySet<CellKey>
}

/** One grid in one window of the browser: what it shows, what it has still to send, and how that is going. */
export class GridReplica extends SyncedReplica<OutboxRow> {
  readonly #document: ReplicaDocument
  readonly #undo: UndoStack
  readonly #cellListeners: CellListeners
  #pending: Pending = { version: -1, cells: new Set() }

  private constructor(parts: ReplicaParts, undo: UndoStack, listeners: CellListeners, document: ReplicaDocument) {
    super(parts, document, (row) => undo.forget(row))
    this.#document = document
    this.#undo = undo
    this.#cellListeners = listeners
  }

  static async open(parts: ReplicaParts): Promise<GridReplica> {
    const listeners: CellListeners = new Set()
    const undo = new UndoStack()
    const document = new ReplicaDocument((cells, remote) => {
      if (remote) undo.foreign(cells)
      for (const listener of listeners) listener(cells, remote)
    })
    const replica = new GridReplica(parts, undo, listeners, document)
    await replica.start()
    return replica
  }

  get canUndo(): boolean {
    return this.#undo.canUndo
  }

  get canRedo(): boolean {
    return this.#undo.canRedo
  }

  value(cell: CellKey): CellValue {
    return this.#document.value(cell)
  }

  /** The cell holds something that the server has not acknowledged. */
  isPending(cell: CellKey): boolean {
    return this.#pendingCells().has(cell)
  }

  /** Two people wrote the cell without seeing each other, and nobody has decided since. */
  isConflict(cell: CellKey): boolean {
    return this.#document.isConflict(cell)
  }

  isSettled(cell: CellKey): boolean {
    return this.#document.isSettled(cell)
  }

  onCells(listener: Changed): () => void {
    this.#cellListeners.add(listener)
    return () => this.#cellListeners.delete(listener)
  }

  /** One action of the user. Cells that hold the value already are left alone; returns how many changed. */
  set(changes: readonly CellChange[]): number {
    const rows = this.#write(changes)
    if (rows.length === 0) return 0
    const cells = rows.flatMap((row) => row.cells)
    this.#undo.push({ rows: rows.map((row) => row.id), cells })
    this.tell()
    return cells.length
  }

  /** Ends a conflict: the value is written forward with both in sight, also when it is the one that stands there. */
  keep(change: CellChange): void {
    const row = this.#put([change])
    this.delivery.pump()
    this.#undo.push({ rows: [row.id], cells: row.cells })
    this.tell()
  }

  undo(): Step | undefined {
    return this.#step(this.#undo.undo((cell) => this.value(cell)))
  }

  redo(): Step | undefined {
    return this.#step(this.#undo.redo((cell) => this.value(cell)))
  }

  /** Tells the others where this user's cursor is, and from where to where the selection goes. */
  point(cell: CellKey | null, range: readonly [string, string] | null = null): void {
    this.link.awareness.setLocalState({ ...this.link.awareness.getLocalState(), cell, range })
  }

  /** Tries a refused row again as a new action, for a grid that has been unlocked meanwhile. */
  retry(id: RowId): void {
    const row = this.status.refused.find((one) => one.id === id)
    if (!row) return
    this.dismiss(id)
    this.set(row.cells)
  }

  override async dispose(): Promise<void> {
    await super.dispose()
    this.#cellListeners.clear()
  }

  /** One action as rows; cells that hold the value already are left alone. */
  #write(changes: readonly CellChange[]): readonly OutboxRow[] {
    const last = new Map(changes.map((change) => [change.cell, change]))
    const news = [...last.values()].filter(({ cell, value }) => this.#document.value(cell) !== value)
    const rows: OutboxRow[] = []
    for (let start = 0; start < news.length; start += cellsPerRow) {
      rows.push(this.#put(news.slice(start, start + cellsPerRow)))
    }
    this.delivery.pump()
    return rows
  }

  #put(changes: readonly CellChange[]): OutboxRow {
    return this.delivery.put((cover) => ({ ...cover, ...this.#document.write(changes) }))
  }

  /** Gathered once a change of the outbox: asked for by every cell that is painted. */
  #pendingCells(): ReadonlySet<CellKey> {
    const { version } = this.delivery.outbox
    if (this.#pending.version !== version) {
      this.#pending = { version, cells: new Set(this.waiting.flatMap((row) => row.cells.map((intent) => intent.cell))) }
    }
    return this.#pending.cells
  }

  #step(step: Step | undefined): Step | undefined {
    if (step) this.#write(step.changes)
    this.tell()
    return step
  }
}
