import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { GridSnapshot } from '@hocba/shared/snapshot'
import { api } from '../app/api.ts'
import { gridQuery } from '../app/queries.ts'
import { Answered, Empty, Page } from '../ui/page.tsx'
import { RequestForm } from './request-form.tsx'
import './amend.css'

/** `/amendments/new?grid=…`: from a frozen grid, or from edits that came too late. */
export default function RequestPage() {
  const { t } = useTranslation(['amend', 'app'])
  const grid = useSearchParams()[0].get('grid')
  return (
    <Page title={t('newTitle')} lead={t('newLead')}>
      {grid === null ? (
        <Empty title={t('noGrid')}>
          <p>{t('noGridHelp')}</p>
          <Link className="button" to="/">
            {t('app:nav.home')}
          </Link>
        </Empty>
      ) : (
        <RequestFor key={grid} gridId={grid} />
      )}
    </Page>
  )
}

function RequestFor({ gridId }: { readonly gridId: string }) {
  const { t } = useTranslation(['amend', 'app'])
  const card = useQuery(gridQuery(gridId))
  const frozen = card.data?.state === 'frozen'
  const snapshot = useQuery({
    queryKey: ['snapshot', gridId, card.data?.version],
    queryFn: () => api.get<GridSnapshot>(`/api/grids/${gridId}/snapshots/${card.data?.version ?? 1}`),
    enabled: frozen,
  })
  return (
    <Answered query={card}>
      {(grid) =>
        grid.state === 'frozen' ? (
          <Answered query={snapshot}>{(present) => <RequestForm grid={grid} snapshot={present} />}</Answered>
        ) : (
          <Empty title={t('notFrozen')}>
            <Link className="button primary" to={`/grids/${gridId}`}>
              {t('openGrid')}
            </Link>
          </Empty>
        )
      }
    </Answered>
  )
}
