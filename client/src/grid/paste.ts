import { type CellKey, type Column, cellKey } from '@hocba/shared/grid'
import type { CellChange } from '../replica/index.ts'
import { type Area, heightOf, widthOf } from './area.ts'
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

export type Block = readonly (readonly string[])[]

export interface PasteTarget {
  readonly students: readonly { readonly id: string; readonly name: string }[]
  /** Every column the user sees from the left, computed ones as `null`. */
  readonly columns: readonly (Column | null)[]
  readonly row: number
  readonly column: number
  readonly writable: (cell: CellKey) => boolean
  /** What a cell that cannot be written shows: pasting the same over it loses nothing and needs no word. */
  readonly shown?: (row: number, column: number) => string
}

/** One value, or a block that fits a whole number of times, fills a selected range, as in a spreadsheet. */
export function spread(block: Block, area: Area): Block {
  const rows = block.length
  const columns = Math.max(0, ...block.map((row) => row.length))
  const [height, width] = [heightOf(area), widthOf(area)]
  if (rows === 0 || columns === 0 || height % rows !== 0 || width % columns !== 0) return block
  return Array.from({ length: height }, (_, down) =>
    Array.from({ length: width }, (_, across) => block[down % rows]?.[across % columns] ?? ''),
  )
}

/** Which cells a pasted block writes, and which it does not and why: nothing is dropped without a word. */
export function planPaste(block: Block, target: PasteTarget, text: GridText): PastePlan {
  const changes: CellChange[] = []
  const refused: RefusedPaste[] = []
  block.forEach((cells, down) => {
    cells.forEach((typed, across) => {
      const outcome = planCell(typed, target, target.row + down, target.column + across, text)
      if (outcome === 'same') return
      if ('reason' in outcome) refused.push(outcome)
      else changes.push(outcome)
    })
  })
  return { changes, refused }
}

function planCell(typed: string, target: PasteTarget, row: number, at: number, text: GridText): CellChange | RefusedPaste | 'same' {
  const student = target.students[row]
  const column = target.columns[at]
  if (typed.trim() === '' && (!student || !column)) return 'same'
  if (!student || column === undefined) return { place: `«${typed}»`, reason: text.pasteOutside }
  if (target.shown?.(row, at) === typed.trim()) return 'same'
  if (column === null) return { place: student.name, reason: text.pasteReadOnly }
  const cell = cellKey(student.id, column.id)
  const place = `${student.name}, ${column.name}`
  if (!target.writable(cell)) return { place, reason: text.pasteReadOnly }
  const entry = readEntry(column, typed, text)
  return entry.ok ? { cell, value: entry.value } : { place, reason: entry.error }
}
