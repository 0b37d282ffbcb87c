import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { SignInForm } from './sign-in-form.tsx'

/** The same person signs in again over the page that keeps the unsent work. */
export default function SignInDialog({ username, onClose }: { readonly username: string; readonly onClose: () => void }) {
  const { t } = useTranslation('app')
  return (
    <Dialog title={t('expired.open')} size="small" onClose={onClose}>
      <SignInForm username={username} />
    </Dialog>
  )
}
