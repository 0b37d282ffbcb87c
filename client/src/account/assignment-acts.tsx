import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Assignment } from '@hocba/shared/school'
import { BeginAssignment } from './begin-assignment.tsx'
import { EndAssignment } from './end-assignment.tsx'
import { HandOver } from './hand-over.tsx'

const acts = ['handOver', 'begin', 'endAssignment'] as const
type Act = (typeof acts)[number]

/** What the vice-principal does to assignments, one form at a time. */
export function AssignmentActs({ assignments }: { readonly assignments: readonly Assignment[] }) {
  const { t } = useTranslation('account')
  const [act, setAct] = useState<Act>('handOver')
  return (
    <section className="stack" aria-label={t('changeAssignments')}>
      <div className="segments" role="radiogroup" aria-label={t('changeAssignments')}>
        {acts.map((one) => (
          <label key={one} className="segment">
            <input type="radio" name="act" checked={act === one} onChange={() => setAct(one)} />
            {t(one)}
          </label>
        ))}
      </div>
      {act === 'handOver' && <HandOver assignments={assignments} />}
      {act === 'begin' && <BeginAssignment />}
      {act === 'endAssignment' && <EndAssignment assignments={assignments} />}
    </section>
  )
}
