import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { parseGridId } from '@hocba/shared/grid'
import type { AmendmentView } from '../app/answers.ts'
import { usePeople } from '../app/people.ts'
import { amendmentsQuery } from '../app/queries.ts'
import { showTime } from '../text/time.ts'
import { Answered, Empty, Page } from '../ui/page.tsx'
import { AmendmentStateChip } from './state-chip.tsx'
import { Changes } from './changes.tsx'
import './amend.css'

/** Requests that wait for this person first, then those one only follows. */
export default function AmendmentsPage() {
  const { t } = useTranslation(['amend', 'app'])
  const query = useQuery({ ...amendmentsQuery(), staleTime: 0 })
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Answered query={query}>
        {(all) => {
          const toAct = all.filter((one) => one.next !== null)
          const others = all.filter((one) => one.next === null)
          if (all.length === 0) {
            return (
              <Empty title={t('none')}>
                <p>{t('noneHelp')}</p>
              </Empty>
            )
          }
          return (
            <>
              {toAct.length > 0 && <AmendmentList title={t('toAct')} amendments={toAct} />}
              {others.length > 0 && <AmendmentList title={t('others')} amendments={others} />}
            </>
          )
        }}
      </Answered>
    </Page>
  )
}

function AmendmentList({ title, amendments }: { readonly title: string; readonly amendments: readonly AmendmentView[] }) {
  return (
    <section className="stack tight">
      <h2>{title}</h2>
      <ul className="stack tight">
        {amendments.map((amendment) => (
          <AmendmentLine key={amendment.id} amendment={amendment} />
        ))}
      </ul>
    </section>
  )
}

function AmendmentLine({ amendment }: { readonly amendment: AmendmentView }) {
  const { t, i18n } = useTranslation(['amend', 'app'])
  const person = usePeople()
  const grid = parseGridId(amendment.grid)
  const title = grid === undefined ? amendment.grid : `${grid.subject.name} ${grid.class}, ${t(`app:term.${grid.term}`)}`
  return (
    <li className="card amendment-line">
      <div className="row between">
        <h3>
          <Link to={`/amendments/${amendment.id}`}>{title}</Link>
        </h3>
        <AmendmentStateChip state={amendment.state} />
      </div>
      <Changes amendment={amendment} compact />
      <p>{amendment.reason}</p>
      <div className="row between">
        <p className="hint">{t('requestOf', { name: person(amendment.requester), time: showTime(i18n.language, amendment.at) })}</p>
        {amendment.next !== null && (
          <Link className="button primary small" to={`/amendments/${amendment.id}`}>
            {t(`act.${amendment.next}`)}…
          </Link>
        )}
      </div>
    </li>
  )
}
