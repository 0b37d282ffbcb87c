import { useState } from 'react'
import { part } from '../ui/part.tsx'
import type { Board } from './answers.ts'
import { useBoardText } from './text.ts'

const Plots = part(() => import('./plot/plots.tsx'))

interface PlotSectionProps {
  readonly className: string
  readonly term: string
  readonly board?: Board
}

/** Plots are drawn when somebody asks for them; until then nothing of their library is fetched. */
export function PlotSection(props: PlotSectionProps) {
  const text = useBoardText()
  const [shown, setShown] = useState(false)
  return (
    <section className="stack tight" aria-labelledby="board-plots">
      <div className="row">
        <h2 id="board-plots">{text.charts}</h2>
        <button type="button" className="button small" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? text.hideCharts : text.showCharts}
        </button>
      </div>
      <p className="hint">{text.chartsLead}</p>
      {shown && <Plots {...props} />}
    </section>
  )
}
