import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { parseGridId } from '@hocba/shared/grid'
import type { AmendmentView } from '../app/answers.ts'
import { usePeople } from '../app/people.ts'
import { amendmentQuery } from '../app/queries.ts'
import { showTime } from '../text/time.ts'
import { Answered, Page } from '../ui/page.tsx'
import { AmendmentActions } from './amendment-actions.tsx'
import { Changes } from './changes.tsx'
import { Parties } from './parties.tsx'
import { AmendmentStateChip } from './state-chip.tsx'
import './amend.css'

/** One request in full: what changes, why, who has confirmed, and what this person may do now. */
export default function AmendmentPage() {
  const { t } = useTranslation(['amend', 'app'])
  const { id = '' } = useParams()
  const query = useQuery({ ...amendmentQuery(id), staleTime: 0 })
  return (
    <Page
      title={t('newTitle')}
      actions={
        <Link className="button" to="/amendments">
          {t('title')}
        </Link>
      }
    >
      <Answered query={query}>{(amendment) => <AmendmentDetail amendment={amendment} />}</Answered>
    </Page>
  )
}

function AmendmentDetail({ amendment }: { readonly amendment: AmendmentView }) {
  const { t, i18n } = useTranslation(['amend', 'app'])
  const person = usePeople()
  const grid = parseGridId(amendment.grid)
  return (
    <div className="amendment">
      <section className="card">
        <div className="row between">
          <h2>
            <Link to={`/grids/${amendment.grid}`}>
              {grid === undefined ? amendment.grid : `${grid.subject.name} ${grid.class}, ${t(`app:term.${grid.term}`)}`}
            </Link>
          </h2>
          <AmendmentStateChip state={amendment.state} />
        </div>
        <p className="hint">{t('requestOf', { name: person(amendment.requester), time: showTime(i18n.language, amendment.at) })}</p>
        <Changes amendment={amendment} />
        <dl className="facts">
          <dt>{t('app:reason')}</dt>
          <dd>{amendment.reason}</dd>
          <dt>{t('digest')}</dt>
          <dd>
            <span className="digest">{amendment.digest}</span>
            <small className="hint block">{t('digestHelp')}</small>
          </dd>
        </dl>
        {amendment.closed !== undefined && amendment.closed.reason !== '' && (
          <p>{t('closedBecause', { name: person(amendment.closed.by), reason: amendment.closed.reason })}</p>
        )}
      </section>
      <aside className="stack">
        <Parties amendment={amendment} />
        <AmendmentActions amendment={amendment} />
      </aside>
    </div>
  )
}
