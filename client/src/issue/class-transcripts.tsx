import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TranscriptLine } from '../app/answers.ts'
import { plain } from '../app/order.ts'
import { hasRole, useMe } from '../app/session.tsx'
import { Alert } from '../ui/alert.tsx'
import { Empty } from '../ui/page.tsx'
import { Initialise } from './initialise.tsx'
import { IssueAll } from './issue-all.tsx'
import { orderFor, useOrders } from './order-for.ts'
import { TranscriptRow } from './transcript-row.tsx'

interface ClassTranscriptsProps {
  readonly className: string
  readonly year: string
  readonly transcripts: readonly TranscriptLine[]
}

export function ClassTranscripts({ className, year, transcripts }: ClassTranscriptsProps) {
  const { t } = useTranslation('issue')
  const me = useMe()
  const officer = hasRole(me, 'records-officer')
  const orders = useOrders(officer || hasRole(me, 'principal'))
  const order = orderFor(orders, 'issue', { class: className }, Date.now())
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(plain(search.trim()))

  if (transcripts.length === 0) {
    return (
      <Empty title={t('none')}>
        <p>{officer ? t('noneOfficer') : t('noneOther')}</p>
        {officer && (order === undefined ? <NoOrder /> : <Initialise className={className} year={year} order={order.id} />)}
      </Empty>
    )
  }
  const found = transcripts
    .filter((one) => plain(one.name).includes(wanted))
    .toSorted((a, b) => a.student.localeCompare(b.student, 'vi', { numeric: true }) || b.version - a.version)
  const ready = transcripts.filter((one) => one.state === 'signed')
  return (
    <div className="stack">
      <div className="row between">
        <input
          type="search"
          className="student-search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {officer && ready.length > 0 && order !== undefined && <IssueAll transcripts={ready} order={order.id} />}
      </div>
      {officer && order === undefined && ready.length > 0 && <NoOrder />}
      <div
        className="card flush table-wrap"
        tabIndex={0}
        role="region"
        aria-label={t('caption', { class: className, year: `${year}-${Number(year) + 1}` })}
      >
        <table className="transcripts">
          <thead>
            <tr>
              <th scope="col">{t('student')}</th>
              <th scope="col">{t('study')}</th>
              <th scope="col">{t('promotion')}</th>
              <th scope="col">{t('state')}</th>
              <th scope="col">{t('signatures')}</th>
              <th scope="col">{t('files')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.map((transcript) => (
              <TranscriptRow key={transcript.id} transcript={transcript} className={className} orders={orders} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

function NoOrder() {
  const { t } = useTranslation('issue')
  return (
    <Alert tone="warn">
      <p>{t('noIssueOrder')}</p>
      <p>{t('noIssueOrderHelp')}</p>
    </Alert>
  )
}
