import { decide } from '@hocba/shared/access'
import { Fault } from '@hocba/shared/core'
import { isKeptByHomeroom } from '@hocba/shared/school'
import type { Route } from '../listen/route.ts'
import { demand } from '../listen/route.ts'
import type { Services } from '../services.ts'
import { type DemoAction, demoCompletion } from './action.ts'
import { demoCompletionRemarks } from './remark.ts'
import { enter } from './seed.ts'

/** `hocba demo --complete`: fills term 2 as its teachers, through the gate, in the grids that are still open. */
export function demoRoutes(services: Services): readonly Route[] {
  const { rooms, school, config } = services
  return [
    {
      method: 'POST',
      path: '/api/demo/complete',
      summary: 'Fill term 2 of the demo school',
      access: 'session',
      asks: ['grid.freeze'],
      async run({ actor }) {
        if (!school.record.demo || !config.demo) throw new Fault('route.unknown')
        demand(decide(actor, 'grid.freeze'))
        const open = new Set((await services.stores.gradebook.heads()).filter((head) => head.state === 'open').map((head) => head.grid))
        const actions = await enter(
          rooms,
          school,
          await stillEmpty(
            services,
            demoCompletion().filter((action) => open.has(action.grid)),
          ),
          () => undefined,
        )
        let remarks = 0
        for (const [grid, texts] of demoCompletionRemarks()) {
          if (!open.has(grid)) continue
          const room = await rooms.open(grid)
          const teacher =
            room && isKeptByHomeroom(room.grid.subject)
              ? school.homeroomOf(room.grid.class)
              : room && school.teachersOf(room.grid.class, room.grid.subject.id)[0]
          if (!room || teacher === undefined) continue
          await room.writeRemarks(texts, { actor: school.actor(teacher), session: 'demo' })
          remarks += texts.size
        }
        return { actions, remarks }
      },
    },
  ]
}

/** What a person has entered meanwhile stays: only empty cells are filled. */
async function stillEmpty({ rooms }: Services, actions: readonly DemoAction[]): Promise<readonly DemoAction[]> {
  const left = await Promise.all(
    actions.map(async (action) => {
      const present = (await rooms.open(action.grid))?.cells()
      return { ...action, changes: action.changes.filter((change) => present?.has(change.cell) !== true) }
    }),
  )
  return left.filter((action) => action.changes.length > 0)
}
