import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { formatCell } from '@hocba/shared/grid'
import { type OutboxRow, draftOf } from '../outbox/index.ts'
import { codeSentence } from '../text/fault.ts'
import { Icon } from '../ui/icon.tsx'
import { nameCell } from './commands.ts'
import type { GridModel } from './model.ts'
import { useGridText } from './text.ts'
import { useStatus } from './use-replica.ts'

/** The amendment page reads its first values from here, also after a sign-in in between. */
const draftKey = 'hocba.amendment-draft'

const shownCells = 6

/** Edits that the server refused: nothing typed is lost, and a frozen grid's become an amendment with one click. */
export function RefusedPanel({ model }: { readonly model: GridModel }) {
  const text = useGridText()
  const navigate = useNavigate()
  const { refused } = useStatus(model.replica)
  if (refused.length === 0) return null

  function openDraft() {
    const draft = draftOf(model.card.id, refused)
    sessionStorage.setItem(draftKey, JSON.stringify(draft))
    void navigate(`/amendments/new?grid=${encodeURIComponent(model.card.id)}`, { state: draft })
  }

  return (
    <section className="refused-panel" aria-labelledby="refused-title">
      <header>
        <Icon name="warn" />
        <div>
          <h2 id="refused-title">{text.refusedTitle(refused.length)}</h2>
          <p>{text.refusedLead}</p>
        </div>
        {model.card.state === 'frozen' && (
          <button type="button" className="button primary" onClick={openDraft}>
            {text.draft}
          </button>
        )}
      </header>
      <ul>
        {refused.map((row) => (
          <RefusedRow key={row.id} row={row} model={model} />
        ))}
      </ul>
    </section>
  )
}

function RefusedRow({ row, model }: { readonly row: OutboxRow; readonly model: GridModel }) {
  const text = useGridText()
  const { i18n } = useTranslation()
  const cells = row.cells.slice(0, shownCells)
  return (
    <li>
      <div>
        {cells.map(({ cell, before, value }) => (
          <p key={cell}>
            <strong>{nameCell(model, cell)}</strong>{' '}
            <span className="change">{text.refusedChange(show(model, cell, before), show(model, cell, value))}</span>
          </p>
        ))}
        {row.cells.length > shownCells && <p>{text.moreCells(row.cells.length - shownCells)}</p>}
        {row.state.kind === 'refused' && (
          <p className="reason">
            {(i18n.language !== 'en' && row.state.message) || codeSentence(i18n.language, row.state.code) || row.state.code}
          </p>
        )}
      </div>
      <div className="row">
        {model.writable && (
          <button type="button" className="button small" onClick={() => model.replica.retry(row.id)}>
            {text.retry}
          </button>
        )}
        <button type="button" className="button small quiet" onClick={() => model.replica.dismiss(row.id)}>
          {text.dismiss}
        </button>
      </div>
    </li>
  )
}

function show(model: GridModel, cell: string, value: Parameters<typeof formatCell>[1]): string {
  const column = model.columns.find((one) => cell.endsWith(`/${one.id}`))
  return column ? formatCell(column.value, value) : String(value ?? '')
}
