import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Assignment } from '@hocba/shared/school'
import { usePeople } from '../app/people.ts'
import { assignmentsQuery } from '../app/queries.ts'
import { hasRole, useMe } from '../app/session.tsx'
import { showDay } from '../text/time.ts'
import { Answered } from '../ui/page.tsx'
import { AssignmentActs } from './assignment-acts.tsx'
import { Delegate } from './delegate.tsx'
import { OfficePage } from './office-page.tsx'
import { useScopeWords } from './scope-words.ts'

/** Who teaches, heads and guards what, from when to when; rights follow (001 art. 4.2c; 004 II.2c; 000 art. 7.1). */
export default function AssignmentsPage() {
  const { t } = useTranslation('account')
  const me = useMe()
  const query = useQuery(assignmentsQuery)
  return (
    <OfficePage title={t('assignments')} lead={t('assignmentsLead')}>
      {hasRole(me, 'vice-principal', 'system-administrator') && <AssignmentActs assignments={query.data ?? []} />}
      {hasRole(me, 'principal') && <Delegate />}
      <section className="card" aria-labelledby="assignments-title">
        <h2 id="assignments-title">{t('inForce')}</h2>
        <Answered query={query}>
          {(assignments) => (
            <ul>
              {assignments.map((one) => (
                <AssignmentLine key={JSON.stringify(one)} assignment={one} />
              ))}
            </ul>
          )}
        </Answered>
      </section>
    </OfficePage>
  )
}

function AssignmentLine({ assignment }: { readonly assignment: Assignment }) {
  const { t, i18n } = useTranslation('account')
  const person = usePeople()
  const words = useScopeWords()
  const from = showDay(i18n.language, assignment.from)
  return (
    <li>
      <strong>{person(assignment.person)}</strong> · {words(assignment)} ·{' '}
      {assignment.until === undefined ? t('from', { from }) : t('fromUntil', { from, until: showDay(i18n.language, assignment.until) })}
    </li>
  )
}
