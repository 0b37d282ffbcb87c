import type { CellKey, CellValue, HistoryRow } from '@hocba/shared/grid'

/** The grid as it stood after the entry `seq`: a fold of its history, nothing else (the log is the truth). */
export function standingAt(rows: readonly HistoryRow[], seq: number): ReadonlyMap<CellKey, CellValue> {
  const cells = new Map<CellKey, CellValue>()
  for (const row of rows) {
    if (row.seq > seq) break
    if (row.cell !== null && row.won !== false) cells.set(row.cell, row.after)
  }
  return cells
}

export interface Moment {
  readonly seq: number
  readonly at: string
  readonly actor: string
}

/** The steps of the slider: one for each entry of the log, however many cells it wrote. */
export function momentsOf(rows: readonly HistoryRow[]): readonly Moment[] {
  const moments = new Map<number, Moment>()
  for (const { seq, at, actor } of rows) moments.set(seq, { seq, at, actor })
  return [...moments.values()]
}

export interface HistoryFilter {
  readonly actor: string
  readonly column: string
  readonly student: string
}

/** An empty field of the filter lets everything through; rows of the whole grid belong to no column and no student. */
export const passes =
  ({ actor, column, student }: HistoryFilter) =>
  (row: HistoryRow): boolean => {
    const [rowStudent = '', rowColumn = ''] = row.cell?.split('/') ?? []
    return (actor === '' || row.actor === actor) && (column === '' || rowColumn === column) && (student === '' || rowStudent === student)
  }
