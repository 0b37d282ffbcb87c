import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RemarkRow } from '../outbox/index.ts'
import type { RemarkReplica } from '../replica/index.ts'
import { codeSentence } from '../text/fault.ts'
import { useTold } from '../ui/use-told.ts'
import { useRemarkText } from './text.ts'

interface RefusedRemarksProps {
  readonly replica: RemarkReplica
  readonly isWritable: boolean
  readonly nameOf: (student: string) => string
}

/** What was written and not taken: kept word for word with its reason, until its author puts it away. */
export function RefusedRemarks({ replica, isWritable, nameOf }: RefusedRemarksProps) {
  const text = useRemarkText()
  const refused = useTold(replica, (one) => one.status.refused)
  if (refused.length === 0) return null
  return (
    <section className="refused-remarks" aria-labelledby="refused-remarks">
      <h3 id="refused-remarks">{text.refused}</h3>
      <p>{text.refusedLead}</p>
      <ul>
        {latest(refused).map((one) => (
          <Refused key={one.student} one={one} replica={replica} isWritable={isWritable} name={nameOf(one.student)} />
        ))}
      </ul>
    </section>
  )
}

interface RefusedRemark {
  readonly student: string
  readonly text: string
  readonly rows: readonly RemarkRow[]
}

/** A series of rows on one remark is one text: the last. */
function latest(rows: readonly RemarkRow[]): readonly RefusedRemark[] {
  const byStudent = new Map<string, RefusedRemark>()
  for (const row of rows) {
    for (const { student, text } of row.remarks) {
      byStudent.set(student, { student, text, rows: [...(byStudent.get(student)?.rows ?? []), row] })
    }
  }
  return [...byStudent.values()]
}

interface RefusedProps {
  readonly one: RefusedRemark
  readonly replica: RemarkReplica
  readonly isWritable: boolean
  readonly name: string
}

function Refused({ one, replica, isWritable, name }: RefusedProps) {
  const text = useRemarkText()
  const { i18n } = useTranslation()
  const [isCopied, setCopied] = useState(false)
  const state = one.rows.at(-1)?.state
  const each = (act: (id: string) => void) => () => one.rows.forEach((row) => act(row.id))
  return (
    <li>
      <strong>{name}</strong>
      <p className="remark">{one.text || text.emptied}</p>
      {state?.kind === 'refused' && (
        <p className="reason">{(i18n.language !== 'en' && state.message) || codeSentence(i18n.language, state.code) || state.code}</p>
      )}
      <div className="row">
        <button
          type="button"
          className="button small"
          onClick={() => void navigator.clipboard.writeText(one.text).then(() => setCopied(true))}
        >
          {text.copy}
        </button>
        {isWritable && (
          <button type="button" className="button small" onClick={each((id) => replica.retry(id))}>
            {text.retry}
          </button>
        )}
        <button type="button" className="button small quiet" onClick={each((id) => replica.dismiss(id))}>
          {text.dismiss}
        </button>
      </div>
      <span role="status">{isCopied && text.copied}</span>
    </li>
  )
}
