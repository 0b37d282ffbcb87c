import type { Row, RowId } from '../outbox/index.ts'

/** What one grid needs to open without a network. */
export interface Kept {
  /** The server's state as last seen, one Yjs update; absent before the first connection. */
  readonly confirmed: Uint8Array<ArrayBuffer> | undefined
  readonly rows: readonly Row[]
}

/** What changed since the last write; all of it is stored or none. */
export interface Change {
  readonly put: readonly Row[]
  readonly remove: readonly RowId[]
  readonly confirmed?: Uint8Array<ArrayBuffer>
}

/** Where a replica keeps its state on this computer. */
export interface LocalStore {
  /** Whether what is written here outlives this window: "Đã lưu trên máy này" is said of nothing else. */
  readonly lasting: boolean
  load(gridId: string): Promise<Kept>
  /** Puts the row by at once, before this returns, until `save` has it on the disk. */
  note(row: Row): void
  save(gridId: string, change: Change): Promise<void>
  /** Moves the rows of a window that is gone to `owner`, once even if two windows ask. */
  adopt(gridId: string, from: string, owner: string): Promise<readonly Row[]>
  /** The windows that own rows of the grid. */
  owners(gridId: string): Promise<readonly string[]>
  /** A cached answer of the server, for pages that open without it. */
  keep(key: string, answer: unknown): Promise<void>
  recall(key: string): Promise<unknown>
}
