import { useTranslation } from 'react-i18next'
import { Alert } from '../ui/alert.tsx'

interface RecoveryCodesProps {
  readonly codes: readonly string[]
  readonly onKept: () => void
}

export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps) {
  const { t } = useTranslation('account')
  return (
    <div className="stack">
      <Alert tone="warn">{t('recoveryLead')}</Alert>
      <ul aria-label={t('recovery')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <button type="button" className="button primary self-start" onClick={onKept}>
        {t('recoveryKept')}
      </button>
    </div>
  )
}
