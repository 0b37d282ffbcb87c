import type { CellKey, CellValue, ItemId } from '@hocba/shared/grid'

/** What the author meant for one cell: enough to send, to undo, to replay and to turn into an amendment. */
export interface CellIntent {
  readonly cell: CellKey
  readonly value: CellValue
  /** What the author saw in the cell. */
  readonly before: CellValue
  /** The Yjs item the author saw in the cell, `null` if there was none. */
  readonly base: ItemId | null
}

/** The identity and order of a row: sorting ids as text gives the order in which the user acted. */
export type RowId = string

/** What the author made of one remark, as text: enough to replay, and to give back if it is refused. */
export interface RemarkIntent {
  readonly student: string
  readonly text: string
  readonly before: string
}

/**
 * One user action = one update = one row here = one row of the server's log.
 * A row leaves the outbox only when the server says that it is on disk, or when its author puts a refused one away.
 */
export interface Row {
  readonly id: RowId
  /** The document's name: a grid's id, or `<gridId>.remarks`. */
  readonly gridId: string
  /** The window that sends the row; another takes over when that one is gone. */
  readonly owner: string
  readonly update: Uint8Array<ArrayBuffer>
  readonly clientId: number
  /** The first clock of the update. */
  readonly clock: number
  /** RFC 3339, the clock of this computer: a remark, never evidence. */
  readonly at: string
  readonly state: RowState
}

/** An action in the grid: one Yjs transaction. */
export interface OutboxRow extends Row {
  readonly cells: readonly CellIntent[]
}

/** What was typed between two pauses. */
export interface RemarkRow extends Row {
  readonly remarks: readonly RemarkIntent[]
}

/** `sent` is never stored: a row that was sent and not answered is a waiting one after a reload. */
export type RowState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly cells: readonly string[] }

const width = 17

/** A row id from a number that grows with every action of this window, and the window's own name. */
export const rowId = (order: number, owner: string): RowId => `${String(order).padStart(width, '0')}-${owner}`

/** A number after both the clock (milliseconds) and the last one given, so that a clock set back changes no order. */
export const nextOrder = (last: number, now: number): number => Math.max(last + 1, now * 1000)

export const byId = (a: Row, b: Row): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

export const isRefused = (row: Row): boolean => row.state.kind === 'refused'
