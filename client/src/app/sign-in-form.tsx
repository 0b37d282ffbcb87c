import { type FormEvent, type MouseEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '../ui/alert.tsx'
import { TextField } from '../ui/field.tsx'
import { part } from '../ui/part.tsx'
import { CodeField, otpOf, useAskedForCode } from './code-field.tsx'
import { useSession } from './session.tsx'

const CertificateSignIn = part(() => import('./certificate-sign-in.tsx'))

interface SignInFormProps {
  readonly username?: string
  readonly password?: string
}

export function SignInForm({ username = '', password = '' }: SignInFormProps) {
  const { t } = useTranslation('app')
  const { signIn, enter } = useSession()
  const [proving, setProving] = useState<string>()
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const asked = useAskedForCode(problem)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    setBusy(true)
    setProblem(undefined)
    try {
      await signIn(String(fields.get('username')).trim(), String(fields.get('password')), otpOf(fields))
    } catch (error) {
      setProblem(error)
    }
    setBusy(false)
  }

  function prove({ currentTarget: { form } }: MouseEvent<HTMLButtonElement>) {
    const field = form?.elements.namedItem('username')
    if (field instanceof HTMLInputElement && field.reportValidity()) setProving(field.value.trim())
  }

  if (proving !== undefined) return <CertificateSignIn username={proving} onProved={enter} onClose={() => setProving(undefined)} />
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      <TextField
        label={t('signIn.username')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={username}
        autoFocus={username === ''}
        required
      />
      <TextField
        label={t('signIn.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        defaultValue={password}
        autoFocus={username !== ''}
        required
      />
      {asked && <CodeField />}
      <ProblemAlert problem={problem} />
      <button type="submit" className="button primary" disabled={busy}>
        {busy ? t('signIn.busy') : t('signIn.submit')}
      </button>
      <button type="button" className="button" disabled={busy} onClick={prove}>
        {t('signIn.certificate')}
      </button>
    </form>
  )
}
