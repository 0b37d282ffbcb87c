import { type ChangeEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { grouped } from './length.ts'
import { firstPhrases, longest } from './phrases.ts'
import { useRemarkText } from './text.ts'
import type { PhraseBank } from './use-phrases.ts'

/** The bank as one text: what is edited here is what the file holds. */
export default function PhraseDialog({ bank, onClose }: { readonly bank: PhraseBank; readonly onClose: () => void }) {
  const text = useRemarkText()
  const id = useId()
  const { i18n } = useTranslation()
  const [draft, setDraft] = useState(bank.text)
  const [isDenied, deny] = useState(false)
  const isTooLong = draft.length > longest

  async function save() {
    if (await bank.change(draft)) onClose()
    else deny(true)
  }

  async function read({ target }: ChangeEvent<HTMLInputElement>) {
    const [file] = target.files ?? []
    if (file) setDraft(await file.text())
  }

  async function write() {
    await bank.change(draft)
    download(draft, text.file)
    bank.exported()
  }

  /** Under the ones in use; it is saved when the teacher says so. */
  function take() {
    if (bank.replaced !== undefined) setDraft(`${draft.trimEnd()}\n${bank.replaced}`)
  }

  return (
    <Dialog title={text.edit} onClose={onClose}>
      <p id={`${id}-lead`}>{text.editLead}</p>
      <textarea
        className="phrase-text"
        aria-label={text.phrases}
        aria-describedby={`${id}-lead`}
        rows={14}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
      />
      {bank.replaced !== undefined && <Replaced replaced={bank.replaced} take={take} drop={() => void bank.change(bank.text)} />}
      <p className="hint">{text.kept}</p>
      {isTooLong && <p role="alert">{text.tooLong(grouped(longest, i18n.language))}</p>}
      {isDenied && <p role="alert">{text.notKept}</p>}
      <div className="row">
        <button type="button" className="button small" onClick={() => void write()}>
          {text.export}
        </button>
        <label className="button small file">
          {text.import}
          <input type="file" accept=".txt,text/plain" onChange={(event) => void read(event)} />
        </label>
        <button type="button" className="button small quiet" onClick={() => setDraft(firstPhrases)}>
          {text.reset}
        </button>
      </div>
      <DialogActions>
        <button type="button" className="button" onClick={onClose}>
          {text.cancel}
        </button>
        <button type="button" className="button primary" disabled={isTooLong} onClick={() => void save()}>
          {text.save}
        </button>
      </DialogActions>
    </Dialog>
  )
}

interface ReplacedProps {
  readonly replaced: string
  readonly take: () => void
  readonly drop: () => void
}

/** The text from another computer: it is there until the teacher saves or drops it. */
function Replaced({ replaced, take, drop }: ReplacedProps) {
  const text = useRemarkText()
  return (
    <section className="stack tight" aria-label={text.replacedTitle}>
      <p>{text.replaced}</p>
      <textarea className="phrase-text" aria-label={text.replacedTitle} rows={5} readOnly value={replaced} />
      <div className="row">
        <button type="button" className="button small" onClick={take}>
          {text.replacedTake}
        </button>
        <button type="button" className="button small quiet" onClick={drop}>
          {text.replacedDrop}
        </button>
      </div>
    </section>
  )
}

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
