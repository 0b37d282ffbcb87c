import {
  type TermAssessments,
  gridResult,
  isCommentLevel,
  termAverage,
  termComment,
  yearAverage,
  yearComment,
} from '@hocba/shared/assessment'
import type { CommentLevel, Explained } from '@hocba/shared/assessment'
import { type Tenths, isTenths } from '@hocba/shared/core'
import { type CellKey, type CellValue, type Column, type GridName, cellKey, parseGridId } from '@hocba/shared/grid'
import type { GridReplica } from '../replica/index.ts'
import type { Card } from './card.ts'

export type ComputedId = 'tb' | 'cn'

/** A grid as its page shows it: what the replica holds, and the averages over it (Circular 22 art. 9). */
export class GridModel {
  readonly name: GridName
  /** The columns that can be selected, from the left. */
  readonly axis: readonly string[]
  readonly #replica: GridReplica
  readonly #rows: ReadonlyMap<string, number>
  #card: Card

  constructor(card: Card, replica: GridReplica) {
    const name = parseGridId(card.id)
    if (!name) throw new RangeError('a card names a grid')
    this.name = name
    this.#card = card
    this.#replica = replica
    this.#rows = new Map(card.students.map((student, index) => [student.id, index]))
    this.axis = ['name', ...this.columns.map((column) => column.id), ...this.computed]
  }

  get card(): Card {
    return this.#card
  }

  set card(card: Card) {
    this.#card = card
  }

  get replica(): GridReplica {
    return this.#replica
  }

  get columns(): readonly Column[] {
    return this.#card.columns
  }

  /** Only what is computed: the levels of primary school are given by the teacher (Circular 27 art. 7, 8), conduct likewise. */
  get computed(): readonly ComputedId[] {
    if (this.#card.kind !== 'scored' && this.#card.kind !== 'comment') return []
    return this.#card.term === 'HK2' ? ['tb', 'cn'] : ['tb']
  }

  /** The row of a student, `-1` for somebody who is not in the class. */
  rowOf(student: string): number {
    return this.#rows.get(student) ?? -1
  }

  get writable(): boolean {
    return this.#card.rights.write && this.#card.state === 'open'
  }

  value(student: string, column: Column): CellValue {
    return this.#replica.value(cellKey(student, column.id))
  }

  /** The running value, without its explanation: this is asked for on every keystroke. */
  result(student: string, id: ComputedId): CellValue {
    if (id === 'cn') return this.explain(student, 'cn').value
    return gridResult(this.name, new Map(this.columns.map((column) => [column.id, this.value(student, column)])))
  }

  explain(student: string, id: ComputedId): Explained<Tenths | CommentLevel | null> {
    const scored = this.#card.kind === 'scored'
    if (id === 'tb') return scored ? this.#termAverage(student) : this.#termComment(student)
    const hk2 = this.result(student, 'tb')
    if (!scored) return yearComment(isCommentLevel(hk2) ? hk2 : null)
    const hk1 = this.#card.term1?.[student]
    return yearAverage(isTenths(hk1) ? hk1 : null, isTenths(hk2) ? hk2 : null)
  }

  isConflict(cell: CellKey): boolean {
    return this.#replica.isConflict(cell) || (this.#card.conflicts.includes(cell) && !this.#replica.isSettled(cell))
  }

  /** The value of a refused edit of this cell, still unsettled by its author. */
  refusedValue(cell: CellKey): CellValue | undefined {
    for (const row of this.#replica.status.refused.toReversed()) {
      const intent = row.cells.find((one) => one.cell === cell)
      if (intent) return intent.value
    }
    return undefined
  }

  #termAverage(student: string): Explained<Tenths | null> {
    return termAverage(this.#assessments(student, isTenths), this.name.subject.regularCount)
  }

  #termComment(student: string): Explained<CommentLevel | null> {
    return termComment(this.#assessments(student, isCommentLevel), this.name.subject.regularCount)
  }

  #assessments<Value extends CellValue>(student: string, is: (value: unknown) => value is Value): TermAssessments<Value> {
    const read = (id: string): Value | null => {
      const column = this.columns.find((one) => one.id === id)
      const value = column ? this.value(student, column) : null
      return is(value) ? value : null
    }
    const tx = this.columns.filter((column) => column.id.startsWith('tx')).map((column) => read(column.id))
    return { tx, gk: read('gk'), ck: read('ck') }
  }
}
