import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TranscriptLine } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { ProblemAlert } from '../ui/alert.tsx'
import { Progress } from '../ui/meter.tsx'
import { inGroups } from './in-groups.ts'

/** Issues every fully signed transcript of the class; stops at the first refusal and shows it. */
export function IssueAll({ transcripts, order }: { readonly transcripts: readonly TranscriptLine[]; readonly order: string }) {
  const { t } = useTranslation('issue')
  const client = useQueryClient()
  const [plan, setPlan] = useState<{ readonly total: number; readonly done: number }>()
  const [problem, setProblem] = useState<unknown>()

  async function run() {
    setProblem(undefined)
    const total = transcripts.length
    try {
      await inGroups(
        transcripts,
        ({ id }) => api.post(`/api/transcripts/${id}/issue`, { order }),
        (done) => setPlan({ total, done }),
      )
    } catch (error) {
      setProblem(error)
    }
    setPlan(undefined)
    await client.invalidateQueries({ queryKey: ['transcripts'] })
  }

  if (plan !== undefined) return <Progress label={t('issuing')} value={plan.done} total={plan.total} />
  return (
    <div className="stack tight">
      <button type="button" className="button primary" onClick={() => void run()}>
        {t('issueAll', { count: transcripts.length })}
      </button>
      <ProblemAlert problem={problem} />
    </div>
  )
}
