import { type Tenths, isTenths } from '../core/tenths.ts'
import type { CellValue } from '../grid/cell.ts'
import type { ColumnId } from '../grid/column.ts'
import { type Subject, isKeptByHomeroom } from '../school/subject.ts'
import { averageOfTerm } from './circular-22/average.ts'
import { type SubjectLevel, isSubjectLevel } from './circular-27/level.ts'
import { type CommentLevel, isCommentLevel } from './level.ts'

const regularColumns: readonly ColumnId[] = ['tx1', 'tx2', 'tx3', 'tx4']

/**
 * The term result of one row of a grid, from its cells by column id, without an explanation: computed while a teacher
 * types. Tenths for a scored subject, Đ/CĐ for a comment-assessed one, in primary school the level at the end of the term;
 * `null` while undecided and in the grids of the homeroom teacher.
 */
export function gridResult(
  grid: { readonly subject: Subject },
  cells: ReadonlyMap<string, CellValue>,
): Tenths | CommentLevel | SubjectLevel | null {
  const { kind, regularCount } = grid.subject
  if (isKeptByHomeroom(grid.subject)) return null
  if (kind === 'level') return levelResult(cells)
  const regular = regularColumns.slice(0, regularCount)
  return kind === 'scored' ? scoredResult(regular, cells) : commentResult(regular, cells)
}

function scoredResult(columns: readonly ColumnId[], cells: ReadonlyMap<string, CellValue>): Tenths | null {
  const regular = columns.map((column) => cells.get(column)).filter(isTenths)
  const gk = cells.get('gk')
  const ck = cells.get('ck')
  if (regular.length < columns.length || !isTenths(gk) || !isTenths(ck)) return null
  return averageOfTerm(regular, gk, ck)
}

function commentResult(columns: readonly ColumnId[], cells: ReadonlyMap<string, CellValue>): CommentLevel | null {
  const all = [...columns, 'gk', 'ck'].map((column) => cells.get(column))
  if (!all.every(isCommentLevel)) return null
  return all.includes('CD') ? 'CD' : 'D'
}

/** Circular 27 art. 7.1: the teacher gives the level; nothing is computed from the test. */
function levelResult(cells: ReadonlyMap<string, CellValue>): SubjectLevel | null {
  const level = cells.get('mck')
  return isSubjectLevel(level) ? level : null
}
