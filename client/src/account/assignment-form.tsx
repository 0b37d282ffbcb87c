import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { Alert, ProblemAlert } from '../ui/alert.tsx'

interface AssignmentFormProps {
  readonly title: string
  readonly path: string
  /** What is said when it is on record. */
  readonly done: string
  readonly bodyOf: (fields: FormData) => object | undefined
  readonly children: ReactNode
}

/** Fields in columns, and one change of assignments that they make. */
export function AssignmentForm({ title, path, done, bodyOf, children }: AssignmentFormProps) {
  const { t } = useTranslation('account')
  const client = useQueryClient()
  const change = useMutation({ mutationFn: (body: object) => api.post(path, body), onSuccess: () => client.invalidateQueries() })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const body = bodyOf(new FormData(event.currentTarget))
    if (body !== undefined) change.mutate(body)
  }

  return (
    <form className="card stack" onSubmit={submit} aria-label={title}>
      <div className="columns">{children}</div>
      <ProblemAlert problem={change.error} />
      {change.isSuccess && <Alert tone="good">{done}</Alert>}
      <button type="submit" className="button primary self-start" disabled={change.isPending}>
        {t('putOnRecord')}
      </button>
    </form>
  )
}
