import type { Spot } from './area.ts'

/** What a key must know of the grid to say where it leads. */
export interface Frame {
  readonly rows: number
  readonly columns: number
  /** The first column that scrolls: Home goes here, as in a spreadsheet whose names are frozen, and once more to the very first. */
  readonly first: number
  /** Rows of one screen. */
  readonly page: number
  readonly filled: (spot: Spot) => boolean
}

interface Press {
  readonly key: string
  readonly ctrl: boolean
}

type Step = readonly [down: number, across: number]

const arrows: Readonly<Record<string, Step>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

/** Where a key of movement leads, as in Sheets; `undefined` for any other key. */
export function destination({ key, ctrl }: Press, from: Spot, frame: Frame): Spot | undefined {
  const arrow = arrows[key]
  if (arrow) return ctrl ? jump(from, arrow, frame) : bounded(step(from, arrow), frame)
  if (key === 'Home')
    return ctrl ? { row: 0, column: frame.first } : { row: from.row, column: from.column === frame.first ? 0 : frame.first }
  if (key === 'End') return { row: ctrl ? frame.rows - 1 : from.row, column: frame.columns - 1 }
  if (key === 'PageUp') return bounded({ ...from, row: from.row - frame.page }, frame)
  if (key === 'PageDown') return bounded({ ...from, row: from.row + frame.page }, frame)
  return undefined
}

const step = ({ row, column }: Spot, [down, across]: Step): Spot => ({ row: row + down, column: column + across })

const bounded = ({ row, column }: Spot, { rows, columns }: Frame): Spot => ({
  row: Math.max(0, Math.min(rows - 1, row)),
  column: Math.max(0, Math.min(columns - 1, column)),
})

const inside = ({ row, column }: Spot, { rows, columns }: Frame): boolean => row >= 0 && row < rows && column >= 0 && column < columns

/** To the end of a run of filled cells; from there, or from an empty cell, to the next filled one or the edge. */
function jump(from: Spot, way: Step, frame: Frame): Spot {
  let at = step(from, way)
  if (!inside(at, frame)) return from
  const inRun = frame.filled(from) && frame.filled(at)
  for (let next = step(at, way); inside(next, frame); next = step(at, way)) {
    if (inRun ? !frame.filled(next) : frame.filled(at)) return at
    at = next
  }
  return at
}
