import { useTranslation } from 'react-i18next'
import type { AmendmentView } from '../app/answers.ts'
import { usePeople } from '../app/people.ts'
import { showTime } from '../text/time.ts'
import { Icon } from '../ui/icon.tsx'

/** Requester, two witnesses and approver in the order in which they act (004 II.2). */
export function Parties({ amendment }: { readonly amendment: AmendmentView }) {
  const { t, i18n } = useTranslation('amend')
  const person = usePeople()
  const steps = [
    { slot: 'requester' as const, user: amendment.requester, done: true, at: amendment.at },
    ...amendment.parties.map(({ slot, user, done, at }) => ({ slot, user, done, at })),
  ]
  return (
    <section className="card">
      <h2>{t('parties')}</h2>
      <ol className="parties">
        {steps.map(({ slot, user, done, at }) => (
          <li key={slot} className={done ? 'done' : ''}>
            <Icon name={done ? 'check' : 'clock'} />
            <div>
              <span className="hint">{t(`slot.${slot}`)}</span>
              <strong>{person(user)}</strong>
              <span className="hint">
                {done && at !== undefined ? t('confirmed', { time: showTime(i18n.language, at) }) : done ? '' : t('pending')}
              </span>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
