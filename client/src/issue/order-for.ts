import { useQuery } from '@tanstack/react-query'
import type { Order } from '../app/answers.ts'
import { ordersQuery } from '../app/queries.ts'
import { isExpired } from '../orders/order-state.ts'

/** The newest order in force that covers this class (or this one transcript). */
export function orderFor(
  orders: readonly Order[],
  action: 'issue' | 'revoke',
  target: { readonly class: string; readonly transcript?: string },
  now: number,
): Order | undefined {
  return orders.find((order) => order.action === action && !isExpired(order, now) && covers(order, target))
}

function covers(order: Order, target: { readonly class: string; readonly transcript?: string }): boolean {
  if (target.transcript !== undefined && order.transcripts.includes(target.transcript)) return true
  if ('transcripts' in order.scope || 'grids' in order.scope || 'entries' in order.scope) return false
  return order.scope.class === undefined || order.scope.class === target.class
}

/** Orders for those who may read them; nobody else needs one here. */
export const useOrders = (enabled: boolean): readonly Order[] => useQuery({ ...ordersQuery, enabled }).data ?? []
