import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { terms } from '@hocba/shared/grid'
import type { OrderAction } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { inBookOrder } from '../app/order.ts'
import { gridsQuery } from '../app/queries.ts'
import { useMe } from '../app/session.tsx'
import { Alert, ProblemAlert } from '../ui/alert.tsx'
import { SelectField, TextArea, TextField } from '../ui/field.tsx'
import { ActionChoice } from './action-choice.tsx'
import { gridsInScope } from './order-state.ts'

/** The principal's form: what, where, why, until when. The scope is named in words and in numbers before it is sent. */
export function GiveOrder() {
  const { t } = useTranslation(['orders', 'app'])
  const { year } = useMe()
  const client = useQueryClient()
  const grids = inBookOrder(useQuery(gridsQuery()).data ?? [])
  const [action, setAction] = useState<OrderAction>('lock')
  const [className, setClassName] = useState('')
  const [term, setTerm] = useState('')
  const transcripts = action === 'issue' || action === 'revoke'
  const inScope = gridsInScope(grids, { class: className, term }).length

  const give = useMutation({
    mutationFn: (body: object) => api.post<{ readonly id: string }>('/api/orders', body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['orders'] }),
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const fields = new FormData(form)
    const until = String(fields.get('until') ?? '')
    const scope = { year, ...(className === '' ? {} : { class: className }), ...(term === '' || transcripts ? {} : { term }) }
    give.mutate(
      { action, scope, reason: String(fields.get('reason')).trim(), ...(until === '' ? {} : { until: endOfDay(until) }) },
      { onSuccess: () => form.reset() },
    )
  }

  return (
    <form className="card" onSubmit={submit} aria-labelledby="give-title">
      <h2 id="give-title">{t('giveTitle')}</h2>
      <ActionChoice actions={['lock', 'unlock', 'freeze', 'issue', 'revoke']} value={action} onChange={setAction} />
      <div className="columns">
        <SelectField label={t('scopeClass')} value={className} onChange={(event) => setClassName(event.target.value)}>
          <option value="">{t('allClasses')}</option>
          {[...new Set(grids.map((grid) => grid.className))].map((name) => (
            <option key={name} value={name}>
              {t('app:className', { name })}
            </option>
          ))}
        </SelectField>
        {!transcripts && (
          <SelectField label={t('scopeTerm')} value={term} onChange={(event) => setTerm(event.target.value)}>
            <option value="">{t('bothTerms')}</option>
            {terms.map((one) => (
              <option key={one} value={one}>
                {t(`app:term.${one}`)}
              </option>
            ))}
          </SelectField>
        )}
        <TextField label={t('until')} name="until" type="date" />
      </div>
      <TextArea label={t('app:reason')} name="reason" hint={t('app:reasonHint')} required maxLength={500} rows={2} />
      <div className="row between">
        <p className="hint" aria-live="polite">
          {transcripts
            ? t('scopeTranscripts', {
                scope: className === '' ? t('allClasses') : t('app:className', { name: className }),
                year: `${year}-${Number(year) + 1}`,
              })
            : inScope === 0
              ? t('scopeNone')
              : t('scopeGrids', { count: inScope })}
        </p>
        <button type="submit" className="button primary" disabled={give.isPending || (!transcripts && inScope === 0)}>
          {t('give')}
        </button>
      </div>
      <ProblemAlert problem={give.error} />
      {give.isSuccess && <Alert tone="good">{t('given')}</Alert>}
    </form>
  )
}

/** A day chosen in a form lasts until its end in the school's zone. */
const endOfDay = (day: string): string => `${day}T23:59:59+07:00`
