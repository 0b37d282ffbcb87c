import { type DragEvent, useState } from 'react'
import { Fault } from '@hocba/shared/core'
import type { WorkbookSheet } from '@hocba/shared/workbook'
import type { Notice } from '../grid/commands.ts'
import type { GridModel } from '../grid/model.ts'
import { codeSentence } from '../text/fault.ts'
import { Alert } from '../ui/alert.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ImportPreview } from './import-preview.tsx'
import { readWorkbook } from './read.ts'
import { useWorkbookText } from './text.ts'
import './workbook.css'
import { useTranslation } from 'react-i18next'

interface ImportDialogProps {
  readonly model: GridModel
  readonly say: (notice: Notice) => void
  readonly onClose: () => void
}

type Step =
  | { readonly at: 'choose'; readonly error?: unknown }
  | { readonly at: 'reading'; readonly file: string }
  | { readonly at: 'preview'; readonly file: string; readonly sheets: readonly WorkbookSheet[] }

/** A workbook on its way into the grid: chosen, read here in the browser, looked at, and only then written. */
export default function ImportDialog({ model, say, onClose }: ImportDialogProps) {
  const text = useWorkbookText()
  const [step, setStep] = useState<Step>({ at: 'choose' })

  async function read(file: File | undefined) {
    if (!file) return
    setStep({ at: 'reading', file: file.name })
    try {
      const sheets = await readWorkbook(new Uint8Array(await file.arrayBuffer()))
      setStep({ at: 'preview', file: file.name, sheets })
    } catch (error) {
      setStep({ at: 'choose', error })
    }
  }

  function written(notice: Notice) {
    say(notice)
    onClose()
  }

  return (
    <Dialog title={text.title(model.card.id)} size="wide" onClose={onClose}>
      {step.at === 'preview' ? (
        <ImportPreview
          model={model}
          file={step.file}
          sheets={step.sheets}
          onWritten={written}
          onAgain={() => setStep({ at: 'choose' })}
          onClose={onClose}
        />
      ) : (
        <>
          <p>{text.lead(model.card.id)}</p>
          <p className="hint">{text.nothingYet}</p>
          {step.at === 'choose' && step.error !== undefined && <Unreadable error={step.error} />}
          {step.at === 'reading' ? <p role="status">{text.reading}</p> : <FileChoice read={(file) => void read(file)} />}
        </>
      )}
    </Dialog>
  )
}

function FileChoice({ read }: { readonly read: (file: File | undefined) => void }) {
  const text = useWorkbookText()
  const [over, setOver] = useState(false)
  const hover = (event: DragEvent, isOver: boolean) => {
    event.preventDefault()
    setOver(isOver)
  }
  return (
    <div
      className={over ? 'file-drop over' : 'file-drop'}
      onDragOver={(event) => hover(event, true)}
      onDragLeave={(event) => hover(event, false)}
      onDrop={(event) => {
        hover(event, false)
        read(event.dataTransfer.files[0])
      }}
    >
      <label>
        <span>{text.choose}</span>
        <input
          type="file"
          accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          onChange={(event) => read(event.currentTarget.files?.[0])}
        />
      </label>
      <p className="hint">{text.drop}</p>
    </div>
  )
}

function Unreadable({ error }: { readonly error: unknown }) {
  const { i18n } = useTranslation()
  if (!(error instanceof Fault)) throw error
  return (
    <Alert tone="bad" code={error.code}>
      <p>{i18n.language === 'en' ? codeSentence('en', error.code) : error.message}</p>
    </Alert>
  )
}
