import type { CellKey, CellValue } from './cell.ts'

export type HistoryKind = 'edit' | 'lock' | 'unlock' | 'freeze' | 'amend' | 'remark'

/** One line of the grid's history as readers see it; rows of one update share `seq`. */
export interface HistoryRow {
  readonly seq: number
  /** RFC 3339, the server's clock. */
  readonly at: string
  readonly actor: string
  /** `null` for what concerns the whole grid. */
  readonly cell: CellKey | null
  readonly before: CellValue
  readonly after: CellValue
  readonly kind: HistoryKind
  /** Rows of kind `remark`: whose, and the plain text before and after. */
  readonly remark?: { readonly student: string; readonly before: string; readonly after: string }
  /** Written without having seen the present value. */
  readonly conflict?: true
  /** `false` when a value written at the same time stands in the cell instead. */
  readonly won?: false
  /** The server’s clock stood before that of an earlier row: one of the two was wrong (I19). The order is that of `seq`. */
  readonly clock?: 'back'
  /** The amendment or order behind the row. */
  readonly cause?: string
}
