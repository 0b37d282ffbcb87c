import { type Row, type RowId, byId, isRefused } from './row.ts'
import { closesGrid, verdictOf } from './verdict.ts'

/** Why a row was refused, in the server's words. */
export interface Refusal {
  readonly code: string
  readonly message: string
  readonly cells: readonly string[]
}

/**
 * What is to be done once every answer in flight has come in.
 * `resend`: the same bytes again, after a pause. `rebuild`: a fresh replica and the waiting rows replayed as intents.
 */
export type Need = 'nothing' | 'resend' | 'rebuild'

/** What one answer of the server meant. */
export type Outcome<R extends Row> =
  | { readonly kind: 'none' }
  | { readonly kind: 'accepted'; readonly row: R }
  | { readonly kind: 'refused'; readonly row: R }
  | { readonly kind: 'waiting'; readonly row: R }

/**
 * How many rows are on their way at once. A server far away, or busy, answers a thousand edits in a few rounds instead of sixteen;
 * one that asks for patience is sent little more than it takes in a second.
 */
const flight = { first: 256, most: 1024, slow: 64 } as const

/**
 * The rows of one document in one window, and what is in flight on the present connection.
 * The server answers strictly in order, each sync message once; the numbers count step 2 as well (contract, WebSocket).
 */
export class Outbox<R extends Row> {
  #window: number
  #waiting: R[] = []
  #refused: R[] = []
  #flight: { readonly n: number; readonly row: RowId | null }[] = []
  #next = 1
  #need: Need = 'nothing'
  #replays = 0
  #closing: Refusal | null = null
  #version = 0

  /** `window`: how many rows may lack their answer; it grows with every acceptance. */
  constructor(window = flight.first) {
    this.#window = window
  }

  /** Changed in place; `version` tells whether it was. */
  get waiting(): readonly R[] {
    return this.#waiting
  }

  /** Another list after every change: pages compare it. */
  get refused(): readonly R[] {
    return this.#refused
  }

  /** Another number whenever a row came, went or was refused. */
  get version(): number {
    return this.#version
  }

  get need(): Need {
    return this.#need
  }

  /** Nothing sent on this connection lacks its answer. */
  get settled(): boolean {
    return this.#flight.length === 0
  }

  has(id: RowId): boolean {
    return this.#waiting.some((row) => row.id === id) || this.#refused.some((row) => row.id === id)
  }

  add(row: R): void {
    this.#version += 1
    if (isRefused(row)) this.#refused = [...this.#refused, row].toSorted(byId)
    else insert(this.#waiting, row)
  }

  /** A new connection counts from one, and knows of nothing that was sent on the old one. */
  connected(): void {
    this.#flight = []
    this.#next = 1
    this.#waiting = this.#waiting.map((row) => ({ ...row, state: { kind: 'waiting' } }))
  }

  /** Counts a sync message that carries no row: the empty step 2. */
  sentEmpty(): void {
    this.#flight.push({ n: this.#next++, row: null })
  }

  /** The next row to send, if the flight has room and nothing has to settle first; it counts as sent. */
  take(): R | undefined {
    if (this.#need !== 'nothing' || this.#flight.length >= this.#window) return undefined
    const index = this.#waiting.findIndex((row) => row.state.kind === 'waiting')
    const row = this.#waiting[index]
    if (!row) return undefined
    const sent: R = { ...row, state: { kind: 'sent' } }
    this.#waiting[index] = sent
    this.#flight.push({ n: this.#next++, row: row.id })
    return sent
  }

  accepted(n: number): Outcome<R> {
    const row = this.#answered(n)
    if (!row) return { kind: 'none' }
    this.drop(row.id)
    this.#replays = 0
    this.#window = Math.min(this.#window + 1, flight.most)
    return { kind: 'accepted', row }
  }

  refuse(n: number, refusal: Refusal): Outcome<R> {
    const row = this.#answered(n)
    if (!row) return { kind: 'none' }
    const verdict = verdictOf(refusal.code, this.#need !== 'nothing', this.#replays)
    if (refusal.code === 'limit') this.#window = Math.min(this.#window, flight.slow)
    if (verdict === 'again') return this.#wait(row, this.#need === 'nothing' ? 'resend' : this.#need)
    if (verdict === 'replay') {
      if (this.#need === 'nothing') this.#replays += 1
      return this.#wait(row, this.#need === 'nothing' ? 'rebuild' : this.#need)
    }
    this.#need = 'rebuild'
    if (closesGrid(refusal.code)) this.#closing = refusal
    return { kind: 'refused', row: this.#keep(row, refusal) }
  }

  /** A locked or frozen grid refuses every edit: the rest of the outbox joins the refused ones without being tried. */
  close(): readonly R[] {
    const refusal = this.#closing
    if (!refusal) return []
    this.#closing = null
    return [...this.#waiting].map((row) => this.#keep(row, refusal))
  }

  /** The replica was rebuilt: these are the same intents in new bytes. */
  replayed(rows: readonly R[]): void {
    this.#version += 1
    this.#waiting = rows.toSorted(byId)
    this.#need = 'nothing'
  }

  resend(): void {
    if (this.#need === 'resend') this.#need = 'nothing'
  }

  /** A refused row is put away by its author, a waiting one was found in the server's own state. */
  drop(id: RowId): void {
    this.#version += 1
    remove(this.#waiting, id)
    if (this.#refused.some((row) => row.id === id)) this.#refused = this.#refused.filter((row) => row.id !== id)
  }

  #answered(n: number): R | undefined {
    const head = this.#flight.shift()
    if (head?.n !== n) throw new RangeError(`answer ${n} where ${head?.n ?? 'none'} was due`)
    return this.#waiting.find((row) => row.id === head.row)
  }

  #wait(row: R, need: Need): Outcome<R> {
    const waiting: R = { ...row, state: { kind: 'waiting' } }
    this.#waiting[this.#waiting.findIndex((one) => one.id === row.id)] = waiting
    this.#need = need
    return { kind: 'waiting', row: waiting }
  }

  #keep(row: R, refusal: Refusal): R {
    const kept: R = { ...row, state: { kind: 'refused', ...refusal } }
    this.drop(row.id)
    this.add(kept)
    return kept
  }
}

/** Nearly always the newest; a row of another window may be older. */
function insert<R extends Row>(rows: R[], row: R): void {
  const last = rows.at(-1)
  rows.push(row)
  if (last && byId(last, row) > 0) rows.sort(byId)
}

/** Answers come in the order of the rows: the one that goes stands near the front, however many wait. */
function remove(rows: Row[], id: RowId): void {
  const index = rows.findIndex((row) => row.id === id)
  if (index >= 0) rows.splice(index, 1)
}
