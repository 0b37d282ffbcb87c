import type { CellValue } from '@hocba/shared/grid'
import type { OutboxRow } from './row.ts'

/** What the amendment page starts from: the teacher's own values, the reason still to be written (001 art. 9.1). */
export interface AmendmentDraft {
  readonly grid: string
  readonly changes: readonly { readonly cell: string; readonly after: CellValue }[]
  readonly reason: string
}

/** Refused rows as one draft: the last value a cell, in the order in which the cells were first touched. */
export function draftOf(grid: string, rows: readonly OutboxRow[]): AmendmentDraft {
  const last = new Map<string, CellValue>()
  for (const row of rows) for (const { cell, value } of row.cells) last.set(cell, value)
  return { grid, changes: [...last].map(([cell, after]) => ({ cell, after })), reason: '' }
}
