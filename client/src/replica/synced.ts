import type { GridState } from '@hocba/shared/grid'
import { type LinkEvents, type Obstacle, type Presence, presenceOf } from '../link/index.ts'
import type { Row, RowId } from '../outbox/index.ts'
import { type MayTake, adoptRows, keepAdopting } from './adoption.ts'
import { Delivery } from './delivery.ts'
import type { ReplicaLink } from './link-port.ts'
import type { ReplicaParts } from './parts.ts'
import { type ReplicaStatus, statusOf } from './status.ts'
import type { TwofoldDocument } from './twofold.ts'

/** Answers that come while others are due are gathered for so long before the page is told, in milliseconds. */
const gathering = 50

/** Why the server will not have us until a person does something. */
export type Stopped = Exclude<Obstacle, 'later'>

export interface StateWindow {
  readonly state: GridState
  readonly epoch: number
}

/** One document in one window of the browser: what it has still to send, and how that is going. */
export abstract class SyncedReplica<R extends Row> {
  /** The document's name. */
  readonly gridId: string
  protected readonly delivery: Delivery<R>
  protected readonly link: ReplicaLink
  /** Edits that are shown and are no row yet. */
  protected unkept = 0
  readonly #parts: ReplicaParts
  readonly #listeners = new Set<() => void>()
  #online = false
  #writable = true
  #stopped: Stopped | null = null
  #gridState: StateWindow | null = null
  #status: ReplicaStatus<R>
  #isStale = false
  #giveUpTelling: (() => void) | undefined
  #presence: readonly Presence[] = []
  #stopAdopting: () => void = () => undefined

  protected constructor(parts: ReplicaParts, document: TwofoldDocument<R>, refused: (row: RowId) => void = () => undefined) {
    this.gridId = parts.gridId
    this.#parts = parts
    this.delivery = new Delivery(parts, document, { changed: () => this.tell(), refused }, () => this.link)
    this.link = parts.link(document.confirmed, this.#linkEvents())
    this.#status = this.#statusNow()
  }

  get status(): ReplicaStatus<R> {
    if (this.#isStale) this.#status = this.#statusNow()
    this.#isStale = false
    return this.#status
  }

  get presence(): readonly Presence[] {
    return this.#presence
  }

  /** As last announced on the link; `null` until something changed while this window was looking. */
  get gridState(): StateWindow | null {
    return this.#gridState
  }

  get stopped(): Stopped | null {
    return this.#stopped
  }

  /** What the server has not acknowledged, oldest first. */
  get waiting(): readonly R[] {
    return this.delivery.outbox.waiting
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Whether the server would take an edit now, as the grid's card says; a preview for the status line. */
  setWritable(writable: boolean): void {
    this.#writable = writable
    this.tell()
  }

  /** Puts a refused row away: its author has seen it and wants nothing more of it. */
  dismiss(id: RowId): void {
    this.delivery.dismiss(id)
    this.tell()
  }

  /** After signing in again. */
  resume(): void {
    this.#stopped = null
    this.link.connect()
    this.tell()
  }

  async dispose(): Promise<void> {
    this.#stopAdopting()
    this.#giveUpTelling?.()
    this.link.destroy()
    await this.delivery.close()
    this.#listeners.clear()
  }

  /** From this computer first, so that the document is there before (or without) the network. */
  protected async start(): Promise<void> {
    const { store, gridId, window } = this.#parts
    const kept = await store.load(gridId)
    if (kept.confirmed) this.delivery.document.applyServer(kept.confirmed)
    for (const row of kept.rows) if (row.owner === window.id) this.delivery.restore(row)
    await this.#adopt(() => true)
    this.link.connect()
    this.#stopAdopting = keepAdopting(this.#parts, (mayTake) => this.#adopt(mayTake))
    this.tell()
  }

  protected tell(): void {
    this.#giveUpTelling?.()
    this.#giveUpTelling = undefined
    this.#isStale = true
    for (const listener of this.#listeners) listener()
  }

  /** A thousand answers in a second are not a thousand repaints; the last one is told at once. */
  #tellSoon(): void {
    this.#isStale = true
    this.#giveUpTelling ??= this.#parts.later(gathering, () => this.tell())
  }

  #linkEvents(): LinkEvents {
    const { delivery } = this
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
        if (delivery.outbox.waiting.length === 0) this.tell()
        else this.#tellSoon()
      },
      refused: ({ n, ...refusal }) => {
        delivery.refused(n, refusal)
        this.tell()
      },
      state: (change) => {
        this.#gridState = change
        this.tell()
      },
      presence: () => {
        this.#presence = presenceOf(this.link.awareness)
        this.tell()
      },
      stopped: (why) => {
        this.#stopped = why
        this.tell()
      },
    }
  }

  /** What is taken over is shown, sent and told in one go: the status line must not say "saved" over it. */
  #adopt(mayTake: MayTake): Promise<void> {
    const take = (rows: readonly Row[]): void => {
      for (const row of rows) this.delivery.restore(row)
      this.delivery.pump()
      this.tell()
    }
    return adoptRows(this.#parts, take, mayTake)
  }

  #setOnline(online: boolean): void {
    this.#online = online
    this.tell()
  }

  #statusNow(): ReplicaStatus<R> {
    const { outbox, keeper } = this.delivery
    return statusOf({
      pending: outbox.waiting.length + this.unkept,
      refused: outbox.refused,
      online: this.#online,
      stored: keeper.stored && this.unkept === 0,
      memoryOnly: keeper.failed,
      signedOut: this.#stopped === 'signed-out',
      writable: this.#writable,
    })
  }
}
