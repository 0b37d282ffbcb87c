import { Fault } from '@hocba/shared/core'
import { rfc3339 } from '../clock.ts'
import { orderFor } from '../freeze/orders.ts'
import { eventOf } from '../log/event.ts'
import type { Call } from '../listen/route.ts'
import type { Services } from '../services.ts'
import { type Erasable, erasableAt } from './erasable.ts'

/**
 * Takes the bodies of the entries that the principal's order lists out of the log (I14). On record before it happens; cut short anywhere it is
 * asked for again. All of the order or nothing.
 * @throws Fault `order.missing`, `order.expired`, `log.kept`
 */
export async function erase(services: Services, call: Call, orderId: string): Promise<{ readonly erased: number }> {
  const { stores, queue, clock } = services
  const order = await orderFor(
    stores.gradebook,
    orderId,
    ['erase'],
    ({ scope, by }) => 'entries' in scope && by !== call.actor.id, // two people, as for everything that is ordered
    clock.now(),
  )
  const listed = 'entries' in order.scope ? [...new Set(order.scope.entries)] : []
  const found: Erasable[] = []
  for (const index of listed) {
    const one = await erasableAt(services, index)
    if (!one) throw new Fault('log.kept', { extra: { index } })
    found.push(one)
  }
  const at = rfc3339(clock.now())
  await Promise.all(
    found.map(({ index, kind }) => queue.record({ event: { ...eventOf('erase', call, at, { index, kind }), cause: order.id } })),
  )
  // The body says which notes go with it, so it goes last.
  await stores.directory.forgetReads(
    found.flatMap(({ record, at: read, user }) => (record === undefined ? [] : [{ record, at: read, user }])),
  )
  await stores.gradebook.erase(listed)
  return { erased: found.length }
}
