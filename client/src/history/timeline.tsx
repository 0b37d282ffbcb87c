import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HistoryRow } from '@hocba/shared/grid'
import { usePeople } from '../app/people.ts'
import type { GridModel } from '../grid/model.ts'
import { useGridText } from '../grid/text.ts'
import { showTime } from '../text/time.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Answered } from '../ui/page.tsx'
import { historyQuery } from './history-query.ts'
import { HistoryLines } from './history-lines.tsx'
import { type Moment, momentsOf, standingAt } from './standing.ts'
import { StandingTable } from './standing-table.tsx'
import './timeline.css'

interface TimelineProps {
  readonly model: GridModel
  readonly onClose: () => void
}

/** The grid at any moment of its history, and every change with its author (001 art. 9.1). Nothing can be written here. */
export default function Timeline({ model, onClose }: TimelineProps) {
  const text = useGridText()
  const query = useQuery(historyQuery(model.card.id))
  return (
    <Dialog title={text.timeline} size="side" onClose={onClose}>
      <Answered query={query}>
        {(rows) => {
          const moments = momentsOf(rows)
          return moments.length === 0 ? (
            <p className="hint">{text.timelineNone}</p>
          ) : (
            <Standing model={model} rows={rows} moments={moments} />
          )
        }}
      </Answered>
    </Dialog>
  )
}

interface StandingProps {
  readonly model: GridModel
  readonly rows: readonly HistoryRow[]
  readonly moments: readonly Moment[]
}

function Standing({ model, rows, moments }: StandingProps) {
  const text = useGridText()
  const { i18n } = useTranslation()
  const nameOf = usePeople()
  const [step, setStep] = useState(moments.length - 1)
  const moment = moments[Math.min(step, moments.length - 1)]
  if (!moment) return null
  const time = showTime(i18n.language, moment.at)
  const changed = new Set(rows.filter((row) => row.seq === moment.seq).flatMap((row) => row.cell ?? []))
  return (
    <div className="timeline">
      <div className="timeline-slider">
        <button type="button" className="button small" disabled={step === 0} onClick={() => setStep(step - 1)}>
          {text.timelineEarlier}
        </button>
        <input
          type="range"
          aria-label={text.timelineSlider}
          aria-valuetext={`${text.timelineStep(step + 1, moments.length)}, ${time}`}
          min={0}
          max={moments.length - 1}
          value={step}
          onChange={(event) => setStep(Number(event.target.value))}
        />
        <button type="button" className="button small" disabled={step === moments.length - 1} onClick={() => setStep(step + 1)}>
          {text.timelineLater}
        </button>
      </div>
      <h3>{text.timelineAt(time)}</h3>
      <p className="hint">
        {text.timelineStep(step + 1, moments.length)} · {nameOf(moment.actor)}
      </p>
      <StandingTable model={model} cells={standingAt(rows, moment.seq)} changed={changed} caption={text.timelineAt(time)} />
      <HistoryLines model={model} rows={rows} onGo={(seq) => setStep(moments.findIndex((one) => one.seq === seq))} />
    </div>
  )
}
