import { type ReactNode, useCallback, useState } from 'react'
import { CellPopover } from '../grid/cell-popover.tsx'
import '../grid/grid.css'
import { showClock } from '../text/time.ts'
import './board.css'
import type { Watch } from './class-events.ts'
import type { Sheet, SheetPlace, Sign } from './sheet.ts'
import { useBoardText } from './text.ts'
import { useSheet } from './use-sheet.ts'

/** What a popover says of one cell. */
export interface Opened {
  readonly title: string
  readonly body: ReactNode
}

interface SheetFrameProps {
  readonly sheet: Sheet
  readonly label: string
  readonly signs: readonly Sign[]
  readonly detail: boolean
  readonly onDetail: (detail: boolean) => void
  readonly watch: Watch
  readonly changedAt: Date | undefined
  readonly explain: (place: SheetPlace) => Opened | undefined
}

/** A sheet with its switches, its key of signs and the pop-over on a cell. */
export function SheetFrame({ sheet, label, signs, detail, onDetail, watch, changedAt, explain }: SheetFrameProps) {
  const text = useBoardText()
  const [place, setPlace] = useState<SheetPlace>()
  const [open, setOpen] = useState<{ readonly place: SheetPlace; readonly rect: DOMRect }>()
  const { host, mounted } = useSheet(
    sheet,
    { label, number: text.number, student: text.student, language: text.language },
    { focused: setPlace, open: openAt },
  )

  function openAt(at: SheetPlace) {
    const rect = mounted?.rectOf(at)
    if (rect) setOpen({ place: at, rect })
  }

  const close = useCallback(() => {
    setOpen(undefined)
    if (open) mounted?.focus(open.place)
  }, [open, mounted])
  const opened = open && explain(open.place)
  return (
    <section className="stack tight board-frame" aria-label={label}>
      <div className="row board-tools">
        <Detail detail={detail} onDetail={onDetail} />
        <button type="button" className="button small" title="Enter" disabled={!place} onClick={() => place && openAt(place)}>
          {text.open}
        </button>
        <p className={`board-watch ${watch}`} data-watch={watch}>
          {text.watch[watch]}
          {watch === 'live' && changedAt !== undefined && `, ${text.changedAt(showClock(text.language, changedAt))}`}
        </p>
        <Key signs={signs} />
      </div>
      <div className="grid-host board-host" ref={host} />
      <p className="hint">{text.enterHint}</p>
      {open && opened && (
        <CellPopover title={opened.title} rect={open.rect} onClose={close}>
          {opened.body}
        </CellPopover>
      )}
    </section>
  )
}

function Detail({ detail, onDetail }: Pick<SheetFrameProps, 'detail' | 'onDetail'>) {
  const text = useBoardText()
  const choices = [
    [true, text.all],
    [false, text.averages],
  ] as const
  return (
    <div className="segments" role="radiogroup" aria-label={text.detail}>
      {choices.map(([value, name]) => (
        <label key={name} className="segment">
          <input type="radio" name="board-detail" checked={detail === value} onChange={() => onDetail(value)} />
          {name}
        </label>
      ))}
    </div>
  )
}

function Key({ signs }: { readonly signs: readonly Sign[] }) {
  const text = useBoardText()
  const rules = { missing: text.missingRule, late: text.lateRule, adjusted: '' }
  return (
    <ul className="board-key" aria-label={text.legend}>
      {signs.map((sign) => (
        <li key={sign} title={rules[sign]}>
          <span className={`key-cell ${sign}`} aria-hidden="true" />
          {text[sign]}
          {rules[sign] !== '' && <span className="visually-hidden">: {rules[sign]}</span>}
        </li>
      ))}
    </ul>
  )
}
