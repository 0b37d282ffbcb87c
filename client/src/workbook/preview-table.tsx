import { useTranslation } from 'react-i18next'
import { cellKey, formatCell } from '@hocba/shared/grid'
import {
  type MarksSheet,
  type MatchedColumn,
  type Problem,
  type WorkbookRow,
  type WorkbookSheet,
  showCell,
  studentIdOf,
} from '@hocba/shared/workbook'
import type { GridModel } from '../grid/model.ts'
import { useWorkbookText } from './text.ts'

interface PreviewProps {
  readonly sheet: WorkbookSheet
  readonly plan: MarksSheet
  readonly model: GridModel
}

/** The sheet as it stands in the file, each cell with what becomes of it. */
export function PreviewTable({ sheet, plan, model }: PreviewProps) {
  const text = useWorkbookText()
  const columns = plan.columns.filter(({ use }) => use !== 'passed-over').toSorted((a, b) => a.at - b.at)
  const [, ...rows] = sheet.rows
  return (
    <section aria-labelledby="import-preview-title">
      <h3 id="import-preview-title">{text.preview}</h3>
      <p className="hint">{text.legend}</p>
      <div className="import-table" tabIndex={0} role="region" aria-label={text.previewLabel}>
        <table>
          <thead>
            <tr>
              {columns.map(({ title }) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.number}>
                {columns.map((column) => (
                  <PreviewCell key={column.title} row={row} column={column} columns={columns} plan={plan} model={model} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

interface CellProps extends Omit<PreviewProps, 'sheet'> {
  readonly row: WorkbookRow
  readonly column: MatchedColumn
  readonly columns: readonly MatchedColumn[]
}

function PreviewCell({ row, column, columns, plan, model }: CellProps) {
  const shown = showCell(row.cells[column.at] ?? null)
  const problem = plan.problems.find((one) => one.row === row.number && one.column === column.title)
  if (problem) return <RefusedCell shown={shown} problem={problem} />
  const change = changeOf(row, column, columns, plan, model)
  if (!change) return <td className={column.use === 'id' || column.use === 'name' ? undefined : 'same'}>{shown}</td>
  return (
    <td className="changed">
      {change.before !== '' && (
        <>
          <del>{change.before}</del> →{' '}
        </>
      )}
      <ins>{change.after}</ins>
    </td>
  )
}

function RefusedCell({ shown, problem }: { readonly shown: string; readonly problem: Problem }) {
  const text = useWorkbookText()
  const { i18n } = useTranslation()
  const reason = i18n.language === 'en' ? problem.english : problem.message
  return (
    <td className="refused" title={reason}>
      <span aria-hidden="true">✕ </span>
      {shown}
      <span className="visually-hidden">{text.refusedCell(reason)}</span>
    </td>
  )
}

function changeOf(row: WorkbookRow, { use }: MatchedColumn, columns: readonly MatchedColumn[], plan: MarksSheet, model: GridModel) {
  const column = model.columns.find((one) => one.id === use)
  const place = columns.find((one) => one.use === 'id')
  if (!column || !place) return undefined
  const cell = cellKey(studentIdOf(showCell(row.cells[place.at] ?? null)), column.id)
  const change = plan.goodRows.changes.find((one) => one.cell === cell)
  return change && { before: formatCell(column.value, model.replica.value(cell)), after: formatCell(column.value, change.value) }
}
