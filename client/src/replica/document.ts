import type { CellKey, CellValue, ItemId } from '@hocba/shared/grid'
import * as Y from 'yjs'
import type { CellIntent, OutboxRow } from '../outbox/index.ts'

export interface CellChange {
  readonly cell: CellKey
  readonly value: CellValue
}

/** One Yjs transaction as the outbox needs it. */
export interface Written {
  readonly cells: readonly CellIntent[]
  readonly update: Uint8Array<ArrayBuffer>
  readonly clientId: number
  readonly clock: number
}

type Cells = Y.Map<unknown>

const cellsOf = (doc: Y.Doc): Cells => doc.getMap('cells')

/**
 * A grid twice: as the server has it, and as this window shows it (the same plus what the outbox holds).
 * Keeping the first untouched makes a rebuild after a refusal a matter of milliseconds.
 */
export class ReplicaDocument {
  readonly confirmed = new Y.Doc()
  readonly #changed: (cells: ReadonlySet<CellKey>) => void
  #working = new Y.Doc()

  constructor(changed: (cells: ReadonlySet<CellKey>) => void) {
    this.#changed = changed
    this.#watch()
  }

  value(cell: CellKey): CellValue {
    return read(cellsOf(this.#working), cell)
  }

  /** The value without what is still unsent. */
  confirmedValue(cell: CellKey): CellValue {
    return read(cellsOf(this.confirmed), cell)
  }

  applyServer(update: Uint8Array): void {
    Y.applyUpdate(this.confirmed, update, 'server')
    Y.applyUpdate(this.#working, update, 'server')
  }

  /** The server has the row on disk. */
  confirm(row: OutboxRow): void {
    Y.applyUpdate(this.confirmed, row.update, 'server')
  }

  /** Shows a row of an earlier window. */
  restore(row: OutboxRow): void {
    Y.applyUpdate(this.#working, row.update, 'restore')
  }

  /** Whether the server's own state already contains the row: its acknowledgement was lost on the way. */
  contains(row: OutboxRow): boolean {
    const end = Y.parseUpdateMeta(row.update).to.get(row.clientId) ?? 0
    return Y.getState(this.confirmed.store, row.clientId) >= end
  }

  /** One user action as one transaction. Clearing writes `null`; the key is never deleted. */
  write(changes: readonly CellChange[]): Written {
    const doc = this.#working
    const cells = cellsOf(doc)
    const intents = changes.map(({ cell, value }): CellIntent => ({ cell, value, before: read(cells, cell), base: itemOf(cells, cell) }))
    const clock = Y.getState(doc.store, doc.clientID)
    const clientId = doc.clientID
    const update = updateOf(doc, () => {
      for (const { cell, value } of changes) cells.set(cell, value)
    })
    return { cells: intents, update, clientId, clock }
  }

  /** A fresh replica from the server's state under a new client id, and the waiting intents written anew in their order. */
  rebuild(waiting: readonly OutboxRow[]): readonly OutboxRow[] {
    const old = this.#working
    this.#working = new Y.Doc()
    Y.applyUpdate(this.#working, Y.encodeStateAsUpdate(this.confirmed), 'server')
    const rows = waiting.map((row): OutboxRow => ({ ...row, ...this.#replay(row), state: { kind: 'waiting' } }))
    this.#watch()
    this.#changed(differing(cellsOf(old), cellsOf(this.#working)))
    old.destroy()
    return rows
  }

  encode(): Uint8Array<ArrayBuffer> {
    return Y.encodeStateAsUpdate(this.confirmed) as Uint8Array<ArrayBuffer>
  }

  destroy(): void {
    this.#working.destroy()
    this.confirmed.destroy()
  }

  /** `before` stays what the author saw when acting; only the bytes are new. */
  #replay(row: OutboxRow): Omit<Written, 'cells'> {
    const { update, clientId, clock } = this.write(row.cells)
    return { update, clientId, clock }
  }

  #watch(): void {
    cellsOf(this.#working).observe((event) => this.#changed(event.keysChanged as ReadonlySet<CellKey>))
  }
}

function read(cells: Cells, cell: CellKey): CellValue {
  const value = cells.get(cell)
  return typeof value === 'number' || typeof value === 'string' ? value : null
}

function itemOf(cells: Cells, cell: CellKey): ItemId | null {
  const id = cells._map.get(cell)?.id
  return id ? { client: id.client, clock: id.clock } : null
}

function updateOf(doc: Y.Doc, write: () => void): Uint8Array<ArrayBuffer> {
  const updates: Uint8Array[] = []
  const collect = (update: Uint8Array): number => updates.push(update)
  doc.on('update', collect)
  doc.transact(write, 'local')
  doc.off('update', collect)
  const [update] = updates
  if (!update || updates.length !== 1) throw new RangeError(`one action made ${updates.length} updates`)
  return update as Uint8Array<ArrayBuffer>
}

function differing(a: Cells, b: Cells): ReadonlySet<CellKey> {
  const keys = new Set([...a.keys(), ...b.keys()] as CellKey[])
  return new Set([...keys].filter((key) => read(a, key) !== read(b, key)))
}
