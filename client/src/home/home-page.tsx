import { useTranslation } from 'react-i18next'
import { hasRole, useMe } from '../app/session.tsx'
import { ProgressOverview } from '../board/progress-overview.tsx'
import { FamilyHome } from '../family/family-home.tsx'
import { Empty, Page } from '../ui/page.tsx'
import { MyGrids } from './my-grids.tsx'
import { Waiting } from './waiting.tsx'
import './home.css'

/** The first page after sign-in: what waits for this person, then what they work with. */
export default function HomePage() {
  const { t } = useTranslation(['home', 'board', 'app'])
  const me = useMe()
  if (hasRole(me, 'guardian')) return <FamilyHome />
  if (hasRole(me, 'system-administrator')) {
    return (
      <Page title={t('hello', { name: me.user.name })}>
        <Empty title={t('administrator')} />
      </Page>
    )
  }
  if (hasRole(me, 'department-head', 'authority-officer') && me.classes.length === 0) {
    return (
      <Page title={t('board:progressTitle')} lead={t('board:progressLead')}>
        <ProgressOverview />
      </Page>
    )
  }
  return (
    <Page title={t('title')} lead={t('app:year', { year: `${me.year}-${Number(me.year) + 1}` })}>
      <Waiting />
      <MyGrids />
    </Page>
  )
}
