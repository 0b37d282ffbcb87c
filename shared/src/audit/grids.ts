import type { GridSnapshot } from '../snapshot/index.ts'
import { toHex } from '../core/index.ts'
import type { AuditEntry, AuditRowPlace } from './entry.ts'
import { AuditFault } from './fault.ts'
import * as is from './shape.ts'

export type AuditValue = number | string | null

export interface AuditVersion {
  readonly version: number
  readonly digest: string
  /** Of the entry that made it. */
  readonly line: number
  readonly index: number
  content?: Pick<GridSnapshot, 'signers' | 'students' | 'order'>
}

/** What the rows of one grid have made of it so far. */
export interface AuditGrid {
  readonly grid: string
  state: 'open' | 'locked' | 'frozen'
  epoch: number
  seq: number
  previous: string | null
  readonly cells: Map<string, AuditValue>
  readonly remarks: Map<string, string>
  readonly versions: AuditVersion[]
  /** A body has been erased: the fold is not whole any more. */
  partial: boolean
  last: { line: number; index: number }
}

const edits = is.list(
  is.exactly(
    {
      cell: is.text,
      before: is.cellValue,
      after: is.cellValue,
      base: is.orNull(is.exactly({ client: is.integer, clock: is.integer })),
    },
    { conflict: is.among(true), won: is.among(false) },
  ),
)

const remarks = is.list(is.exactly({ student: is.text, before: is.text, after: is.text }))

type Edit = typeof edits extends is.Guard<readonly (infer T)[]> ? T : never

const stateAfter: Readonly<Record<string, Readonly<Record<string, AuditGrid['state']>>>> = {
  lock: { open: 'locked' },
  unlock: { locked: 'open' },
  freeze: { open: 'frozen', locked: 'frozen' },
  amend: { frozen: 'frozen' },
}

/** Folds the rows of every grid and holds them to the order and the window of entry. */
export class Grids {
  readonly all = new Map<string, AuditGrid>()

  of(grid: string): AuditGrid {
    const known = this.all.get(grid)
    if (known) return known
    const made: AuditGrid = {
      grid,
      state: 'open',
      epoch: 1,
      seq: 0,
      previous: null,
      cells: new Map(),
      remarks: new Map(),
      versions: [],
      partial: false,
      last: { line: 0, index: 0 },
    }
    this.all.set(grid, made)
    return made
  }

  /** Everything about a row but its cause, which `permit` looks at between its place and its values. */
  take(entry: AuditEntry, row: AuditRowPlace, permit: (grid: AuditGrid, edits: readonly Edit[]) => void): AuditGrid {
    const grid = this.of(row.grid)
    const place = { ...entry.place, grid: row.grid }
    const [cells, texts] = changesOf(entry, row)
    demand(row.seq === grid.seq + 1 && row.prev === grid.previous && row.epoch === grid.epoch + (isEntry(entry) ? 0 : 1))
    const state = window(entry, row, grid)
    permit(grid, cells)
    grid.seq = row.seq
    grid.epoch = row.epoch
    grid.state = state
    grid.previous = toHex(entry.hash)
    grid.last = { line: place.line, index: entry.index }
    if (entry.erased) grid.partial = true
    if (!grid.partial) fold(entry, grid, cells, texts)
    const { kind, digest } = entry.leaf
    if ((kind === 'freeze' || kind === 'amend') && digest !== null) {
      grid.versions.push({ version: grid.versions.length + 1, digest, line: place.line, index: entry.index })
    }
    return grid

    function demand(holds: boolean): void {
      if (!holds) throw new AuditFault('grid.order', place)
    }
  }
}

const isEntry = ({ leaf: { kind } }: AuditEntry): boolean => kind === 'edit' || kind === 'remark'

function changesOf(
  entry: AuditEntry,
  row: AuditRowPlace,
): readonly [readonly Edit[], readonly { student: string; before: string; after: string }[]] {
  const { changes } = entry
  if (row.document === 'cells' && edits(changes)) return [changes, []]
  if (row.document === 'remarks' && remarks(changes)) return [[], changes]
  throw new AuditFault('entry.body', { ...entry.place, grid: row.grid })
}

/** Khóa, mở, chốt, sửa sau chốt: the state after the row. */
function window(entry: AuditEntry, row: AuditRowPlace, grid: AuditGrid): AuditGrid['state'] {
  const { kind, update, digest, cause, changes } = entry.leaf
  const typed = isEntry(entry)
  const makes = kind === 'freeze' || kind === 'amend'
  const after = typed ? (grid.state === 'open' ? 'open' : undefined) : stateAfter[kind]?.[grid.state]
  const holds =
    (kind === 'remark') === (row.document === 'remarks') &&
    (kind === 'amend' ? (update === null) === (changes.length === 0) : typed === (update !== null)) &&
    (typed || kind === 'amend' || changes.length === 0) &&
    makes === (digest !== null) &&
    typed === (cause === null)
  if (after === undefined || !holds) throw new AuditFault('grid.window', { ...entry.place, grid: row.grid }, `${kind} khi ${grid.state}`)
  return after
}

function fold(
  entry: AuditEntry,
  grid: AuditGrid,
  cells: readonly Edit[],
  texts: readonly { student: string; before: string; after: string }[],
): void {
  const place = { ...entry.place, grid: grid.grid }
  for (const { cell, before } of cells) {
    if ((grid.cells.get(cell) ?? null) !== before) throw new AuditFault('grid.before', { ...place, cell })
  }
  for (const { student, before } of texts) {
    if ((grid.remarks.get(student) ?? '') !== before) throw new AuditFault('grid.before', { ...place, cell: student })
  }
  for (const { cell, after, won } of cells) {
    if (won === false) continue
    if (after === null) grid.cells.delete(cell)
    else grid.cells.set(cell, after)
  }
  for (const { student, after } of texts) {
    if (after === '') grid.remarks.delete(student)
    else grid.remarks.set(student, after)
  }
}
