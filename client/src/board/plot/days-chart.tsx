import { useQuery } from '@tanstack/react-query'
import { type PlotOptions, areaY, lineY, ruleY } from '@observablehq/plot'
import { useMemo } from 'react'
import { showDay } from '../../text/time.ts'
import { Answered } from '../../ui/page.tsx'
import type { EntryDays } from '../answers.ts'
import { daysQuery } from '../board-queries.ts'
import { useBoardText } from '../text.ts'
import { Chart } from './chart.tsx'

/** How entry went, day by day, without a mark. */
export function DaysChart({ className, term }: { readonly className: string; readonly term: string }) {
  const query = useQuery(daysQuery(className, term))
  return <Answered query={query}>{(answer) => <Days answer={answer} />}</Answered>
}

function Days({ answer: { days, total } }: { readonly answer: EntryDays }) {
  const text = useBoardText()
  const lines = useMemo(() => withSums(days), [days])
  const done = lines.at(-1)?.sum ?? 0
  const options = useMemo(
    (): PlotOptions => ({
      marginLeft: 48,
      x: { type: 'utc', label: null, tickFormat: '%d/%m' },
      y: { label: text.enteredCells, grid: true, domain: [0, total] },
      marks: [
        areaY(lines, { x: 'date', y: 'sum', fill: 'var(--accent-soft)', curve: 'step-after' }),
        lineY(lines, { x: 'date', y: 'sum', stroke: 'var(--accent)', strokeWidth: 2, curve: 'step-after' }),
        ruleY([total], { stroke: 'var(--ink-soft)', strokeDasharray: '4 3' }),
        ruleY([0]),
      ],
    }),
    [lines, total, text],
  )
  if (lines.length === 0) return <p className="hint">{text.noDays}</p>
  return (
    <Chart
      title={text.days}
      said={text.daysSaid(done, total)}
      options={options}
      table={
        <table>
          <thead>
            <tr>
              <th scope="col">{text.day}</th>
              {[text.enteredCells, text.changedCells, text.sum].map((name) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ day, entered, changed, sum }) => (
              <tr key={day}>
                <th scope="row">{showDay(text.language, day)}</th>
                <td className="number">{entered}</td>
                <td className="number">{changed}</td>
                <td className="number">{sum}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  )
}

function withSums(days: EntryDays['days']) {
  let sum = 0
  return days.map((one) => {
    sum += one.entered
    return { ...one, sum, date: new Date(`${one.day}T00:00:00Z`) }
  })
}
