import type { CellKey, CellValue, GridId } from '@hocba/shared/grid'
import type { GradebookStore, LogRow } from '../store/port.ts'

/** When a cell got its first value, by the log's own order; `at` is shown, `seq` is compared. */
export interface FirstEntry {
  readonly seq: number
  readonly at: string
}

/** How many cells got their first value on a day, and how many values were changed. */
export interface DayCount {
  readonly entered: number
  readonly changed: number
}

/** A grid's log up to one durable sequence, folded (I11): what stands in each cell, since when, and the work of each day. */
export class GridFold {
  readonly values = new Map<CellKey, CellValue>()
  readonly firsts = new Map<CellKey, FirstEntry>()
  /** By day in the school's zone, `2025-10-13`. */
  readonly days = new Map<string, DayCount>()
  #seq = 0

  get seq(): number {
    return this.#seq
  }

  /** Rows that were taken before are passed over. */
  take(rows: readonly LogRow[]): void {
    for (const row of rows) {
      if (row.seq <= this.#seq) continue
      this.#seq = row.seq
      for (const edit of row.edits) {
        if (edit.won !== false) this.values.set(edit.cell, edit.after)
        if (edit.after !== null) this.#count(row, edit.cell)
      }
    }
  }

  #count({ seq, at }: LogRow, cell: CellKey): void {
    const day = at.slice(0, 10)
    const { entered, changed } = this.days.get(day) ?? { entered: 0, changed: 0 }
    const isFirst = !this.firsts.has(cell)
    if (isFirst) this.firsts.set(cell, { seq, at })
    this.days.set(day, isFirst ? { entered: entered + 1, changed } : { entered, changed: changed + 1 })
  }
}

/** The folds of the grids somebody has asked for; each reads only what the log has gained since. */
export class Folds {
  readonly #store: Pick<GradebookStore, 'rows'>
  readonly #folds = new Map<GridId, GridFold>()

  constructor(store: Pick<GradebookStore, 'rows'>) {
    this.#store = store
  }

  async of(grid: GridId): Promise<GridFold> {
    const fold = this.#folds.get(grid) ?? new GridFold()
    this.#folds.set(grid, fold)
    fold.take(await this.#store.rows(grid, fold.seq))
    return fold
  }
}
