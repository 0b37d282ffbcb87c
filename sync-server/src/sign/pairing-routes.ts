import { decide } from '@hocba/shared/access'
import { Fault } from '@hocba/shared/core'
import { pairRequest } from '@hocba/shared/wire'
import { newId, rfc3339 } from '../clock.ts'
import { type Route, demand, param, withBody } from '../listen/route.ts'
import { eventOf } from '../log/event.ts'
import type { Services } from '../services.ts'
import { MinuteLimit } from './minute-limit.ts'
import type { TrustFolder } from './trust.ts'

/** Pairing of an agent on the holder's own computer; the code goes from this page to that computer by the person alone. */
export function pairingRoutes({ school, clock, queue, agents }: Services, trust: TrustFolder): readonly Route[] {
  const tries = new MinuteLimit(10, clock)
  return [
    {
      method: 'POST',
      path: '/api/agents/pairing',
      summary: 'A code, good for ten minutes and one agent, that lets a computer sign for me',
      access: 'fresh',
      asks: 'self',
      run: async ({ actor, session }) => agents.offer(actor.id, session.id),
    },
    {
      method: 'GET',
      path: '/api/agents',
      summary: 'Computers that are paired with my account; the system administrator may name a person, ?user=',
      access: 'session',
      asks: 'self',
      async run({ actor, query }) {
        const { user = actor.id } = query
        if (user !== actor.id) demand(decide(actor, 'account.manage'))
        return agents.of(user)
      },
    },
    {
      method: 'DELETE',
      path: '/api/agents/:id',
      summary: 'Lets a paired computer of mine ask for nothing more; the system administrator may end any',
      access: 'session',
      asks: 'self',
      async run(call) {
        const record = agents.find(param(call, 'id'))
        // Whoever may not end it learns nothing of it either.
        if (!record || (record.user !== call.actor.id && !decide(call.actor, 'account.manage').ok)) throw new Fault('pairing.unknown')
        const body = { act: 'agent-revoke', user: record.user, agent: record.id }
        await queue.record({ event: eventOf('account', call, rfc3339(clock.now()), body) })
        await agents.revoke(record)
      },
    },
    withBody(pairRequest, {
      method: 'POST',
      path: '/api/pairings',
      summary: 'A new agent shows that it knows a pairing code; answered with its token and our own proof',
      access: 'public',
      async run({ body, request }) {
        tries.take(request.ip)
        const offer = agents.redeem(body)
        const id = newId()
        const by = { actor: { id: offer.user }, session: { id: offer.session } }
        const facts = { act: 'agent-pair', user: offer.user, agent: id, name: body.name }
        await queue.record({ event: eventOf('account', by, rfc3339(clock.now()), facts) })
        const introduction = {
          name: school.nameOf(offer.user),
          school: school.record.school.name,
          logKey: trust.pem('school.vkey').trim(),
          roots: trust.pem('root.pem'),
        }
        return agents.add(body, offer, introduction, id)
      },
    }),
  ]
}
