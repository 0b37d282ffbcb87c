import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { JobLine } from '../app/answers.ts'
import { artefactsQuery } from '../app/queries.ts'
import { Icon } from '../ui/icon.tsx'

/** Where the files of a finished batch are: links for grids, the class's page for transcripts. */
export function SignedFiles({ jobs }: { readonly jobs: readonly JobLine[] }) {
  const { t } = useTranslation(['sign', 'issue', 'app'])
  const grids = jobs.filter((job) => job.kind === 'grid')
  const classes = [...new Set(jobs.filter((job) => job.kind === 'transcript').map((job) => job.className))]
  return (
    <section className="stack tight" aria-labelledby="signed-files">
      <h2 id="signed-files">{t('files')}</h2>
      <ul className="signed-files">
        {grids.map((job) => (
          <GridFiles key={job.id} job={job} />
        ))}
        {classes.map((name) => (
          <li key={name}>
            <Link to={`/transcripts?class=${name}`}>
              {t('issue:title')} {t('app:className', { name })}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function GridFiles({ job }: { readonly job: JobLine }) {
  const files = useQuery(artefactsQuery(job.subject)).data?.filter((file) => file.version === job.version) ?? []
  return (
    <li className="row between">
      <Link to={`/grids/${job.subject}`}>{job.title}</Link>
      <span className="row">
        {files.map((file) => (
          <a key={file.kind} className="button small" href={file.url} download aria-label={`${file.kind.toUpperCase()}: ${job.title}`}>
            <Icon name="download" />
            {file.kind.toUpperCase()}
          </a>
        ))}
      </span>
    </li>
  )
}
