import { Outbox, type Refusal, type Row, type RowId, nextOrder, rowId } from '../outbox/index.ts'
import { Keeper } from './keeper.ts'
import type { ReplicaLink } from './link-port.ts'
import type { ReplicaParts } from './parts.ts'
import type { TwofoldDocument } from './twofold.ts'

const pauseAfterLimit = 1_000

export interface DeliveryEvents {
  /** Something the status line speaks of has changed. */
  readonly changed: () => void
  readonly refused: (row: RowId) => void
}

/** What a new row has before its content is known. */
export type Cover = Pick<Row, 'id' | 'gridId' | 'owner' | 'at' | 'state'>

/** The way of an edit: written to the document, kept on this computer, sent in order, acknowledged or refused. */
export class Delivery<R extends Row> {
  readonly document: TwofoldDocument<R>
  readonly outbox = new Outbox<R>()
  readonly keeper: Keeper
  readonly #parts: ReplicaParts
  readonly #events: DeliveryEvents
  readonly #link: () => ReplicaLink
  #order = 0
  #giveUpResend: (() => void) | undefined

  constructor(parts: ReplicaParts, document: TwofoldDocument<R>, events: DeliveryEvents, link: () => ReplicaLink) {
    this.#parts = parts
    this.#events = events
    this.#link = link
    this.document = document
    this.keeper = new Keeper(parts.store, parts.gridId, () => this.document.encode(), events.changed)
  }

  /** A new row, kept on this computer at once; `pump` sends it. */
  put(fill: (cover: Cover) => R): R {
    const { now, window, gridId } = this.#parts
    const at = now()
    this.#order = nextOrder(this.#order, at)
    const id = rowId(this.#order, window.id)
    const row = fill({ id, gridId, owner: window.id, at: new Date(at).toISOString(), state: { kind: 'waiting' } })
    this.outbox.add(row)
    this.keeper.put(row)
    return row
  }

  /** A row of an earlier window, or of this one before a reload. */
  restore(row: Row): void {
    if (this.outbox.has(row.id) || !this.document.isOwn(row)) return
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
    const known = this.outbox.waiting.filter((row) => this.document.contains(row))
    for (const row of known) this.#acknowledge(row)
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

  #acknowledge(row: R): void {
    this.document.confirm(row)
    this.outbox.drop(row.id)
    this.keeper.remove(row.id)
  }

  #keepRefused(row: R): void {
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
