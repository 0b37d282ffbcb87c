import { type Amendment, nextAct } from '@hocba/shared/amendment'
import { Fault } from '@hocba/shared/core'
import { parseGridId } from '@hocba/shared/grid'
import { amendmentAct, amendmentRequest } from '@hocba/shared/wire'
import { type Call, type Route, param, withBody } from '../listen/route.ts'
import type { Services } from '../services.ts'
import { apply, consent, end, maySee, requestAmendment } from './amendments.ts'

/** The approval-gated correction after a freeze. */
export function amendmentRoutes(services: Services): readonly Route[] {
  const { gradebook } = services.stores
  const alone = <T>(call: Call, work: () => Promise<T>): Promise<T> => services.exclusive.run(`amendment ${param(call, 'id')}`, work)
  return [
    withBody(amendmentRequest, {
      method: 'POST',
      path: '/api/amendments',
      summary: 'Request a correction of a frozen grid',
      access: 'session',
      asks: ['amendment.request'],
      run: async (call) => describe(await requestAmendment(services, call, call.body), call),
    }),
    {
      method: 'GET',
      path: '/api/amendments',
      summary: 'Mine to act on or requested by me; ?grid= for all of a grid',
      access: 'session',
      asks: { lists: 'amendment.read' },
      async run(call) {
        const { grid } = call.query
        const all = (await gradebook.amendments()).filter((one) =>
          grid === undefined ? isMine(one, call) : one.grid === grid && visible(one, call),
        )
        for (const one of all) noteRead(services, one, call)
        return all.toReversed().map((one) => describe(one, call))
      },
    },
    {
      method: 'GET',
      path: '/api/amendments/:id',
      summary: 'One amendment',
      access: 'session',
      asks: 'party',
      async run(call) {
        const amendment = await gradebook.amendment(param(call, 'id'))
        if (!amendment) throw new Fault('amendment.unknown')
        if (!visible(amendment, call)) throw new Fault('forbidden')
        noteRead(services, amendment, call)
        return describe(amendment, call)
      },
    },
    ...(['witness', 'approve'] as const).map((act) =>
      withBody(amendmentAct, {
        method: 'POST',
        path: `/api/amendments/:id/${act}`,
        summary: act === 'witness' ? 'Consent as a witness' : 'Approve',
        access: 'fresh',
        asks: 'party',
        run: async (call) => describe(await alone(call, () => consent(services, call, param(call, 'id'), act, call.body.digest)), call),
      }),
    ),
    ...(['reject', 'withdraw'] as const).map((act) =>
      withBody(amendmentAct, {
        method: 'POST',
        path: `/api/amendments/:id/${act}`,
        summary: act === 'reject' ? 'Refuse the request' : 'Take the request back',
        access: 'session',
        asks: 'party',
        run: async (call) =>
          describe(await alone(call, () => end(services, call, param(call, 'id'), act, call.body.digest, call.body.reason ?? '')), call),
      }),
    ),
    withBody(amendmentAct, {
      method: 'POST',
      path: '/api/amendments/:id/apply',
      summary: 'Apply the approved change, in the requester’s own session',
      access: 'session',
      asks: 'party',
      async run(call) {
        const { version, ...amendment } = await alone(call, () => apply(services, call, param(call, 'id'), call.body.digest))
        return { ...describe(amendment, call), version }
      },
    }),
  ]
}

/** Old and new marks stand in an amendment. */
function noteRead({ reads }: Services, amendment: Amendment, call: Call): void {
  const grid = parseGridId(amendment.grid)
  if (grid) reads.noteGrid(call, grid)
}

const isMine = (amendment: Amendment, { actor }: Call): boolean =>
  amendment.requester === actor.id || amendment.parties.some((party) => party.user === actor.id)

function visible(amendment: Amendment, call: Call): boolean {
  const grid = parseGridId(amendment.grid)
  return maySee(call, amendment, grid ? { grid } : {})
}

const describe = (amendment: Amendment, { actor }: Call): object => ({ ...amendment, next: nextAct(amendment, actor.id) })
