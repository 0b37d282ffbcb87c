import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type HistoryRow, formatCell, parseCellKey } from '@hocba/shared/grid'
import { usePeople } from '../app/people.ts'
import { nameCell, nameStudent } from '../grid/commands.ts'
import type { GridModel } from '../grid/model.ts'
import { type GridText, useGridText } from '../grid/text.ts'
import { showTime } from '../text/time.ts'
import { SelectField } from '../ui/field.tsx'
import { toCsv } from './csv.ts'
import { saveFile } from './save-file.ts'
import { type HistoryFilter, passes } from './standing.ts'

interface HistoryLinesProps {
  readonly model: GridModel
  readonly rows: readonly HistoryRow[]
  /** Shows the grid as it stood after this entry. */
  readonly onGo: (seq: number) => void
}

const most = 300

/** Every change that passes the filter, newest first, and the same as a file. */
export function HistoryLines({ model, rows, onGo }: HistoryLinesProps) {
  const text = useGridText()
  const { i18n } = useTranslation()
  const nameOf = usePeople()
  const [filter, setFilter] = useState<HistoryFilter>({ actor: '', column: '', student: '' })
  const found = rows.filter(passes(filter))
  const actors = [...new Set(rows.map((row) => row.actor))]

  function exportCsv() {
    const lines = found.map((row) => csvLine(model, row, nameOf, text))
    saveFile(`nhat-ky-${model.card.id}.csv`, 'text/csv;charset=utf-8', toCsv([text.csvHead, ...lines]))
  }

  return (
    <section className="history-lines" aria-label={text.timeline}>
      <div className="row">
        <Choice
          label={text.filterPerson}
          options={actors.map((id) => [id, nameOf(id)])}
          onChoose={(actor) => setFilter({ ...filter, actor })}
        />
        <Choice
          label={text.filterColumn}
          options={model.columns.map(({ id, name }) => [id, name])}
          onChoose={(column) => setFilter({ ...filter, column })}
        />
        <Choice
          label={text.filterStudent}
          options={model.card.students.map(({ id, name }) => [id, name])}
          onChoose={(student) => setFilter({ ...filter, student })}
        />
        <button type="button" className="button small" onClick={exportCsv}>
          {text.exportCsv}
        </button>
      </div>
      <p role="status">{text.rowsShown(found.length)}</p>
      <ol>
        {found
          .slice(-most)
          .toReversed()
          .map((row, index) => (
            <li key={`${row.seq} ${index}`}>
              <button type="button" className="button quiet small" onClick={() => onGo(row.seq)}>
                <time dateTime={row.at}>{showTime(i18n.language, row.at)}</time>
              </button>
              <span>{nameOf(row.actor)}</span>
              <span>{row.cell === null ? text.historyKind[row.kind] : nameCell(model, row.cell)}</span>
              {row.cell !== null && (
                <span className="change">{text.historyRow(shown(model, row, 'before'), shown(model, row, 'after'))}</span>
              )}
              {row.conflict && <span className="kind warn">{text.historyConflict}</span>}
            </li>
          ))}
      </ol>
      {found.length > most && <p className="hint">{text.moreCells(found.length - most)}</p>}
    </section>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly options: readonly (readonly [value: string, name: string])[]
  readonly onChoose: (value: string) => void
}

function Choice({ label, options, onChoose }: ChoiceProps) {
  const text = useGridText()
  return (
    <SelectField label={label} onChange={(event) => onChoose(event.target.value)}>
      <option value="">{text.filterAll}</option>
      {options.map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}

function shown(model: GridModel, row: HistoryRow, side: 'before' | 'after'): string {
  const column = model.columns.find((one) => one.id === (row.cell && parseCellKey(row.cell)?.column))
  return column ? formatCell(column.value, row[side]) : String(row[side] ?? '')
}

function csvLine(model: GridModel, row: HistoryRow, nameOf: (id: string) => string, text: GridText): readonly string[] {
  const place = row.cell === null ? undefined : parseCellKey(row.cell)
  const column = model.columns.find((one) => one.id === place?.column)
  return [
    String(row.seq),
    row.at,
    nameOf(row.actor),
    text.historyKind[row.kind],
    place ? nameStudent(model, place.student) : text.wholeGrid,
    column?.name ?? '',
    shown(model, row, 'before'),
    shown(model, row, 'after'),
    row.conflict ? 'x' : '',
  ]
}
