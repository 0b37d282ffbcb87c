import { Fault } from '@hocba/shared/core'
import { parseGridId } from '@hocba/shared/grid'
import type { GradebookStore, Order, OrderAction } from '../store/port.ts'

/** Whether the order names this grid. */
export function coversGrid(order: Order, grid: string): boolean {
  const { scope } = order
  if ('grids' in scope) return scope.grids.includes(grid)
  if ('transcripts' in scope || 'entries' in scope) return false
  const name = parseGridId(grid)
  return name !== undefined && matches(scope.class, name.class) && matches(scope.term, name.term) && matches(scope.year, name.year)
}

/** Whether the order names this transcript, or its class and year. */
export function coversTranscript(
  order: Order,
  transcript: { readonly id?: string; readonly class: string; readonly year: string },
): boolean {
  const { scope } = order
  if ('transcripts' in scope) return transcript.id !== undefined && scope.transcripts.includes(transcript.id)
  if ('grids' in scope || 'entries' in scope) return false
  return scope.term === undefined && matches(scope.class, transcript.class) && matches(scope.year, transcript.year)
}

const matches = (wanted: string | undefined, is: string): boolean =>
  wanted === undefined || wanted === is || (wanted.includes('-') && wanted.startsWith(`${is}-`))

/**
 * The order that permits an act; nobody executes what was not ordered in the giver's own session (000 art. 12, 001 art. 24.2).
 * @throws Fault `order.missing`, `order.expired`
 */
export async function orderFor(
  store: GradebookStore,
  id: string,
  actions: readonly OrderAction[],
  covers: (order: Order) => boolean,
  now: Date,
): Promise<Order> {
  const order = await store.order(id)
  if (!order || !actions.includes(order.action) || !covers(order)) throw new Fault('order.missing')
  if (order.until !== undefined && new Date(order.until) < now) throw new Fault('order.expired')
  return order
}
