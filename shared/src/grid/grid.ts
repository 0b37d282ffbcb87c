import type { Brand } from '../core/brand.ts'
import { gradeOf } from '../school/class.ts'
import { type Subject, type SubjectId, subjectIn } from '../school/subject.ts'

/** `2025-6A.TOAN.HK1`: class × subject × term. */
export type GridId = Brand<string, 'GridId'>

export type Term = 'HK1' | 'HK2'

export const terms: readonly Term[] = ['HK1', 'HK2']

export interface GridName {
  readonly id: GridId
  readonly year: string
  readonly class: string
  readonly subject: Subject
  readonly term: Term
}

const pattern = /^(\d{4})-([0-9]{1,2}[A-Z][0-9]{0,2})\.([A-Z0-9]+)\.(HK1|HK2)$/

/** The parts of a grid id, or `undefined` when the text is no grid id. The subject is the one of the class's grade. */
export function parseGridId(text: string): GridName | undefined {
  const match = pattern.exec(text)
  if (!match) return undefined
  const [, year, className, subject, term] = match as unknown as [string, string, string, string, Term]
  const found = subjectIn(gradeOf(className), subject)
  return found && { id: text as GridId, year, class: className, subject: found, term }
}

export const gridId = (year: string, className: string, subject: SubjectId, term: Term): GridId =>
  `${year}-${className}.${subject}.${term}` as GridId

/** The same class and subject in the other term. */
export const sameGridIn = (grid: GridName, term: Term): GridId => gridId(grid.year, grid.class, grid.subject.id, term)

/** The two documents of a grid: its cells and, beside them, its remarks. */
export const remarksName = (grid: GridId): string => `${grid}.remarks`
