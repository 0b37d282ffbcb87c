import { useTranslation } from 'react-i18next'
import { type CellKey, type Column, type HistoryRow, formatCell } from '@hocba/shared/grid'
import { usePeople } from '../app/people.ts'
import type { GridModel } from '../grid/model.ts'
import { useGridText } from '../grid/text.ts'
import { showTime } from '../text/time.ts'
import { rivalsOf } from './conflict-choice.ts'

interface ConflictPanelProps {
  readonly model: GridModel
  readonly cell: CellKey
  readonly column: Column
  readonly rows: readonly HistoryRow[]
  readonly onKept: (value: string) => void
}

/** Both values of a cell that two people wrote without seeing each other; keeping one writes it forward, and both stay in the history. */
export function ConflictPanel({ model, cell, column, rows, onKept }: ConflictPanelProps) {
  const text = useGridText()
  const { i18n } = useTranslation()
  const nameOf = usePeople()
  const rivals = rivalsOf(rows)
  const present = model.replica.value(cell)

  function keep(row: HistoryRow) {
    model.replica.keep({ cell, value: row.after })
    onKept(formatCell(column.value, row.after))
  }

  return (
    <section className="conflict-panel" aria-labelledby="conflict-title">
      <h3 id="conflict-title">{text.conflictTitle}</h3>
      <p>{text.conflictLead}</p>
      {rivals === undefined && <p className="hint">{text.conflictSending}</p>}
      <ul>
        {rivals?.map((row) => (
          <li key={row.seq}>
            <p>
              <strong>{formatCell(column.value, row.after) || '–'}</strong> {row.after === present && <small>({text.shownNow})</small>}
            </p>
            <p className="who">{nameOf(row.actor)}</p>
            <time dateTime={row.at}>{showTime(i18n.language, row.at)}</time>
            {model.writable && (
              <button type="button" className="button small" onClick={() => keep(row)}>
                {text.keepThis}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
