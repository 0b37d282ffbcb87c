import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Page } from '../ui/page.tsx'

export function UnknownPage() {
  const { t } = useTranslation('app')
  return (
    <Page title={t('unknown.title')} lead={t('unknown.text')}>
      <Link className="button primary" to="/">
        {t('unknown.home')}
      </Link>
    </Page>
  )
}
