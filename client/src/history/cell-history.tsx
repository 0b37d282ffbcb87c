import { queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Column, type HistoryRow, formatCell } from '@hocba/shared/grid'
import { api } from '../app/api.ts'
import { isOffline } from '../app/problem.ts'
import { peopleQuery } from '../app/queries.ts'
import { useGridText } from '../grid/text.ts'
import { showTime } from '../text/time.ts'
import { ProblemAlert } from '../ui/alert.tsx'
import { Loading } from '../ui/page.tsx'

const historyQuery = (gridId: string, cell: string) =>
  queryOptions({
    queryKey: ['grid', gridId, 'history', cell],
    queryFn: () => api.get<readonly HistoryRow[]>(`/api/grids/${gridId}/history?cell=${encodeURIComponent(cell)}`),
    staleTime: 0,
  })

/** Who changed this cell, from what to what, when (001 art. 9): newest first, as people ask. */
export function CellHistory({ gridId, cell, column }: { readonly gridId: string; readonly cell: string; readonly column: Column }) {
  const text = useGridText()
  const { i18n } = useTranslation()
  const query = useQuery(historyQuery(gridId, cell))
  const people = useQuery(peopleQuery)
  const nameOf = (actor: string): string => people.data?.find((person) => person.id === actor)?.name ?? actor
  if (query.data === undefined) {
    if (isOffline(query.error)) return <p className="hint">{text.historyOffline}</p>
    return query.error === null ? <Loading /> : <ProblemAlert problem={query.error} />
  }
  if (query.data.length === 0) return <p className="hint">{text.historyNone}</p>
  return (
    <ol className="cell-history">
      {query.data.toReversed().map((row, index) => (
        <li key={`${row.seq} ${index}`}>
          <span className="change">{text.historyRow(formatCell(column.value, row.before), formatCell(column.value, row.after))}</span>
          <span className="who">{nameOf(row.actor)}</span>
          <time dateTime={row.at}>{showTime(i18n.language, row.at)}</time>
          {row.kind !== 'edit' && <span className="kind">{text.historyKind[row.kind]}</span>}
          {row.conflict && <span className="kind warn">{text.historyConflict}</span>}
        </li>
      ))}
    </ol>
  )
}
