import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Assignment } from '@hocba/shared/school'
import { api } from '../app/api.ts'
import { usePeople } from '../app/people.ts'
import { peopleQuery } from '../app/queries.ts'
import { Alert, ProblemAlert } from '../ui/alert.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { useScopeWords } from './scope-words.ts'

/** One teacher hands a class over to another on a day (004 II.2c). */
export function HandOver({ assignments }: { readonly assignments: readonly Assignment[] }) {
  const { t } = useTranslation('account')
  const client = useQueryClient()
  const person = usePeople()
  const words = useScopeWords()
  const teachers = (useQuery(peopleQuery).data ?? []).filter(
    ({ roles }) => roles.includes('subject-teacher') || roles.includes('homeroom-teacher'),
  )
  const held = assignments.filter((one) => one.kind === 'teaches' || one.kind === 'homeroom')
  const handOver = useMutation({
    mutationFn: (body: object) => api.post('/api/assignments/hand-over', body),
    onSuccess: () => client.invalidateQueries(),
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const chosen = held[Number(fields.get('held'))]
    if (chosen === undefined) return
    const { person: from, from: _since, until: _last, ...scope } = chosen
    handOver.mutate({ from, to: fields.get('to'), date: fields.get('date'), scope })
  }

  return (
    <form className="card stack" onSubmit={submit} aria-labelledby="hand-over">
      <h2 id="hand-over">{t('handOver')}</h2>
      <div className="columns">
        <SelectField label={t('handOverWhat')} name="held" required>
          {held.map((one, index) => (
            <option key={JSON.stringify(one)} value={index}>
              {`${person(one.person)} · ${words(one)}`}
            </option>
          ))}
        </SelectField>
        <SelectField label={t('handOverTo')} name="to" required>
          {teachers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField label={t('handOverDate')} name="date" type="date" required />
      </div>
      <ProblemAlert problem={handOver.error} />
      {handOver.isSuccess && <Alert tone="good">{t('handedOver')}</Alert>}
      <button type="submit" className="button primary self-start" disabled={handOver.isPending}>
        {t('handOverSubmit')}
      </button>
    </form>
  )
}
