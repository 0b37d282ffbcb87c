import { decide } from '@hocba/shared/access'
import { Fault } from '@hocba/shared/core'
import { rfc3339 } from '../clock.ts'
import { eventOf } from '../log/event.ts'
import { type Call, type Route, demand, param } from '../listen/route.ts'
import type { Services } from '../services.ts'
import type { Session } from './session.ts'

/** A person sees where the account is signed in, and ends what should not be (000 art. 9: accounts are never shared). */
export function sessionRoutes(services: Services): readonly Route[] {
  const { sessions } = services
  return [
    {
      method: 'GET',
      path: '/api/sessions',
      summary: 'Where I am signed in, newest first; the system administrator may name a person, ?user=',
      access: 'session',
      asks: 'self',
      async run({ actor, session, query }) {
        const { user = actor.id } = query
        if (user !== actor.id) demand(decide(actor, 'account.manage'))
        return (await sessions.list(user)).map((one) => ({ ...describe(one), current: one.id === session.id }))
      },
    },
    {
      method: 'DELETE',
      path: '/api/sessions/:id',
      summary: 'End one of my sessions, with everything opened in it; the system administrator may end any',
      access: 'session',
      asks: 'self',
      async run(call) {
        const found = await sessions.byId(param(call, 'id'))
        // Whoever may not end it learns nothing of it either.
        if (!found || (found.user !== call.actor.id && !decide(call.actor, 'account.manage').ok)) throw new Fault('session.unknown')
        await record(services, call, { act: 'session.end', user: found.user, session: found.id })
        await sessions.revoke(found.id)
      },
    },
    {
      method: 'DELETE',
      path: '/api/sessions',
      summary: 'End all my sessions but this one',
      access: 'session',
      asks: 'self',
      async run(call) {
        await record(services, call, { act: 'session.end-others', user: call.actor.id })
        await sessions.revokeAll(call.actor.id, call.session.id)
      },
    },
  ]
}

const describe = ({ id, device, createdAt, expiresAt }: Session): object => ({
  id,
  device,
  createdAt: rfc3339(createdAt),
  expiresAt: rfc3339(expiresAt),
})

const record = async ({ queue, clock }: Services, call: Call, body: Readonly<Record<string, string>>): Promise<void> =>
  void (await queue.record({ event: eventOf('account', call, rfc3339(clock.now()), body) }))
