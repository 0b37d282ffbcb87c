import { useTranslation } from 'react-i18next'
import { useMe } from '../app/session.tsx'
import { Page } from '../ui/page.tsx'
import { PasswordForm } from './password-form.tsx'
import { SecondFactor } from './second-factor.tsx'
import { SessionList } from './session-list.tsx'

/** Where I am signed in, my password, my second factor (000 art. 9: an account belongs to one person). */
export default function AccountPage() {
  const { t } = useTranslation('account')
  const me = useMe()
  return (
    <Page title={t('title')} lead={t('lead', { name: me.user.name, account: me.user.id })}>
      <SessionList />
      <PasswordForm />
      <SecondFactor />
    </Page>
  )
}
