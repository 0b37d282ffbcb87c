import { useTranslation } from 'react-i18next'
import type { Me } from '../app/answers.ts'
import { Page } from '../ui/page.tsx'
import { PasswordForm } from './password-form.tsx'
import { SecondFactor } from './second-factor.tsx'

export default function DutyPage({ duty }: { readonly duty: NonNullable<Me['duty']> }) {
  const { t } = useTranslation('account')
  if (duty === 'password') {
    return (
      <Page title={t('dutyPassword')} lead={t('dutyPasswordLead')}>
        <PasswordForm />
      </Page>
    )
  }
  return (
    <Page title={t('dutySecondFactor')} lead={t('dutySecondFactorLead')}>
      <SecondFactor />
    </Page>
  )
}
