import { type Explained, explainTerm, explainYear } from '@hocba/shared/assessment'
import { type CellValue, parseGridId } from '@hocba/shared/grid'
import type { BoardSubject } from './answers.ts'

/** How a result on the board came about, by the same rules the server computed it with. */
export function explainOnBoard(subject: BoardSubject, student: string, id: 'tb' | 'cn'): Explained<CellValue> | undefined {
  const grid = parseGridId(subject.grid)
  if (!grid) return undefined
  const term = explainTerm(grid.subject, new Map(Object.entries(subject.values[student] ?? {})))
  return id === 'tb' ? term : explainYear(grid.subject, subject.term1?.[student] ?? null, term.value)
}
