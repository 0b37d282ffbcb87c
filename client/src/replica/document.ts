import type { CellKey, CellValue, ItemId } from '@hocba/shared/grid'
import * as Y from 'yjs'
import type { CellIntent, OutboxRow, Row } from '../outbox/index.ts'
import { TwofoldDocument } from './twofold.ts'

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

/** `remote`: what the server sent, not what was typed in this window. */
export type Changed = (cells: ReadonlySet<CellKey>, remote: boolean) => void

type Cells = Y.Map<unknown>

const cellsOf = (doc: Y.Doc): Cells => doc.getMap('cells')

/** A grid's cells. */
export class ReplicaDocument extends TwofoldDocument<OutboxRow> {
  readonly #changed: Changed

  constructor(changed: Changed) {
    super()
    this.#changed = changed
    this.#watch()
  }

  override isOwn(row: Row): row is OutboxRow {
    return 'cells' in row && Array.isArray(row.cells)
  }

  value(cell: CellKey): CellValue {
    return read(cellsOf(this.working), cell)
  }

  /** The value without what is still unsent. */
  confirmedValue(cell: CellKey): CellValue {
    return read(cellsOf(this.confirmed), cell)
  }

  /**
   * Two people wrote the cell without seeing each other: its present item was not written over the one before it.
   * Known here as soon as both have arrived, without asking the server; a value written since with both in sight ends it.
   */
  isConflict(cell: CellKey): boolean {
    const item = cellsOf(this.working)._map.get(cell)
    return Boolean(item?.left) && !sawItsPredecessor(item)
  }

  /** The cell was written by somebody who had the value before it in sight. */
  isSettled(cell: CellKey): boolean {
    const item = cellsOf(this.working)._map.get(cell)
    return Boolean(item?.left) && sawItsPredecessor(item)
  }

  /** One user action as one transaction. Clearing writes `null`; the key is never deleted. */
  write(changes: readonly CellChange[]): Written {
    const doc = this.working
    const cells = cellsOf(doc)
    const intents = changes.map(({ cell, value }): CellIntent => ({ cell, value, before: read(cells, cell), base: itemOf(cells, cell) }))
    const clock = Y.getState(doc.store, doc.clientID)
    const clientId = doc.clientID
    const update = updateOf(doc, () => {
      for (const { cell, value } of changes) cells.set(cell, value)
    })
    return { cells: intents, update, clientId, clock }
  }

  override rebuild(waiting: readonly OutboxRow[]): readonly OutboxRow[] {
    const old = this.renew()
    const rows = waiting.map((row): OutboxRow => ({ ...row, ...this.#replay(row), state: { kind: 'waiting' } }))
    this.#watch()
    this.#changed(differing(cellsOf(old), cellsOf(this.working)), false)
    old.destroy()
    return rows
  }

  /** `before` stays what the author saw when acting; only the bytes are new. */
  #replay(row: OutboxRow): Omit<Written, 'cells'> {
    const { update, clientId, clock } = this.write(row.cells)
    return { update, clientId, clock }
  }

  #watch(): void {
    cellsOf(this.working).observe((event, transaction) =>
      this.#changed(event.keysChanged as ReadonlySet<CellKey>, transaction.origin === 'server'),
    )
  }
}

const sawItsPredecessor = (item: Y.Item | undefined): boolean => Y.compareIDs(item?.origin ?? null, item?.left?.lastId ?? null)

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
