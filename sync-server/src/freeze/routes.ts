import { decide } from '@hocba/shared/access'
import { missingCells } from '@hocba/shared/assessment'
import { executeRequest, orderRequest } from '@hocba/shared/wire'
import { newId, rfc3339 } from '../clock.ts'
import { eventOf } from '../log/event.ts'
import { type Route, demand, param, withBody } from '../listen/route.ts'
import type { Services } from '../services.ts'
import type { Order, OrderScope } from '../store/port.ts'
import { changeWindow, emptyRemarks, roomFor } from './windows.ts'

const windows = ['lock', 'unlock', 'freeze'] as const

/** Orders of the principal and what the records officer makes of them. */
export function freezeRoutes(services: Services): readonly Route[] {
  const { stores, school, clock, queue } = services
  return [
    withBody(orderRequest, {
      method: 'POST',
      path: '/api/orders',
      summary: 'The principal orders lock, unlock, freeze, issue or revoke',
      access: 'fresh',
      asks: ['order.give'],
      async run({ body, actor, session }) {
        demand(decide(actor, 'order.give'))
        const order: Order = {
          id: newId(),
          action: body.action,
          scope: body.scope as OrderScope,
          reason: body.reason,
          by: actor.id,
          session: session.id,
          at: rfc3339(clock.now()),
          ...(body.until === undefined ? {} : { until: body.until }),
        }
        const { id, action, scope, reason, at, until = null } = order
        await queue.record({ event: eventOf('order', { actor, session }, at, { id, action, scope, reason, until }), order })
        return { id: order.id }
      },
    }),
    {
      method: 'GET',
      path: '/api/orders',
      summary: 'Orders given, newest first, with the grids they were executed on',
      access: 'session',
      asks: ['order.read'],
      async run({ actor }) {
        demand(decide(actor, 'order.read'))
        const orders = await stores.gradebook.orders()
        return Promise.all(orders.toReversed().map(async (order) => describe(order, await stores.gradebook.executions(order.id))))
      },
    },
    ...windows.map((event) =>
      withBody(executeRequest, {
        method: 'POST',
        path: `/api/grids/:id/${event}`,
        summary: `The records officer executes an order to ${event}`,
        access: 'fresh',
        asks: [`grid.${event}`],
        run: (call) => changeWindow(services, call, param(call, 'id'), event, call.body.order),
      }),
    ),
    {
      method: 'GET',
      path: '/api/grids/:id/completeness',
      summary: 'What is still empty',
      access: 'session',
      asks: ['grid.read'],
      async run(call) {
        const room = await roomFor(services, call, 'grid.read', param(call, 'id'))
        services.reads.noteGrid(call, room.grid)
        return { missing: missingCells(room.grid, school.studentsOf(room.grid.class), room.cells()), remarks: emptyRemarks(services, room) }
      },
    },
  ]
}

const describe = (order: Order, executed: readonly string[]): object => ({
  ...order,
  session: undefined,
  grids: 'grids' in order.scope ? order.scope.grids : [],
  transcripts: 'transcripts' in order.scope ? order.scope.transcripts : [],
  executed,
})
