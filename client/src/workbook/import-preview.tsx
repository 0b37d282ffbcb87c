import { useEffect, useReducer, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MarksSheet, Problem, WorkbookSheet } from '@hocba/shared/workbook'
import type { Notice } from '../grid/commands.ts'
import type { GridModel } from '../grid/model.ts'
import { useStatus } from '../grid/use-replica.ts'
import { Alert } from '../ui/alert.tsx'
import { DialogActions } from '../ui/dialog.tsx'
import { SelectField } from '../ui/field.tsx'
import { chooseSheet, planOf } from './plan.ts'
import { PreviewTable } from './preview-table.tsx'
import { type WorkbookText, useWorkbookText } from './text.ts'

interface ImportPreviewProps {
  readonly model: GridModel
  readonly file: string
  readonly sheets: readonly WorkbookSheet[]
  readonly onWritten: (notice: Notice) => void
  readonly onAgain: () => void
  readonly onClose: () => void
}

/** What a workbook would do to the grid; follows what others write meanwhile, so that "before" is never old. */
export function ImportPreview({ model, file, sheets, onWritten, onAgain, onClose }: ImportPreviewProps) {
  const text = useWorkbookText()
  const choice = chooseSheet(sheets, model.card.id)
  const [picked, pick] = useState<string>()
  const sheet = choice.named ?? choice.unnamed.find((one) => one.name === picked)
  useCellChanges(model)
  const plan = sheet && planOf(sheet, model)
  return (
    <div className="stack">
      <p>
        <strong>{file}</strong>
      </p>
      {!choice.named && <Alert tone="warn">{text.noSheet(model.card.id)}</Alert>}
      {!choice.named && choice.unnamed.length > 0 && (
        <SelectField label={text.sheet} hint={text.pickSheet} value={picked ?? ''} onChange={(event) => pick(event.currentTarget.value)}>
          <option value="">{text.pick}</option>
          {choice.unnamed.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
      )}
      {choice.others.length > 0 && <p className="hint">{text.otherGrids(choice.others.join(', '))}</p>}
      {sheet && plan && <Plan sheet={sheet} plan={plan} model={model} />}
      <DialogActions>
        <button type="button" className="button" onClick={onClose}>
          {text.cancel}
        </button>
        <button type="button" className="button" onClick={onAgain}>
          {text.again}
        </button>
        {plan && <Confirm plan={plan} model={model} onWritten={onWritten} />}
      </DialogActions>
    </div>
  )
}

function Plan({ sheet, plan, model }: { readonly sheet: WorkbookSheet; readonly plan: MarksSheet; readonly model: GridModel }) {
  const text = useWorkbookText()
  const { problems, goodRows, columns } = plan
  return (
    <>
      {columns.length > 0 && (
        <p className="hint">
          {text.columns}: {columns.map(({ title, use }) => (use === 'passed-over' ? text.passedOver(title) : title)).join(' · ')}
        </p>
      )}
      {problems.length > 0 && <Problems problems={problems} />}
      <p role="status">{verdictOf(plan, text)}</p>
      {columns.length > 0 && <PreviewTable sheet={sheet} plan={plan} model={model} />}
      {problems.length > 0 && goodRows.changes.length > 0 && <p>{text.allOrNothing}</p>}
    </>
  )
}

function verdictOf({ problems, goodRows }: MarksSheet, text: WorkbookText): string {
  if (goodRows.changes.length > 0) return text.summary(goodRows.changes.length, goodRows.count)
  return problems.length > 0 ? text.onlyBad : text.same
}

function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  const text = useWorkbookText()
  const { i18n } = useTranslation()
  return (
    <section className="import-problems" aria-labelledby="import-problems-title">
      <h3 id="import-problems-title">{text.problems(problems.length)}</h3>
      <ul tabIndex={0} aria-labelledby="import-problems-title">
        {problems.map((problem, index) => (
          <li key={index}>{problemLine(problem, text, i18n.language)}</li>
        ))}
      </ul>
    </section>
  )
}

export function problemLine({ row, column, value, message, english }: Problem, text: WorkbookText, language: string): string {
  const place = row === 0 ? '' : column === undefined ? text.row(row) : text.place(row, column)
  const shown = value === undefined || value === '' ? '' : `«${value}»`
  const head = [place, shown].filter((part) => part !== '').join(' ')
  const reason = language === 'en' ? english : message
  return head === '' ? reason : `${head}: ${reason}`
}

const listed = 8

/** The sheet whole, or, said in so many words, its good rows alone: either way one action and one step of undo. */
function Confirm({
  plan,
  model,
  onWritten,
}: {
  readonly plan: MarksSheet
  readonly model: GridModel
  readonly onWritten: (notice: Notice) => void
}) {
  const text = useWorkbookText()
  const { i18n } = useTranslation()
  useStatus(model.replica)
  const { problems, goodRows } = plan
  if (!model.writable) return <p className="hint">{text.notWritable}</p>
  if (goodRows.changes.length === 0) return null

  function write() {
    const count = model.replica.set(goodRows.changes)
    if (problems.length === 0) return onWritten({ tone: 'said', text: text.imported(count) })
    const lines = problems.slice(0, listed).map((problem) => problemLine(problem, text, i18n.language))
    const more = problems.length > listed ? [text.more(problems.length - listed)] : []
    onWritten({ tone: 'refused', text: `${text.imported(count)} ${text.leftOut(problems.length)}`, details: [...lines, ...more] })
  }

  return (
    <button type="button" className={problems.length === 0 ? 'button primary' : 'button'} onClick={write}>
      {problems.length === 0 ? text.write(goodRows.changes.length) : text.writeGood(goodRows.count, goodRows.changes.length)}
    </button>
  )
}

/** Renders again with every change of the grid, by whomever. */
function useCellChanges(model: GridModel): void {
  const [, again] = useReducer((count: number) => count + 1, 0)
  useEffect(() => model.replica.onCells(() => again()), [model])
}
