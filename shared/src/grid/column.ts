import { type AssessmentPeriod, type PrimaryForm } from '../school/primary-subject.ts'
import { type QualityId, qualitiesOf } from '../school/quality.ts'
import type { GridName } from './grid.ts'

export type SecondaryColumnId = 'tx1' | 'tx2' | 'tx3' | 'tx4' | 'gk' | 'ck' | 'rl' | 'nghi'

/** `pcyngk`: patriotism at midterm. */
export type QualityColumnId = `${QualityId}${AssessmentPeriod}`

/** Level and test of a primary subject at midterm and at the end of the term, and the qualities likewise. */
export type PrimaryColumnId = 'mgk' | 'ktgk' | 'mck' | 'ktck' | QualityColumnId

export type ColumnId = SecondaryColumnId | PrimaryColumnId

/** What a column holds; the grammar and the editor read the permitted values from it. */
export type ColumnValue = 'mark' | 'comment' | 'conduct' | 'absences' | 'level' | 'test' | 'quality'

export interface Column {
  readonly id: ColumnId
  readonly value: ColumnValue
  /** Heading as printed in the prescribed gradebook. */
  readonly name: string
}

const regular = ['tx1', 'tx2', 'tx3', 'tx4'] as const

const absences: Column = { id: 'nghi', value: 'absences', name: 'Số buổi nghỉ' }

/** The columns that a grid stores, in order. Averages (`tb`, `cn`) are computed and never stored. */
export function columnsOf(grid: Pick<GridName, 'subject'>): readonly Column[] {
  const { kind, regularCount, primary } = grid.subject
  if (kind === 'level' || kind === 'quality' || primary !== undefined) return primaryColumns(kind, primary)
  if (kind === 'homeroom') return [{ id: 'rl', value: 'conduct', name: 'Rèn luyện' }, absences]
  const value = kind === 'scored' ? 'mark' : 'comment'
  return [
    ...regular.slice(0, regularCount).map((id, index): Column => ({ id, value, name: `ĐĐGtx ${index + 1}` })),
    { id: 'gk', value, name: 'ĐĐGgk' },
    { id: 'ck', value, name: 'ĐĐGck' },
  ]
}

const periods: readonly { readonly id: AssessmentPeriod; readonly name: string; readonly short: string }[] = [
  { id: 'gk', name: 'giữa kì', short: 'GK' },
  { id: 'ck', name: 'cuối kì', short: 'CK' },
]

/** Circular 27 art. 7, 8: every period has a level (and, where the grade asks for it, a test); the homeroom grid counts absences. */
function primaryColumns(kind: GridName['subject']['kind'], form: PrimaryForm | undefined): readonly Column[] {
  if (kind === 'homeroom') return [absences]
  if (kind === 'quality') {
    return periods.flatMap(({ id, short }) =>
      qualitiesOf(form?.grade ?? 0).map((one): Column => ({ id: `${one.id}${id}`, value: 'quality', name: `${one.name} (${short})` })),
    )
  }
  return periods.flatMap(({ id, name }): readonly Column[] => {
    const level: Column = { id: `m${id}`, value: 'level', name: `Mức ${name}` }
    return form?.tests.includes(id) === true ? [level, { id: `kt${id}`, value: 'test', name: `Điểm KT ${name}` }] : [level]
  })
}
