import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { peopleQuery } from '../app/queries.ts'
import { Alert, ProblemAlert } from '../ui/alert.tsx'
import { SelectField, TextField } from '../ui/field.tsx'

/** The principal delegates orders and approvals for some days (000 art. 7.1). */
export function Delegate() {
  const { t } = useTranslation('account')
  const client = useQueryClient()
  const deputies = (useQuery(peopleQuery).data ?? []).filter(({ roles }) => roles.includes('vice-principal'))
  const give = useMutation({
    mutationFn: ({ part, body }: { readonly part: string; readonly body: object }) => api.post(`/api/delegations${part}`, body),
    onSuccess: () => client.invalidateQueries(),
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const isEnd = event.nativeEvent instanceof SubmitEvent && event.nativeEvent.submitter?.getAttribute('name') === 'end'
    const to = fields.get('to')
    give.mutate(isEnd ? { part: '/end', body: { to } } : { part: '', body: { to, from: fields.get('from'), until: fields.get('until') } })
  }

  return (
    <form className="card stack" onSubmit={submit} aria-labelledby="delegate">
      <h2 id="delegate">{t('delegate')}</h2>
      <p className="hint">{t('delegateHint')}</p>
      <div className="columns">
        <SelectField label={t('delegateTo')} name="to" required>
          {deputies.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField label={t('firstDay')} name="from" type="date" required />
        <TextField label={t('lastDay')} name="until" type="date" required />
      </div>
      <ProblemAlert problem={give.error} />
      {give.isSuccess && <Alert tone="good">{t('delegated')}</Alert>}
      <div className="row">
        <button type="submit" className="button primary" disabled={give.isPending}>
          {t('delegateSubmit')}
        </button>
        <button type="submit" name="end" formNoValidate className="button" disabled={give.isPending}>
          {t('delegateEnd')}
        </button>
      </div>
    </form>
  )
}
