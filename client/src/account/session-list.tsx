import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { SessionLine } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { sessionsQuery } from '../app/queries.ts'
import { showTime } from '../text/time.ts'
import { ProblemAlert } from '../ui/alert.tsx'
import { Answered } from '../ui/page.tsx'

export function SessionList() {
  const { t } = useTranslation('account')
  const client = useQueryClient()
  const query = useQuery(sessionsQuery)
  const end = useMutation({
    mutationFn: (id: string | undefined) => api.delete(id === undefined ? '/api/sessions' : `/api/sessions/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  })
  return (
    <section className="card stack" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{t('sessions')}</h2>
      <p className="hint">{t('sessionsHint')}</p>
      <Answered query={query}>
        {(lines) => (
          <>
            <ul className="stack">
              {lines.map((line) => (
                <li key={line.id} className="row between">
                  <SessionWords line={line} />
                  {!line.current && (
                    <button type="button" className="button small" disabled={end.isPending} onClick={() => end.mutate(line.id)}>
                      {t('end')}
                    </button>
                  )}
                </li>
              ))}
            </ul>
            {lines.length > 1 && (
              <button type="button" className="button self-start" disabled={end.isPending} onClick={() => end.mutate(undefined)}>
                {t('endOthers')}
              </button>
            )}
          </>
        )}
      </Answered>
      <ProblemAlert problem={end.error} />
    </section>
  )
}

function SessionWords({ line: { device, createdAt, current } }: { readonly line: SessionLine }) {
  const { t, i18n } = useTranslation('account')
  return (
    <span>
      <strong>{device === '' ? t('program') : device}</strong> · {t('since', { time: showTime(i18n.language, createdAt) })}{' '}
      {current && <span className="chip good">{t('current')}</span>}
    </span>
  )
}
