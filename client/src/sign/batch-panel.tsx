import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Batch, JobLine } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { codeSentence } from '../text/fault.ts'
import { Alert } from '../ui/alert.tsx'
import { Icon } from '../ui/icon.tsx'
import { Progress } from '../ui/meter.tsx'
import { Answered } from '../ui/page.tsx'
import { SignedFiles } from './signed-files.tsx'

export interface OpenBatch {
  readonly id: string
  readonly code: string
  readonly agentUrl: string
  readonly jobs: readonly JobLine[]
}

interface BatchPanelProps {
  readonly batch: OpenBatch
  readonly onClose: () => void
}

const pollMs = 1_000

/** From the agent's page to the signed files; asks the server once a second while something can still happen. */
export function BatchPanel({ batch, onClose }: BatchPanelProps) {
  const { t } = useTranslation('sign')
  const client = useQueryClient()
  const query = useQuery({
    queryKey: ['batch', batch.id],
    queryFn: () => api.get<Batch>(`/api/signing/batches/${batch.id}`),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : pollMs),
  })
  const over = isOver(query.data)
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: ['jobs'] })
  }, [over, client])

  return (
    <section className="card">
      <Answered query={query}>
        {(state) => (
          <>
            {state.state === 'waiting' && <Invitation batch={batch} />}
            {state.state === 'signing' && <Progress label={t('signing')} value={state.done} total={state.total} />}
            {isOver(state) && <Result state={state} batch={batch} />}
          </>
        )}
      </Answered>
      <div className="row">
        <button type="button" className={over ? 'button primary' : 'button'} onClick={onClose}>
          {over ? t('another') : t('leave')}
        </button>
      </div>
    </section>
  )
}

const isOver = (batch: Batch | undefined): boolean => batch?.state === 'done' || batch?.state === 'failed'

function Invitation({ batch }: { readonly batch: OpenBatch }) {
  const { t } = useTranslation('sign')
  return (
    <div className="stack" role="status">
      <h2>{t('waitingTitle')}</h2>
      <p>{t('waitingText')}</p>
      <p>
        <a className="button primary" href={batch.agentUrl} target="_blank" rel="noopener noreferrer">
          {t('open')}
          <Icon name="external" />
        </a>
      </p>
    </div>
  )
}

function Result({ state, batch }: { readonly state: Batch; readonly batch: OpenBatch }) {
  const { t, i18n } = useTranslation('sign')
  const failed = new Set(state.failed.map((failure) => failure.job))
  const signed = batch.jobs.filter((job) => !failed.has(job.id))
  const titleOf = (id: string): string => batch.jobs.find((job) => job.id === id)?.title ?? id
  return (
    <div className="stack">
      {state.done > 0 && <Alert tone="good">{t('done', { count: state.done })}</Alert>}
      {state.failed.length > 0 && (
        <Alert tone="bad">
          <p>{t('failed', { count: state.failed.length })}</p>
          <ul>
            {state.failed.map((failure) => (
              <li key={failure.job}>
                <strong>{titleOf(failure.job)}</strong>: {codeSentence(i18n.language, failure.code) ?? failure.code}
                <small className="code">{failure.code}</small>
              </li>
            ))}
          </ul>
          <p>{t('failedHelp')}</p>
        </Alert>
      )}
      {state.done > 0 && <SignedFiles jobs={signed} />}
    </div>
  )
}
