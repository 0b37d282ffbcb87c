import type { CellKey, CellValue, GridName } from '../grid/index.ts'

/** What the importer must know of a grid. */
export interface DescribedGrid {
  readonly grid: GridName
  readonly students: readonly { readonly id: string; readonly name: string }[]
  /** Present values: what is already so is not written again. */
  readonly values?: ReadonlyMap<CellKey, CellValue>
}
