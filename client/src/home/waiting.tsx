import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { amendmentsQuery, gridsQuery, jobsQuery, ordersQuery } from '../app/queries.ts'
import { hasRole, useMe } from '../app/session.tsx'
import { isGridStep, isOpenOrder } from '../orders/order-state.ts'
import { Icon, type IconName } from '../ui/icon.tsx'

/** What waits for this person, as links with a number; nothing at all when nothing waits. */
export function Waiting() {
  const { t } = useTranslation('home')
  const me = useMe()
  const executes = hasRole(me, 'records-officer')
  const orders = useQuery({ ...ordersQuery, enabled: executes || hasRole(me, 'principal') })
  const grids = useQuery(gridsQuery()).data ?? []
  const jobs = useQuery(jobsQuery)
  const amendments = useQuery(amendmentsQuery())

  const openOrders = orders.data?.filter((order) => isOpenOrder(order, grids, Date.now()) && isGridStep(order.action)).length ?? 0
  const toAct = amendments.data?.filter((amendment) => amendment.next !== null).length ?? 0
  const lines: readonly WaitingLine[] = [
    { to: '/orders', icon: 'lock', text: executes ? t('orders') : t('ordersGiven'), count: openOrders },
    { to: '/amendments', icon: 'pen', text: t('amendments'), count: toAct },
    { to: '/signing', icon: 'seal', text: t('jobs'), count: jobs.data?.length ?? 0 },
  ]
  const waiting = lines.filter((line) => line.count > 0)
  if (waiting.length === 0) return null
  return (
    <section aria-labelledby="waiting-title" className="stack tight">
      <h2 id="waiting-title">{t('waiting')}</h2>
      <ul className="waiting">
        {waiting.map((line) => (
          <li key={line.to}>
            <Link to={line.to} className="card waiting-card">
              <Icon name={line.icon} />
              <span>{line.text}</span>
              <strong>{line.count}</strong>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface WaitingLine {
  readonly to: string
  readonly icon: IconName
  readonly text: string
  readonly count: number
}
