import { decide } from '@hocba/shared/access'
import { phrasesRequest } from '@hocba/shared/wire'
import { rfc3339 } from '../clock.ts'
import { type Route, demand, withBody } from '../listen/route.ts'
import type { Services } from '../services.ts'
import type { PhrasesRecord } from '../store/port.ts'

/** A teacher's own phrases for remarks, on every computer that the teacher uses. Nobody else's can be asked for. */
export function phrasesRoutes({ stores, clock }: Services): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/phrases',
      summary: 'My phrases for remarks',
      access: 'session',
      asks: ['phrases.keep'],
      async run({ actor }): Promise<PhrasesRecord | typeof none> {
        demand(decide(actor, 'phrases.keep'))
        return (await stores.directory.phrases(actor.id)) ?? none
      },
    },
    withBody(phrasesRequest, {
      method: 'PUT',
      path: '/api/phrases',
      summary: 'Keep my phrases; a text that was written meanwhile on another computer is answered as `replaced`',
      access: 'session',
      asks: ['phrases.keep'],
      async run({ actor, body }) {
        demand(decide(actor, 'phrases.keep'))
        return stores.directory.keepPhrases(actor.id, { ...body, at: rfc3339(clock.now()) })
      },
    }),
  ]
}

const none = { text: null, revision: 0 } as const
