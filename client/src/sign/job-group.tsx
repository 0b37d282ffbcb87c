import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { JobLine } from '../app/answers.ts'

interface JobGroupProps {
  readonly jobs: readonly JobLine[]
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (ids: readonly string[], on: boolean) => void
}

export function JobGroup({ jobs, chosen, onChoose }: JobGroupProps) {
  const { t } = useTranslation(['sign', 'app'])
  const first = jobs[0]
  if (first === undefined) return null
  const name = t('group', { kind: t(`kind.${first.kind}`), class: first.className })
  return (
    <section className="card flush" aria-label={name}>
      <header className="card-head">
        <label className="check">
          <input
            type="checkbox"
            checked={jobs.every((job) => chosen.has(job.id))}
            onChange={(event) =>
              onChoose(
                jobs.map((job) => job.id),
                event.target.checked,
              )
            }
            aria-label={t('selectGroup', { group: name })}
          />
          <h2>{name}</h2>
        </label>
        <span className="hint">{t(`app:signer.${first.role}`)}</span>
      </header>
      <div className="table-wrap">
        <table>
          <thead>
            <tr>
              <th scope="col" className="narrow-column">
                <span className="visually-hidden">{t('selectOne', { title: '' })}</span>
              </th>
              <th scope="col">{t('what')}</th>
              <th scope="col">{t('as')}</th>
              <th scope="col" className="number">
                {t('students')}
              </th>
              <th scope="col">{t('version')}</th>
              <th scope="col">{t('digest')}</th>
            </tr>
          </thead>
          <tbody>
            {jobs.map((job) => (
              <tr key={job.id}>
                <td>
                  <input
                    type="checkbox"
                    checked={chosen.has(job.id)}
                    onChange={(event) => onChoose([job.id], event.target.checked)}
                    aria-label={t('selectOne', { title: job.title })}
                  />
                </td>
                <th scope="row">{job.kind === 'grid' ? <Link to={`/grids/${job.subject}`}>{job.title}</Link> : job.title}</th>
                <td>{t(`app:signer.${job.role}`)}</td>
                <td className="number">{job.students}</td>
                <td>{job.version}</td>
                <td>
                  <span className="digest" title={job.digest}>
                    {job.digest.slice(0, 12)}…
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
