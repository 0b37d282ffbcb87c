import type { CellKey, CellValue } from '@hocba/shared/grid'
import type { CellIntent, RowId } from '../outbox/index.ts'

/** One action of this user: undone by writing `before` forward, never by taking back what Yjs did. */
export interface Action {
  readonly rows: readonly RowId[]
  readonly cells: readonly Pick<CellIntent, 'cell' | 'before' | 'value'>[]
}

/** With the cells that somebody else has written since: never touched again, even if the value looks like the user's own. */
interface Remembered extends Action {
  readonly foreign: ReadonlySet<CellKey>
}

export interface Step {
  readonly changes: readonly { readonly cell: CellKey; readonly value: CellValue }[]
  /** Cells that somebody has written meanwhile: they are left alone, and the user is told. */
  readonly skipped: readonly CellKey[]
}

const longest = 200

/** The user's own actions in this window, newest last. */
export class UndoStack {
  #done: Remembered[] = []
  #undone: Remembered[] = []

  get canUndo(): boolean {
    return this.#done.length > 0
  }

  get canRedo(): boolean {
    return this.#undone.length > 0
  }

  push(action: Action): void {
    this.#done = [...this.#done, { ...action, foreign: new Set<CellKey>() }].slice(-longest)
    this.#undone = []
  }

  undo(value: (cell: CellKey) => CellValue): Step | undefined {
    const action = this.#done.pop()
    if (!action) return undefined
    this.#undone.push(action)
    return stepOf(
      action.cells.map(({ cell, before, value: after }): Move => ({ cell, from: after, to: before })),
      value,
      action.foreign,
    )
  }

  redo(value: (cell: CellKey) => CellValue): Step | undefined {
    const action = this.#undone.pop()
    if (!action) return undefined
    this.#done.push(action)
    return stepOf(
      action.cells.map(({ cell, before, value: after }): Move => ({ cell, from: before, to: after })),
      value,
      action.foreign,
    )
  }

  /** Somebody else has written these cells. */
  foreign(cells: ReadonlySet<CellKey>): void {
    const mark = (action: Remembered): Remembered => {
      const touched = action.cells.filter(({ cell }) => cells.has(cell)).map(({ cell }) => cell)
      return touched.length === 0 ? action : { ...action, foreign: new Set([...action.foreign, ...touched]) }
    }
    this.#done = this.#done.map(mark)
    this.#undone = this.#undone.map(mark)
  }

  /** A refused action never happened. */
  forget(row: RowId): void {
    const keeps = (action: Action): boolean => !action.rows.includes(row)
    this.#done = this.#done.filter(keeps)
    this.#undone = this.#undone.filter(keeps)
  }
}

interface Move {
  readonly cell: CellKey
  readonly from: CellValue
  readonly to: CellValue
}

function stepOf(moves: readonly Move[], value: (cell: CellKey) => CellValue, foreign: ReadonlySet<CellKey>): Step {
  const isMine = ({ cell, from }: Move): boolean => !foreign.has(cell) && value(cell) === from
  const mine = moves.filter(isMine)
  const others = moves.filter((move) => !isMine(move))
  return { changes: mine.map(({ cell, to }) => ({ cell, value: to })), skipped: others.map(({ cell }) => cell) }
}
