import { decide } from '@hocba/shared/access'
import { Fault, err, ok } from '@hocba/shared/core'
import { type GridId, parseGridId } from '@hocba/shared/grid'
import { type Call, type Route, demand } from '../listen/route.ts'
import type { Services } from '../services.ts'
import { type MarksGate, importMarks, importRoster } from './run.ts'

/** Workbooks, through the same gate and log as everything else; ?dry=1 writes nothing. */
export function importRoutes(services: Services): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/import/marks',
      summary: 'Marks from an .xlsx workbook, one sheet a grid',
      access: 'session',
      asks: ['grid.write'],
      run: (call) => marks(services, call),
    },
    {
      method: 'POST',
      path: '/api/import/roster',
      summary: 'Students from an .xlsx workbook',
      access: 'session',
      asks: ['roster.import'],
      run: (call) => roster(services, call),
    },
  ]
}

async function marks({ rooms, school, stores }: Services, call: Call): Promise<object> {
  const heads = new Map((await stores.gradebook.heads()).map((head) => [head.grid, head]))
  const author = { actor: call.actor, session: call.session.id }
  const permit: MarksGate['permit'] = (id) => {
    const grid = parseGridId(id)
    const head = heads.get(id)
    return grid && head ? decide(call.actor, 'grid.write', { grid, state: head.state }) : err('grid.unknown')
  }
  return importMarks(
    workbookOf(call),
    {
      async describe(id) {
        const grid = parseGridId(id)
        if (!grid || !heads.has(id)) return undefined
        // Who may not write it is refused by name; its document is not loaded for that.
        const room = permit(id).ok ? await rooms.open(id) : undefined
        return { grid, students: school.studentsOf(grid.class), values: room?.cells() ?? new Map() }
      },
      permit,
      async write(id, changes) {
        const room = await rooms.open(id)
        if (!room) return err('grid.unknown')
        const outcome = await room.write(changes, author)
        return outcome.ok ? ok(true) : err(outcome.error.code)
      },
    },
    call.query['dry'] === '1',
  )
}

async function roster({ school, stores, rooms }: Services, call: Call): Promise<object> {
  demand(decide(call.actor, 'roster.import'))
  const { year, classes, students } = school.record
  return importRoster(
    workbookOf(call),
    {
      existing: { year, classes, students },
      async write(news) {
        await school.write(news)
        const grids = school.grids()
        await stores.gradebook.createGrids(grids)
        const changed = new Set(news.students.map((student) => student.class))
        await rooms.reload(grids.filter((id: GridId) => changed.has(parseGridId(id)?.class ?? '')))
      },
    },
    call.query['dry'] === '1',
  )
}

function workbookOf({ request }: Call): Uint8Array {
  const { body } = request
  if (body instanceof Uint8Array && body.length > 0) return body
  throw new Fault('workbook.corrupt')
}
