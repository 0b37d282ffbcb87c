import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { parseGridId } from '@hocba/shared/grid'
import type { GridLine, Order } from '../app/answers.ts'
import { usePeople } from '../app/people.ts'
import { showDay, showTime } from '../text/time.ts'
import { Meter } from '../ui/meter.tsx'
import { ExecuteOrder } from './execute-order.tsx'
import { concernsTranscripts, gridsOf, isExpired, isGridStep, pendingGrids } from './order-state.ts'

interface OrderCardProps {
  readonly order: Order
  readonly grids: readonly GridLine[]
  readonly executes: boolean
}

export function OrderCard({ order, grids, executes }: OrderCardProps) {
  const { t, i18n } = useTranslation(['orders', 'app'])
  const person = usePeople()
  const scope = useScopeWords()
  const now = Date.now()
  return (
    <article className="card order" aria-label={`${t(`actions.${order.action}`)} ${scope(order)}`}>
      <div className="row between">
        <h3>
          {t(`actions.${order.action}`)} · {scope(order)}
        </h3>
        <OrderStatus order={order} grids={grids} now={now} />
      </div>
      <p>{order.reason}</p>
      <p className="hint">
        {t('by', { name: person(order.by), time: showTime(i18n.language, order.at) })}
        {order.until !== undefined && ` · ${t('untilTime', { time: showDay(i18n.language, order.until) })}`}
      </p>
      {executes && !isExpired(order, now) && isGridStep(order.action) && <ExecuteOrder order={order} grids={grids} />}
      {executes && concernsTranscripts(order) && !isExpired(order, now) && (
        <Link className="button self-start" to={transcriptsOf(order)}>
          {t('toTranscripts')}
        </Link>
      )}
    </article>
  )
}

function OrderStatus({ order, grids, now }: { readonly order: Order; readonly grids: readonly GridLine[]; readonly now: number }) {
  const { t } = useTranslation('orders')
  if (isExpired(order, now)) return <span className="chip bad">{t('expired')}</span>
  if (!isGridStep(order.action)) return <span className="chip info">{t('inForce')}</span>
  const pending = pendingGrids(order, grids).length
  if (pending === 0) return <span className="chip good">{t('done')}</span>
  const total = gridsOf(order, grids).length
  return <Meter label={t('executed')} value={total - pending} total={total} />
}

const transcriptsOf = (order: Order): string =>
  'class' in order.scope && order.scope.class !== undefined ? `/transcripts?class=${order.scope.class}` : '/transcripts'

/** `lớp 6A, học kì I` instead of ids. */
function useScopeWords(): (order: Order) => string {
  const { t } = useTranslation(['orders', 'app'])
  return ({ scope }) => {
    if ('transcripts' in scope) return t('scopeOneTranscript', { count: scope.transcripts.length })
    if ('entries' in scope) return t('scopeEntries', { count: scope.entries.length })
    if ('grids' in scope) return scope.grids.map(gridWords).join(', ')
    const parts = [
      scope.class === undefined ? t('whole') : t('app:className', { name: scope.class }),
      scope.term === undefined ? undefined : t(`app:term.${scope.term}`),
    ]
    return parts.filter((part) => part !== undefined).join(', ')
  }

  function gridWords(id: string): string {
    const grid = parseGridId(id)
    return grid === undefined ? id : `${grid.subject.name} ${grid.class}, ${t(`app:term.${grid.term}`)}`
  }
}
