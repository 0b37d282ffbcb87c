import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { api } from '../app/api.ts'
import { Alert, ProblemAlert } from '../ui/alert.tsx'
import { TextField } from '../ui/field.tsx'
import { Page } from '../ui/page.tsx'

/** The first start of a real school, with the one-time link of the server (contract: a first start asks for an administrator). */
export default function SetupPage() {
  const { t } = useTranslation('account')
  const [query] = useSearchParams()
  const setUp = useMutation({ mutationFn: (body: object) => api.post('/api/setup', body) })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const text = (name: string): string => String(fields.get(name) ?? '').trim()
    setUp.mutate({
      code: query.get('code') ?? '',
      school: { name: text('school'), authority: text('authority'), place: text('place') },
      year: text('year'),
      administrator: { id: text('username'), name: text('name'), password: String(fields.get('password') ?? '') },
    })
  }

  return (
    <Page title={t('setupTitle')} lead={t('setupLead')}>
      {setUp.isSuccess ? (
        <Alert tone="good">
          <p>{t('setupDone')}</p>
          <Link to="/">{t('setupSignIn')}</Link>
        </Alert>
      ) : (
        <form className="card stack" onSubmit={submit}>
          <TextField label={t('schoolName')} name="school" required maxLength={200} />
          <TextField label={t('authority')} name="authority" maxLength={200} />
          <TextField label={t('place')} name="place" maxLength={200} />
          <TextField label={t('firstYear')} name="year" inputMode="numeric" pattern="20\d\d" required />
          <TextField label={t('administrator')} name="username" autoComplete="username" defaultValue="quantri" required />
          <TextField label={t('administratorName')} name="name" autoComplete="name" required />
          <TextField
            label={t('nextPassword')}
            hint={t('nextPasswordHint')}
            name="password"
            type="password"
            autoComplete="new-password"
            required
          />
          <ProblemAlert problem={setUp.error} />
          <button type="submit" className="button primary self-start" disabled={setUp.isPending}>
            {t('setupSubmit')}
          </button>
        </form>
      )}
    </Page>
  )
}
