import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { SessionLine } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { sessionsQuery } from '../app/queries.ts'
import { showTime } from '../text/time.ts'
import { ProblemAlert } from '../ui/alert.tsx'
import { Answered } from '../ui/page.tsx'

interface SessionListProps {
  /** Somebody else, whose sessions the system administrator may end. */
  readonly of?: { readonly id: string; readonly name: string }
}

export function SessionList({ of }: SessionListProps) {
  const { t } = useTranslation('account')
  const client = useQueryClient()
  const query = useQuery(sessionsQuery(of?.id))
  const end = useMutation({
    mutationFn: (id: string | undefined) => api.delete(id === undefined ? '/api/sessions' : `/api/sessions/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  })
  return (
    <section
      className={of === undefined ? 'card stack' : 'stack tight'}
      aria-label={of === undefined ? t('sessions') : t('sessionsOf', of)}
    >
      {of === undefined && <h2>{t('sessions')}</h2>}
      <p className="hint">{of === undefined ? t('sessionsHint') : t('sessionsOfHint')}</p>
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
            {of !== undefined && lines.length === 0 && <p>{t('noSession')}</p>}
            {of === undefined && lines.length > 1 && (
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
