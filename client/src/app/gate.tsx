import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '../ui/alert.tsx'
import { Loading, Page } from '../ui/page.tsx'
import { Icon } from '../ui/icon.tsx'
import { LogAlarm } from '../watch/log-alarm.tsx'
import { dialogPart } from '../ui/part.tsx'
import { useSession } from './session.tsx'
import { SignInPage } from './sign-in-page.tsx'

const SignInDialog = dialogPart(() => import('./sign-in-dialog.tsx'))

/** Shows the sign-in at the same address, so that a link to a grid leads to the grid. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const { session } = useSession()
  switch (session.state) {
    case 'loading':
      return <Loading />
    case 'out':
      return <SignInPage />
    case 'failed':
      return <Unreachable problem={session.problem} />
    case 'in':
      return (
        <>
          <LogAlarm user={session.me.user.id} />
          {children}
        </>
      )
    case 'expired':
      return (
        <>
          <LogAlarm user={session.me.user.id} />
          <Expired />
          {children}
        </>
      )
  }
}

function Unreachable({ problem }: { readonly problem: unknown }) {
  const { t } = useTranslation('app')
  return (
    <Page title={t('failed.title')} lead={t('failed.text')}>
      <ProblemAlert problem={problem} />
      <button type="button" className="button primary" onClick={() => window.location.reload()}>
        {t('again')}
      </button>
    </Page>
  )
}

/** A bar above the page, which stays as it is: nothing that was typed is lost. */
function Expired() {
  const { t } = useTranslation('app')
  const { session } = useSession()
  const [open, setOpen] = useState(false)
  return (
    <div className="bar warn" role="alert">
      <Icon name="warn" />
      <p>
        <strong>{t('expired.title')}</strong> {t('expired.text')}
      </p>
      <button type="button" className="button small" onClick={() => setOpen(true)}>
        {t('expired.open')}
      </button>
      {open && <SignInDialog username={session.state === 'expired' ? session.me.user.id : ''} onClose={() => setOpen(false)} />}
    </div>
  )
}
