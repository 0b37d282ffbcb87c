import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Order, TranscriptLine } from '../app/answers.ts'
import { hasRole, useMe } from '../app/session.tsx'
import { issue as words } from '../text/vi/issue.ts'
import { Icon } from '../ui/icon.tsx'
import { TranscriptStateChip } from '../ui/state-chip.tsx'
import { orderFor } from './order-for.ts'
import { OrderRevokeDialog } from './order-revoke-dialog.tsx'
import { type TranscriptStep, TranscriptDialog } from './transcript-dialog.tsx'

interface TranscriptRowProps {
  readonly transcript: TranscriptLine
  readonly className: string
  readonly orders: readonly Order[]
}

export function TranscriptRow({ transcript, className, orders }: TranscriptRowProps) {
  const { t } = useTranslation('issue')
  const { name, state, signed, signers } = transcript
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{isKey(words.level, transcript.study) ? t(`level.${transcript.study}`) : t('undecided')}</td>
      <td>
        {isKey(words.promotions, transcript.promotion) ? t(`promotions.${transcript.promotion}`) : t('undecided')}
        {isKey(words.titles, transcript.title) && <small className="award">{t(`titles.${transcript.title}`)}</small>}
      </td>
      <td>
        <TranscriptStateChip state={state} />
      </td>
      <td>
        {signed}/{signers}
      </td>
      <td>
        <span className="files">
          {transcript.artefacts.map((file) => (
            <a
              key={`${file.kind}${file.version}`}
              href={file.url}
              download
              aria-label={t('download', { kind: file.kind.toUpperCase(), name })}
            >
              <Icon name="download" />
              {file.kind.toUpperCase()}
            </a>
          ))}
          {transcript.artefacts.length === 0 && '–'}
        </span>
      </td>
      <td>
        <RowActions transcript={transcript} className={className} orders={orders} />
      </td>
    </tr>
  )
}

const isKey = <Table extends object>(table: Table, key: string | null): key is Extract<keyof Table, string> =>
  key !== null && Object.hasOwn(table, key)

function RowActions({ transcript, className, orders }: TranscriptRowProps) {
  const { t } = useTranslation('issue')
  const me = useMe()
  const [step, take] = useState<TranscriptStep | 'order'>()
  const close = () => take(undefined)
  const now = Date.now()
  const revocation = orderFor(orders, 'revoke', { class: className, transcript: transcript.id }, now)
  const issuing = orderFor(orders, 'issue', { class: className, transcript: transcript.id }, now)
  const order = step === 'issue' ? issuing : step === 'replace' ? (issuing ?? revocation) : revocation
  return (
    <span className="row">
      {stepsOf(transcript, hasRole(me, 'records-officer')).map((one) => (
        <button key={one} type="button" className="button small" aria-label={`${t(one)}: ${transcript.name}`} onClick={() => take(one)}>
          {t(one)}
        </button>
      ))}
      {hasRole(me, 'principal') && transcript.state === 'issued' && revocation === undefined && (
        <button type="button" className="button small" aria-label={`${t('orderRevoke')}: ${transcript.name}`} onClick={() => take('order')}>
          {t('orderRevoke')}
        </button>
      )}
      {step === 'order' && <OrderRevokeDialog transcript={transcript} onClose={close} />}
      {step !== undefined && step !== 'order' && <TranscriptDialog transcript={transcript} step={step} order={order} onClose={close} />}
    </span>
  )
}

/** What the issue machine allows next (001 art. 14.4). */
function stepsOf(transcript: TranscriptLine, officer: boolean): readonly TranscriptStep[] {
  if (!officer) return []
  if (transcript.state === 'signed') return ['issue']
  if (transcript.state === 'issued') return ['revoke']
  return transcript.state === 'revoked' ? ['replace'] : []
}
