import type { GridName } from './grid.ts'

export type ColumnId = 'tx1' | 'tx2' | 'tx3' | 'tx4' | 'gk' | 'ck' | 'rl' | 'nghi'

/** What a column holds; the grammar and the editor read the permitted values from it. */
export type ColumnValue = 'mark' | 'comment' | 'conduct' | 'absences'

export interface Column {
  readonly id: ColumnId
  readonly value: ColumnValue
  /** Heading as printed in the prescribed gradebook. */
  readonly name: string
}

const regular = ['tx1', 'tx2', 'tx3', 'tx4'] as const

/** The columns that a grid stores, in order. Averages (`tb`, `cn`) are computed and never stored. */
export function columnsOf(grid: Pick<GridName, 'subject'>): readonly Column[] {
  const { kind, regularCount } = grid.subject
  if (kind === 'homeroom') {
    return [
      { id: 'rl', value: 'conduct', name: 'Rèn luyện' },
      { id: 'nghi', value: 'absences', name: 'Số buổi nghỉ' },
    ]
  }
  const value = kind === 'scored' ? 'mark' : 'comment'
  return [
    ...regular.slice(0, regularCount).map((id, index): Column => ({ id, value, name: `ĐĐGtx ${index + 1}` })),
    { id: 'gk', value, name: 'ĐĐGgk' },
    { id: 'ck', value, name: 'ĐĐGck' },
  ]
}
