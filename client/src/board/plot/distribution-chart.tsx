import { type PlotOptions, barY, text as label, ruleY } from '@observablehq/plot'
import { useMemo, useState } from 'react'
import { SelectField } from '../../ui/field.tsx'
import type { Board } from '../answers.ts'
import { useBoardText } from '../text.ts'
import { Chart } from './chart.tsx'
import { type Bin, columnsToPlot, distributionOf } from './distribution.ts'

/** How the marks of one column lie over the class; nobody is named. */
export function DistributionChart({ board }: { readonly board: Board }) {
  const text = useBoardText()
  const plotted = board.subjects.filter((one) => columnsToPlot(board, one, text).length > 0)
  const [subjectId, setSubject] = useState(plotted[0]?.subject ?? '')
  const [columnId, setColumn] = useState('gk')
  const subject = plotted.find((one) => one.subject === subjectId) ?? plotted[0]
  const columns = subject ? columnsToPlot(board, subject, text) : []
  const column = columns.find(({ id }) => id === columnId) ?? columns[0]
  const chosen = column?.id
  const result = useMemo(
    () => (subject && chosen !== undefined ? distributionOf(subject, chosen, board.students) : { bins: [], empty: 0 }),
    [subject, chosen, board.students],
  )
  const { bins, empty } = result
  const options = useMemo(
    (): PlotOptions => ({
      marginLeft: 40,
      x: { label: null, domain: bins.map(({ name }) => name) },
      y: { label: text.count, grid: true, interval: 1, tickFormat: 'd' },
      marks: [
        barY(bins, { x: 'name', y: 'count', fill: 'var(--accent)' }),
        label(bins, { x: 'name', y: 'count', text: ({ count }: Bin) => (count > 0 ? String(count) : ''), dy: -7 }),
        ruleY([0]),
      ],
    }),
    [bins, text],
  )
  if (!subject || !column) return null
  const title = text.distribution(column.name, subject.subjectName)
  const said = text.distributionSaid(bins.map(({ name, count }) => `${name}: ${count}`).join('; '))
  return (
    <div className="stack tight">
      <div className="columns">
        <SelectField label={text.subject} value={subject.subject} onChange={(event) => setSubject(event.target.value)}>
          {plotted.map((one) => (
            <option key={one.subject} value={one.subject}>
              {one.subjectName}
            </option>
          ))}
        </SelectField>
        <SelectField label={text.column} value={column.id} onChange={(event) => setColumn(event.target.value)}>
          {columns.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
      <Chart
        title={title}
        said={said}
        options={options}
        table={
          <table>
            <thead>
              <tr>
                <th scope="col">{text.range}</th>
                <th scope="col" className="number">
                  {text.count}
                </th>
              </tr>
            </thead>
            <tbody>
              {[...bins, { name: text.notEntered, count: empty }].map(({ name, count }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td className="number">{count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        }
      />
    </div>
  )
}
