import { type PlotOptions, plot } from '@observablehq/plot'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useBoardText } from '../text.ts'

interface ChartProps {
  readonly title: string
  /** What the drawing says, in one sentence. */
  readonly said: string
  /** Stays the same while the numbers do. */
  readonly options: PlotOptions
  readonly table: ReactNode
}

/** A drawing with its sentence and, folded away, its numbers as a table. */
export function Chart({ title, said, options, table }: ChartProps) {
  const text = useBoardText()
  const id = useId()
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const place = host.current
    if (!place) return
    const drawing = plot({ ...options, width: Math.max(280, place.clientWidth), height: 240 })
    drawing.querySelector('style')?.remove() // it has no nonce; board.css has its rules
    for (const part of drawing.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label') // a name without a role
    drawing.setAttribute('role', 'img')
    drawing.setAttribute('aria-label', `${title}. ${said}`)
    place.replaceChildren(drawing)
  }, [options, title, said])
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
