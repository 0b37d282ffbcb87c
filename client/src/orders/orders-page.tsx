import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { inBookOrder } from '../app/order.ts'
import { gridsQuery, ordersQuery } from '../app/queries.ts'
import { hasRole, useMe } from '../app/session.tsx'
import { Answered, Empty, Page } from '../ui/page.tsx'
import { GiveOrder } from './give-order.tsx'
import { OrderCard } from './order-card.tsx'
import './orders.css'

/** Orders of the principal and their execution by the records officer (contract: orders; 004 II.1). */
export default function OrdersPage() {
  const { t } = useTranslation('orders')
  const me = useMe()
  const query = useQuery(ordersQuery)
  const grids = inBookOrder(useQuery(gridsQuery()).data ?? [])
  const executes = hasRole(me, 'records-officer')
  const gives = hasRole(me, 'principal') || (hasRole(me, 'vice-principal') && query.data !== undefined)
  const lead = executes ? t('leadExecute') : gives ? t('leadGive') : t('leadRead')
  return (
    <Page title={t('title')} lead={lead}>
      {gives && <GiveOrder />}
      <section className="stack" aria-labelledby="orders-list">
        <h2 id="orders-list">{t('list')}</h2>
        <Answered query={query}>
          {(orders) =>
            orders.length === 0 ? (
              <Empty title={t('none')}>
                <p>{executes ? t('noneExecute') : gives && t('noneGive')}</p>
              </Empty>
            ) : (
              orders.map((order) => <OrderCard key={order.id} order={order} grids={grids} executes={executes} />)
            )
          }
        </Answered>
      </section>
    </Page>
  )
}
