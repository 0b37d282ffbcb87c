import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { useMe } from '../app/session.tsx'
import { Alert, ProblemAlert } from '../ui/alert.tsx'
import { TextField } from '../ui/field.tsx'

export function PasswordForm() {
  const { t } = useTranslation('account')
  const me = useMe()
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (body: { readonly current: string; readonly next: string }) => api.post('/api/password', body),
    onSuccess: () => client.invalidateQueries(),
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const fields = new FormData(form)
    change.mutate({ current: String(fields.get('current')), next: String(fields.get('next')) }, { onSuccess: () => form.reset() })
  }

  return (
    <form className="card stack" onSubmit={submit} aria-labelledby="password-title">
      <h2 id="password-title">{t('password')}</h2>
      <input type="hidden" name="username" value={me.user.id} autoComplete="username" />
      <TextField label={t('currentPassword')} name="current" type="password" autoComplete="current-password" required />
      <TextField label={t('nextPassword')} hint={t('nextPasswordHint')} name="next" type="password" autoComplete="new-password" required />
      <ProblemAlert problem={change.error} />
      {change.isSuccess && <Alert tone="good">{t('passwordChanged')}</Alert>}
      <button type="submit" className="button primary self-start" disabled={change.isPending}>
        {t('changePassword')}
      </button>
    </form>
  )
}
