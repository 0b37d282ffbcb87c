import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ProgressLine } from '../app/answers.ts'
import { groupBy } from '../app/group.ts'
import { inBookOrder } from '../app/order.ts'
import { progressQuery } from '../app/queries.ts'
import { Meter } from '../ui/meter.tsx'
import { Answered, Empty } from '../ui/page.tsx'

/** One line a class and term: how far entry, freezing and signing have come. Carries no marks. */
export function ProgressOverview() {
  const query = useQuery(progressQuery)
  return <Answered query={query}>{(lines) => <ProgressTable lines={lines} />}</Answered>
}

function ProgressTable({ lines }: { readonly lines: readonly ProgressLine[] }) {
  const { t } = useTranslation(['board', 'app'])
  if (lines.length === 0) return <Empty title={t('none')} />
  const groups = groupBy(inBookOrder(lines), (line) => `${line.className}/${line.term}`)
  return (
    <div className="card flush table-wrap">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('class')}</th>
            <th scope="col">{t('term')}</th>
            <th scope="col">{t('filled')}</th>
            <th scope="col">{t('frozen')}</th>
            <th scope="col">{t('allSigned')}</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(([key, group]) => (
            <GroupRow key={key} group={group} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function GroupRow({ group }: { readonly group: readonly ProgressLine[] }) {
  const { t } = useTranslation(['board', 'app'])
  const first = group[0]
  if (first === undefined) return null
  const sum = (of: (line: ProgressLine) => number): number => group.reduce((total, line) => total + of(line), 0)
  const frozen = sum((line) => (line.state === 'frozen' ? 1 : 0))
  const signed = sum((line) => (line.signers > 0 && line.signed === line.signers ? 1 : 0))
  return (
    <tr>
      <th scope="row">{first.className}</th>
      <td>
        <Link
          to={`/board/${first.className}/${first.term}`}
          aria-label={t('title', { class: first.className, term: t(`app:term.${first.term}`) })}
        >
          {t(`app:term.${first.term}`)}
        </Link>
      </td>
      <td>
        <Meter label={t('filled')} value={sum((line) => line.filled)} total={sum((line) => line.total)} />
      </td>
      <td>
        <Meter label={t('frozen')} value={frozen} total={group.length} />
      </td>
      <td>
        <Meter label={t('allSigned')} value={signed} total={group.length} />
      </td>
    </tr>
  )
}
