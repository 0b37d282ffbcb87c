import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PairedComputer, PairingOffer } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { agentsQuery } from '../app/queries.ts'
import { showTime } from '../text/time.ts'
import { ProblemAlert } from '../ui/alert.tsx'
import { Answered } from '../ui/page.tsx'

/** Computers of my own that sign for me: listed, ended, and a code for a new one. The key and its PIN stay there. */
export function PairedComputers() {
  const { t } = useTranslation('sign')
  const client = useQueryClient()
  const query = useQuery({ ...agentsQuery, staleTime: 0 })
  const renew = (): Promise<void> => client.invalidateQueries({ queryKey: agentsQuery.queryKey })
  const end = useMutation({ mutationFn: (id: string) => api.delete(`/api/agents/${id}`), onSettled: renew })
  const offer = useMutation({ mutationFn: () => api.post<PairingOffer>('/api/agents/pairing', {}), onSettled: renew })
  return (
    <section className="card stack" aria-label={t('computers')}>
      <h2>{t('computers')}</h2>
      <p className="hint">{t('computersHint')}</p>
      <Answered query={query}>
        {(computers) => (
          <ul className="stack">
            {computers.map((computer) => (
              <li key={computer.id} className="row between">
                <ComputerWords computer={computer} />
                <button type="button" className="button small" disabled={end.isPending} onClick={() => end.mutate(computer.id)}>
                  {t('computerEnd')}
                </button>
              </li>
            ))}
          </ul>
        )}
      </Answered>
      {offer.data === undefined ? (
        <button type="button" className="button self-start" disabled={offer.isPending} onClick={() => offer.mutate()}>
          {t('computerAdd')}
        </button>
      ) : (
        <PairingCode offer={offer.data} />
      )}
      <ProblemAlert problem={end.error ?? offer.error} />
    </section>
  )
}

function ComputerWords({ computer: { name, pairedAt, seenAt } }: { readonly computer: PairedComputer }) {
  const { t, i18n } = useTranslation('sign')
  return (
    <span>
      <strong>{name}</strong> · {t('computerSince', { time: showTime(i18n.language, pairedAt) })}
      {seenAt !== null && ` · ${t('computerSeen', { time: showTime(i18n.language, seenAt) })}`}
    </span>
  )
}

function PairingCode({ offer: { code, expiresAt } }: { readonly offer: PairingOffer }) {
  const { t, i18n } = useTranslation('sign')
  return (
    <div className="stack tight" role="status">
      <p>{t('computerCode', { time: showTime(i18n.language, expiresAt) })}</p>
      <p>
        <strong>
          <code>{code}</code>
        </strong>
      </p>
      <p>
        <code>{`npm run -s hocba -- agent pair --server ${location.origin}`}</code>
      </p>
    </div>
  )
}
