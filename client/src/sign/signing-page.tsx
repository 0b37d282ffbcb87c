import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { jobsQuery } from '../app/queries.ts'
import { Answered, Empty, Page } from '../ui/page.tsx'
import { BatchPanel, type OpenBatch } from './batch-panel.tsx'
import { JobChoice } from './job-choice.tsx'
import { PairedComputers } from './paired-computers.tsx'
import './sign.css'

/** The signing inbox: choose, sign in one batch, follow its progress. The PIN is typed at the agent, never here. */
export default function SigningPage() {
  const { t } = useTranslation('sign')
  const [batch, setBatch] = useState<OpenBatch>()
  const query = useQuery({ ...jobsQuery, staleTime: 0 })
  return (
    <Page title={t('title')} lead={t('lead')}>
      {batch !== undefined ? (
        <BatchPanel batch={batch} onClose={() => setBatch(undefined)} />
      ) : (
        <Answered query={query}>
          {(jobs) =>
            jobs.length === 0 ? (
              <Empty title={t('none')}>
                <p>{t('noneHelp')}</p>
              </Empty>
            ) : (
              <JobChoice jobs={jobs} onBatch={setBatch} />
            )
          }
        </Answered>
      )}
      {batch === undefined && <PairedComputers />}
    </Page>
  )
}
