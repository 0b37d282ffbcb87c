import type { CellKey } from '@hocba/shared/grid'
import { Outbox, type OutboxRow, type Refusal, type RowId, nextOrder, rowId } from '../outbox/index.ts'
import { type CellChange, ReplicaDocument } from './document.ts'
import { Keeper } from './keeper.ts'
import type { ReplicaLink } from './link-port.ts'
import type { ReplicaParts } from './parts.ts'

/** A paste larger than this becomes several rows (and stays one step of undo): messages are bounded (contract, 64 KiB). */
const cellsPerRow = 500

const pauseAfterLimit = 1_000

export interface DeliveryEvents {
  /** Something the status line speaks of has changed. */
  readonly changed: () => void
  readonly cells: (cells: ReadonlySet<CellKey>) => void
  readonly refused: (row: RowId) => void
}

/** The way of an edit: written to the document, kept on this computer, sent in order, acknowledged or refused. */
export class Delivery {
  readonly document: ReplicaDocument
  readonly outbox = new Outbox()
  readonly keeper: Keeper
  readonly #parts: ReplicaParts
  readonly #events: DeliveryEvents
  readonly #link: () => ReplicaLink
  #order = 0
  #giveUpResend: (() => void) | undefined

  constructor(parts: ReplicaParts, events: DeliveryEvents, link: () => ReplicaLink) {
    this.#parts = parts
    this.#events = events
    this.#link = link
    this.document = new ReplicaDocument(events.cells)
    this.keeper = new Keeper(parts.store, parts.gridId, () => this.document.encode(), events.changed)
  }

  /** Writes one action; cells that hold the value already are left alone. */
  write(changes: readonly CellChange[]): readonly OutboxRow[] {
    const last = new Map(changes.map((change) => [change.cell, change]))
    const news = [...last.values()].filter(({ cell, value }) => this.document.value(cell) !== value)
    const rows: OutboxRow[] = []
    for (let start = 0; start < news.length; start += cellsPerRow) rows.push(this.#writeRow(news.slice(start, start + cellsPerRow)))
    this.pump()
    return rows
  }

  /** A row of an earlier window, or of this one before a reload. */
  restore(row: OutboxRow): void {
    if (this.outbox.has(row.id)) return
    this.outbox.add(row)
    if (row.state.kind !== 'refused') this.document.restore(row)
    this.#order = Math.max(this.#order, Number.parseInt(row.id, 10))
  }

  dismiss(id: RowId): void {
    this.outbox.drop(id)
    this.keeper.remove(id)
  }

  /** Both sides know each other's state: what the server already has need not be sent, the rest goes in order. */
  synced(): void {
    for (const row of this.outbox.waiting) if (this.document.contains(row)) this.#acknowledge(row)
    void this.keeper.flush()
    this.#settle()
    this.pump()
  }

  accepted(n: number): void {
    const outcome = this.outbox.accepted(n)
    if (outcome.kind === 'accepted') this.#acknowledge(outcome.row)
    this.#settle()
    this.pump()
  }

  refused(n: number, refusal: Refusal): void {
    const outcome = this.outbox.refuse(n, refusal)
    if (outcome.kind === 'refused') this.#keepRefused(outcome.row)
    this.#settle()
  }

  pump(): void {
    const link = this.#link()
    if (!link.ready) return
    for (let row = this.outbox.take(); row; row = this.outbox.take()) link.sendUpdate(row.update)
  }

  async close(): Promise<void> {
    this.#giveUpResend?.()
    await this.keeper.flush()
    this.document.destroy()
  }

  #writeRow(changes: readonly CellChange[]): OutboxRow {
    const { now, window, gridId } = this.#parts
    const at = now()
    this.#order = nextOrder(this.#order, at)
    const row: OutboxRow = {
      id: rowId(this.#order, window.id),
      gridId,
      owner: window.id,
      ...this.document.write(changes),
      at: new Date(at).toISOString(),
      state: { kind: 'waiting' },
    }
    this.outbox.add(row)
    this.keeper.put(row)
    return row
  }

  #acknowledge(row: OutboxRow): void {
    this.document.confirm(row)
    this.outbox.drop(row.id)
    this.keeper.remove(row.id)
  }

  #keepRefused(row: OutboxRow): void {
    this.#events.refused(row.id)
    this.keeper.put(row)
  }

  /** Once every answer in flight is in: resend after a limit, rebuild after a refusal. */
  #settle(): void {
    if (!this.outbox.settled || !this.#link().ready) return
    const { need } = this.outbox
    if (need === 'resend') this.#giveUpResend ??= this.#parts.later(pauseAfterLimit, () => this.#resend())
    if (need === 'rebuild') this.#rebuild()
  }

  #resend(): void {
    this.#giveUpResend = undefined
    this.outbox.resend()
    this.pump()
  }

  #rebuild(): void {
    for (const row of this.outbox.close()) this.#keepRefused(row)
    const rows = this.document.rebuild(this.outbox.waiting)
    for (const row of rows) this.keeper.put(row)
    this.outbox.replayed(rows)
    this.pump()
  }
}
