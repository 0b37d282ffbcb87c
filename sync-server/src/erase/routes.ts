import { decide } from '@hocba/shared/access'
import { Fault } from '@hocba/shared/core'
import { executeRequest } from '@hocba/shared/wire'
import { type Route, demand, withBody } from '../listen/route.ts'
import type { Services } from '../services.ts'
import { erasableOf } from './erasable.ts'
import { erase } from './erase.ts'

/** Erasure of personal data from the log (law 91/2025/QH15): the principal orders, the records officer executes. */
export function eraseRoutes(services: Services): readonly Route[] {
  const { exclusive, school } = services
  return [
    {
      method: 'GET',
      path: '/api/log/erasable',
      summary: 'Entries about ?user= that may be erased: index, kind and time, never the content',
      access: 'session',
      asks: ['order.give', 'log.erase'],
      async run({ actor, query }) {
        if (!decide(actor, 'order.give').ok) demand(decide(actor, 'log.erase'))
        const user = query['user'] ?? ''
        if (!school.person(user)) throw new Fault('account.unknown')
        return (await erasableOf(services, user)).map(({ index, kind, at }) => ({ index, kind, at }))
      },
    },
    withBody(executeRequest, {
      method: 'POST',
      path: '/api/log/erase',
      summary: 'The records officer executes an order to erase; the bodies are gone for ever, the leaves stay',
      access: 'fresh',
      asks: ['log.erase'],
      async run(call) {
        demand(decide(call.actor, 'log.erase'))
        return exclusive.run('erase', () => erase(services, call, call.body.order))
      },
    }),
  ]
}
