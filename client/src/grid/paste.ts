import { type CellKey, type Column, cellKey } from '@hocba/shared/grid'
import type { CellChange } from '../replica/index.ts'
import { readEntry } from './entry.ts'
import type { GridText } from './text.ts'

export interface RefusedPaste {
  readonly place: string
  readonly reason: string
}

export interface PastePlan {
  readonly changes: readonly CellChange[]
  readonly refused: readonly RefusedPaste[]
}

export interface PasteTarget {
  readonly students: readonly { readonly id: string; readonly name: string }[]
  /** Every column the user sees from the left, computed ones as `null`. */
  readonly columns: readonly (Column | null)[]
  readonly row: number
  readonly column: number
  readonly writable: (cell: CellKey) => boolean
}

/** Which cells a pasted block writes, and which it does not and why: nothing is dropped without a word. */
export function planPaste(block: readonly (readonly string[])[], target: PasteTarget, text: GridText): PastePlan {
  const changes: CellChange[] = []
  const refused: RefusedPaste[] = []
  block.forEach((cells, down) => {
    cells.forEach((typed, across) => {
      const outcome = planCell(typed, target, target.row + down, target.column + across, text)
      if ('reason' in outcome) refused.push(outcome)
      else changes.push(outcome)
    })
  })
  return { changes, refused }
}

function planCell(typed: string, target: PasteTarget, row: number, at: number, text: GridText): CellChange | RefusedPaste {
  const student = target.students[row]
  const column = target.columns[at]
  if (!student || column === undefined) return { place: typed, reason: text.pasteOutside }
  if (column === null) return { place: student.name, reason: text.pasteReadOnly }
  const cell = cellKey(student.id, column.id)
  const place = `${student.name}, ${column.name}`
  if (!target.writable(cell)) return { place, reason: text.pasteReadOnly }
  const entry = readEntry(column, typed, text)
  return entry.ok ? { cell, value: entry.value } : { place, reason: entry.error }
}
