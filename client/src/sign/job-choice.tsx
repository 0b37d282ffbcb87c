import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobLine } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { groupBy } from '../app/group.ts'
import { ProblemAlert } from '../ui/alert.tsx'
import { Icon } from '../ui/icon.tsx'
import type { OpenBatch } from './batch-panel.tsx'
import { JobGroup } from './job-group.tsx'

interface JobChoiceProps {
  readonly jobs: readonly JobLine[]
  readonly onBatch: (batch: OpenBatch) => void
}

/** Jobs by kind and class with check boxes, and one button that signs what is chosen. */
export function JobChoice({ jobs, onBatch }: JobChoiceProps) {
  const { t } = useTranslation('sign')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const picked = jobs.filter((job) => chosen.has(job.id))
  const groups = groupBy(jobs, (job) => `${job.kind} ${job.className}`)

  const start = useMutation({
    mutationFn: () =>
      api.post<{ readonly id: string; readonly code: string; readonly agentUrl: string }>('/api/signing/batches', {
        jobs: picked.map((job) => job.id),
      }),
    onSuccess(answer) {
      window.open(answer.agentUrl, '_blank', 'noopener')
      onBatch({ ...answer, jobs: picked })
    },
  })

  function choose(ids: readonly string[], on: boolean) {
    setChosen((before) => (on ? new Set([...before, ...ids]) : new Set([...before].filter((id) => !ids.includes(id)))))
  }

  return (
    <div className="stack">
      <div className="card sign-bar">
        <label className="check">
          <input
            type="checkbox"
            checked={picked.length === jobs.length}
            onChange={(event) =>
              choose(
                jobs.map((job) => job.id),
                event.target.checked,
              )
            }
          />
          {t('selectAll', { count: jobs.length })}
        </label>
        <button type="button" className="button primary" disabled={picked.length === 0 || start.isPending} onClick={() => start.mutate()}>
          <Icon name="pen" />
          {picked.length === 0 ? t('pick') : t('sign', { count: picked.length })}
        </button>
      </div>
      <ProblemAlert problem={start.error} />
      {groups.map(([key, group]) => (
        <JobGroup key={key} jobs={group} chosen={chosen} onChoose={choose} />
      ))}
    </div>
  )
}
