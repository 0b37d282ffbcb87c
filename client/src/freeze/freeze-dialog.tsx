import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { GridState } from '@hocba/shared/grid'
import type { GridLine, Order } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { usePeople } from '../app/people.ts'
import { gridsQuery, ordersQuery } from '../app/queries.ts'
import { isExpired, isGridStep, pendingGrids } from '../orders/order-state.ts'
import { showTime } from '../text/time.ts'
import { Alert, ProblemAlert } from '../ui/alert.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Answered, Empty } from '../ui/page.tsx'
import { Completeness } from './completeness.tsx'
import { receiptUrl } from './receipt-url.ts'

type Step = 'lock' | 'unlock' | 'freeze'

interface Executed {
  readonly seq: number
  readonly state: GridState
  readonly epoch: number
  readonly version?: number
  readonly digest?: string
}

/** The records officer's panel: the report first, then the principal's open orders for this grid. */
export default function FreezeDialog({ gridId, onClose }: { readonly gridId: string; readonly onClose: () => void }) {
  const { t } = useTranslation(['freeze', 'orders'])
  const orders = useQuery(ordersQuery)
  const grids = useQuery(gridsQuery()).data ?? []
  const client = useQueryClient()
  const execute = useMutation({
    mutationFn: ({ step, order }: { readonly step: Step; readonly order: string }) =>
      api.post<Executed>(`/api/grids/${gridId}/${step}`, { order }),
    onSuccess: () => client.invalidateQueries(),
  })
  return (
    <Dialog title={t('closeTitle')} size="side" onClose={onClose}>
      <div className="stack">
        <Completeness gridId={gridId} />
        <section className="stack tight" aria-labelledby="orders-of-grid">
          <h3 id="orders-of-grid">{t('ordersOf')}</h3>
          <Answered query={orders}>
            {(all) => {
              const open = ordersOf(all, grids, gridId)
              return open.length === 0 ? (
                <Empty title={t('noOrders')}>
                  <p>{t('noOrdersHelp')}</p>
                </Empty>
              ) : (
                open.map((order) => (
                  <OrderLine
                    key={order.id}
                    order={order}
                    busy={execute.isPending}
                    onExecute={(step) => execute.mutate({ step, order: order.id })}
                  />
                ))
              )
            }}
          </Answered>
        </section>
        <ProblemAlert problem={execute.error} />
        {execute.isSuccess && <Done gridId={gridId} executed={execute.data} step={execute.variables.step} />}
      </div>
    </Dialog>
  )
}

const ordersOf = (orders: readonly Order[], grids: readonly GridLine[], gridId: string): readonly Order[] =>
  orders.filter((order) => !isExpired(order, Date.now()) && pendingGrids(order, grids).some((grid) => grid.id === gridId))

interface OrderLineProps {
  readonly order: Order
  readonly busy: boolean
  readonly onExecute: (step: Step) => void
}

function OrderLine({ order, busy, onExecute }: OrderLineProps) {
  const { t, i18n } = useTranslation(['freeze', 'orders'])
  const person = usePeople()
  const { action } = order
  if (!isGridStep(action)) return null
  return (
    <div className="card order-line">
      <p>{order.reason}</p>
      <p className="hint">{t('orders:by', { name: person(order.by), time: showTime(i18n.language, order.at) })}</p>
      {action === 'freeze' && <p className="hint">{t('freezeWarning')}</p>}
      <button type="button" className="button primary" disabled={busy} onClick={() => onExecute(action)}>
        {t(`execute.${action}`)}
      </button>
    </div>
  )
}

function Done({ gridId, executed, step }: { readonly gridId: string; readonly executed: Executed; readonly step: Step }) {
  const { t } = useTranslation(['freeze', 'orders'])
  if (step === 'lock') return <Alert tone="good">{t('doneLock')}</Alert>
  if (step === 'unlock') return <Alert tone="good">{t('doneUnlock')}</Alert>
  return (
    <Alert tone="good">
      <p>{t('doneFreeze', { version: executed.version ?? 1 })}</p>
      {executed.digest !== undefined && (
        <p className="hint">
          {t('digest')}: <span className="digest">{executed.digest}</span>
        </p>
      )}
      <p>
        <a href={receiptUrl(gridId, executed.version ?? 'latest')} target="_blank" rel="noreferrer">
          {t('receipt')}
        </a>
      </p>
    </Alert>
  )
}
