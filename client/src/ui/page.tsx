import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from './alert.tsx'

interface PageProps {
  readonly title: string
  readonly lead?: ReactNode
  /** Stands at the right of the title. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function Page({ title, lead, actions, children }: PageProps) {
  return (
    <div className="page">
      <title>{`${title} – Hocba`}</title>
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {lead !== undefined && <p className="lead">{lead}</p>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** A quiet place that says what will stand here and what to do next. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  )
}

export function Loading() {
  const { t } = useTranslation('app')
  return (
    <p className="loading" role="status">
      <span className="spinner" aria-hidden="true" />
      {t('loading')}
    </p>
  )
}

interface Asked<T> {
  readonly data: T | undefined
  readonly error: unknown
  readonly refetch: () => unknown
}

/** The three outcomes of a question to the server: waiting, refused (with a way to try again), answered. */
export function Answered<T>({ query, children }: { readonly query: Asked<T>; readonly children: (data: T) => ReactNode }) {
  const { t } = useTranslation('app')
  if (query.data !== undefined) return children(query.data)
  if (query.error === null) return <Loading />
  return (
    <ProblemAlert problem={query.error}>
      <button type="button" className="button small" onClick={() => query.refetch()}>
        {t('again')}
      </button>
    </ProblemAlert>
  )
}
