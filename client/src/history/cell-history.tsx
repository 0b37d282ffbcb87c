import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type CellKey, type Column, formatCell } from '@hocba/shared/grid'
import { isOffline } from '../app/problem.ts'
import { usePeople } from '../app/people.ts'
import type { GridModel } from '../grid/model.ts'
import { useGridText } from '../grid/text.ts'
import { useTold } from '../grid/use-replica.ts'
import { showTime } from '../text/time.ts'
import { ProblemAlert } from '../ui/alert.tsx'
import { Loading } from '../ui/page.tsx'
import { ConflictPanel } from './conflict-panel.tsx'
import { historyQuery } from './history-query.ts'

interface CellHistoryProps {
  readonly model: GridModel
  readonly cell: CellKey
  readonly column: Column
  readonly onKept: (value: string) => void
}

/** Who changed this cell, from what to what, when (001 art. 9): newest first, as people ask. A conflict stands above, to be decided. */
export function CellHistory({ model, cell, column, onKept }: CellHistoryProps) {
  const text = useGridText()
  const { i18n } = useTranslation()
  const query = useQuery(historyQuery(model.card.id, cell))
  const nameOf = usePeople()
  useFollowCell(model, cell, query.refetch)
  if (query.data === undefined) {
    if (isOffline(query.error)) return <p className="hint">{text.historyOffline}</p>
    return query.error === null ? <Loading /> : <ProblemAlert problem={query.error} />
  }
  if (query.data.length === 0) return <p className="hint">{text.historyNone}</p>
  return (
    <>
      {model.isConflict(cell) && <ConflictPanel model={model} cell={cell} column={column} rows={query.data} onKept={onKept} />}
      <ol className="cell-history">
        {query.data.toReversed().map((row, index) => (
          <li key={`${row.seq} ${index}`}>
            <span className="change">{text.historyRow(formatCell(column.value, row.before), formatCell(column.value, row.after))}</span>
            <span className="who">{nameOf(row.actor)}</span>
            <time dateTime={row.at}>{showTime(i18n.language, row.at)}</time>
            {row.kind !== 'edit' && <span className="kind">{text.historyKind[row.kind]}</span>}
            {row.clock === 'back' && <span className="kind warn">{text.historyClock}</span>}
            {row.conflict && <span className="kind warn">{text.historyConflict}</span>}
          </li>
        ))}
      </ol>
    </>
  )
}

/** Asks again when the cell changes while its history is open, from here (once it is acknowledged) or from elsewhere. */
function useFollowCell(model: GridModel, cell: CellKey, refetch: () => unknown): void {
  const { replica } = model
  const pending = useTold(replica, (one) => one.isPending(cell))
  useEffect(() => {
    if (!pending) refetch()
  }, [pending, refetch])
  useEffect(
    () =>
      replica.onCells((cells, remote) => {
        if (remote && cells.has(cell)) refetch()
      }),
    [replica, cell, refetch],
  )
}
