import { useQuery } from '@tanstack/react-query'
import type { GridLine, ProgressLine } from '../app/answers.ts'
import { gridsQuery, progressQuery } from '../app/queries.ts'
import { hasRole, useMe } from '../app/session.tsx'

export interface BoardLine {
  readonly grid: string
  readonly className: string
  readonly subject: string
  readonly subjectName: string
  readonly term: GridLine['term']
  readonly state: GridLine['state']
  readonly filled: number
  readonly total: number
  readonly teachers: readonly string[]
  /** Absent for those who may not see the progress of signing. */
  readonly signatures?: { readonly signed: number; readonly signers: number }
  /** Whether this person may open the grid itself. */
  readonly opens: boolean
}

/** The class's grids of the term: from the grids one may read, and from the progress report where that is all one may see. */
export function useBoardLines(className: string, term: string) {
  const me = useMe()
  const reports = hasRole(me, 'principal', 'vice-principal', 'records-officer', 'department-head', 'authority-officer')
  const grids = useQuery(gridsQuery({ class: className, term }))
  const progress = useQuery({ ...progressQuery, enabled: reports, retry: false })
  const waits = reports && progress.data === undefined && progress.error === null
  const data = grids.data === undefined || waits ? undefined : merge(grids.data, ofBoard(progress.data ?? [], className, term))
  return { data, error: grids.error, refetch: grids.refetch }
}

const ofBoard = (lines: readonly ProgressLine[], className: string, term: string): readonly ProgressLine[] =>
  lines.filter((line) => line.className === className && line.term === term)

function merge(grids: readonly GridLine[], progress: readonly ProgressLine[]): readonly BoardLine[] {
  const readable = grids.map((grid): BoardLine => {
    const report = progress.find((line) => line.grid === grid.id)
    return { ...grid, grid: grid.id, opens: true, ...(report === undefined ? {} : { signatures: report }) }
  })
  const reported = progress
    .filter((line) => !grids.some((grid) => grid.id === line.grid))
    .map((line): BoardLine => ({ ...line, signatures: line, opens: false }))
  return [...readable, ...reported]
}
