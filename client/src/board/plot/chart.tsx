import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useBoardText } from '../text.ts'

type Drawn = ReturnType<(typeof import('@observablehq/plot'))['plot']>
export type Plot = typeof import('@observablehq/plot')

interface ChartProps {
  readonly title: string
  /** What the drawing says, in one sentence. */
  readonly said: string
  /** Stays the same while the numbers do. */
  readonly draw: (plot: Plot, width: number) => Drawn
  readonly table: ReactNode
}

/** A drawing with its sentence and, folded away, its numbers as a table. The library is fetched when a chart is shown. */
export function Chart({ title, said, draw, table }: ChartProps) {
  const text = useBoardText()
  const id = useId()
  const host = useRef<HTMLDivElement>(null)
  const [plot, setPlot] = useState<Plot>()
  useEffect(() => void import('@observablehq/plot').then((loaded) => setPlot(loaded)), [])
  useEffect(() => {
    const place = host.current
    if (!place || !plot) return
    const drawing = draw(plot, Math.max(280, place.clientWidth))
    for (const part of drawing.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label') // a name without a role
    drawing.setAttribute('role', 'img')
    drawing.setAttribute('aria-label', `${title}. ${said}`)
    place.replaceChildren(drawing)
  }, [plot, draw, title, said])
  return (
    <figure className="card board-chart" aria-labelledby={id}>
      <figcaption id={id}>{title}</figcaption>
      <div ref={host} className="board-plot" />
      <details>
        <summary>{text.asTable}</summary>
        <div className="table-wrap">{table}</div>
      </details>
    </figure>
  )
}
