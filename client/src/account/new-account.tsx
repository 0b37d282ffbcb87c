import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { Alert, ProblemAlert } from '../ui/alert.tsx'
import { TextField } from '../ui/field.tsx'
import { RoleBoxes, chosenRoles } from './role-choice.tsx'

/** The password is shown this once; whoever gets it must change it first. */
export function NewAccount() {
  const { t } = useTranslation('account')
  const client = useQueryClient()
  const make = useMutation({
    mutationFn: (body: object) => api.post<{ readonly id: string; readonly password: string }>('/api/accounts', body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['accounts'] }),
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const fields = new FormData(form)
    const text = (name: string): string => String(fields.get(name) ?? '').trim()
    make.mutate({ id: text('id'), name: text('name'), title: text('title'), roles: chosenRoles(fields) }, { onSuccess: () => form.reset() })
  }

  return (
    <form className="card stack" onSubmit={submit} aria-labelledby="new-account">
      <h2 id="new-account">{t('newAccount')}</h2>
      <div className="columns">
        <TextField label={t('accountId')} hint={t('accountIdHint')} name="id" pattern="[a-z][a-z0-9._\-]+" autoCapitalize="none" required />
        <TextField label={t('administratorName')} name="name" required />
        <TextField label={t('jobTitle')} name="title" required />
      </div>
      <RoleBoxes roles={[]} />
      <ProblemAlert problem={make.error} />
      {make.isSuccess && (
        <Alert tone="good">
          {make.data.id}: {t('oneTimePassword')} <code>{make.data.password}</code>
        </Alert>
      )}
      <button type="submit" className="button primary self-start" disabled={make.isPending}>
        {t('makeAccount')}
      </button>
    </form>
  )
}
