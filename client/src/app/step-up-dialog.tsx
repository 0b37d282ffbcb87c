import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '../ui/alert.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import type { User } from './answers.ts'
import { api } from './api.ts'
import { CodeField, otpOf, useAskedForCode } from './code-field.tsx'

/** Asks for the password again before a weighty act (trust.md: step-up, at most five minutes old). */
export default function StepUpDialog({ user, onClose }: { readonly user: User; readonly onClose: (given: boolean) => void }) {
  const { t } = useTranslation('app')
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const asked = useAskedForCode(problem)

  async function confirm(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const password = String(fields.get('password') ?? '')
    const otp = otpOf(fields)
    setBusy(true)
    try {
      await api.post('/api/session', { username: user.id, password, ...(otp === '' ? {} : { otp }) })
      onClose(true)
    } catch (error) {
      setProblem(error)
      setBusy(false)
    }
  }

  return (
    <Dialog title={t('stepUp.title')} onClose={() => onClose(false)} size="small">
      <form className="stack" onSubmit={(event) => void confirm(event)}>
        <p>{t('stepUp.why', { name: user.name })}</p>
        <input type="hidden" name="username" value={user.id} autoComplete="username" />
        <TextField label={t('signIn.password')} name="password" type="password" autoComplete="current-password" autoFocus required />
        {asked && <CodeField />}
        <ProblemAlert problem={problem} />
        <DialogActions>
          <button type="button" className="button" onClick={() => onClose(false)}>
            {t('cancel')}
          </button>
          <button type="submit" className="button primary" disabled={busy}>
            {t('stepUp.confirm')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
