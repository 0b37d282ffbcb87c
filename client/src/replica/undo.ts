import type { CellKey, CellValue } from '@hocba/shared/grid'
import type { CellIntent, RowId } from '../outbox/index.ts'

/** One action of this user: undone by writing `before` forward, never by taking back what Yjs did. */
export interface Action {
  readonly rows: readonly RowId[]
  readonly cells: readonly Pick<CellIntent, 'cell' | 'before' | 'value'>[]
}

export interface Step {
  readonly changes: readonly { readonly cell: CellKey; readonly value: CellValue }[]
  /** Cells that somebody has written meanwhile: they are left alone, and the user is told. */
  readonly skipped: readonly CellKey[]
}

const longest = 200

/** The user's own actions in this window, newest last. */
export class UndoStack {
  #done: Action[] = []
  #undone: Action[] = []

  get canUndo(): boolean {
    return this.#done.length > 0
  }

  get canRedo(): boolean {
    return this.#undone.length > 0
  }

  push(action: Action): void {
    this.#done = [...this.#done, action].slice(-longest)
    this.#undone = []
  }

  undo(value: (cell: CellKey) => CellValue): Step | undefined {
    const action = this.#done.pop()
    if (!action) return undefined
    this.#undone.push(action)
    return stepOf(
      action.cells.map(({ cell, before, value: after }) => ({ cell, from: after, to: before })),
      value,
    )
  }

  redo(value: (cell: CellKey) => CellValue): Step | undefined {
    const action = this.#undone.pop()
    if (!action) return undefined
    this.#done.push(action)
    return stepOf(
      action.cells.map(({ cell, before, value: after }) => ({ cell, from: before, to: after })),
      value,
    )
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

function stepOf(moves: readonly Move[], value: (cell: CellKey) => CellValue): Step {
  const mine = moves.filter(({ cell, from }) => value(cell) === from)
  const others = moves.filter(({ cell, from }) => value(cell) !== from)
  return { changes: mine.map(({ cell, to }) => ({ cell, value: to })), skipped: others.map(({ cell }) => cell) }
}
