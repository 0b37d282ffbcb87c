import { useTranslation } from 'react-i18next'
import { Page } from '../ui/page.tsx'
import { ProgressOverview } from './progress-overview.tsx'

export default function ProgressPage() {
  const { t } = useTranslation('board')
  return (
    <Page title={t('progressTitle')} lead={t('progressLead')}>
      <ProgressOverview />
    </Page>
  )
}
