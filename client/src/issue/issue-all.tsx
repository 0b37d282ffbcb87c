import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TranscriptLine } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { ProblemAlert } from '../ui/alert.tsx'
import { Progress } from '../ui/meter.tsx'

/** As many as a browser asks of one server at a time; the server puts them on record together. */
const together = 6

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
      for (let done = 0; done < total; done += together) {
        setPlan({ total, done })
        await Promise.all(transcripts.slice(done, done + together).map(({ id }) => api.post(`/api/transcripts/${id}/issue`, { order })))
      }
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
