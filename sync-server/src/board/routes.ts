import { decide } from '@hocba/shared/access'
import { Fault } from '@hocba/shared/core'
import { type GridName, type Term, columnsOf, terms } from '@hocba/shared/grid'
import { type Call, type Route, demand } from '../listen/route.ts'
import { Folds } from '../project/fold.ts'
import type { Services } from '../services.ts'
import { boardSubject, gridsOfClass } from './board.ts'
import { daysOf } from './days.ts'
import type { BoardStreams } from './streams.ts'
import { classYear } from './year.ts'

/** A class beside itself: all its grids, its year, and how entry goes. For staff; nothing here orders or compares students. */
export function boardRoutes(services: Services, streams: BoardStreams): readonly Route[] {
  const { school, stores } = services
  const folds = new Folds(stores.gradebook)
  return [
    {
      method: 'GET',
      path: '/api/board',
      summary: 'All grids of ?class= and ?term=, with averages, late and missing cells; ?subject= for one of them',
      access: 'session',
      asks: ['board.read'],
      async run(call) {
        const { className, term } = boardPlace(services, call)
        const grids = gridsOfClass(services, className, term).filter(({ subject }) => (call.query['subject'] ?? subject.id) === subject.id)
        return {
          class: className,
          term,
          students: school.studentsOf(className).map(({ id, name }) => ({ id, name })),
          subjects: await Promise.all(grids.map((grid) => boardSubject(services, folds, grid))),
        }
      },
    },
    {
      method: 'GET',
      path: '/api/board/events',
      summary: 'Server-sent events: a line for each change of a grid of ?class=, without values',
      access: 'session',
      asks: ['board.read'],
      async run(call) {
        const className = boardClass(services, call)
        streams.demandRoom(call.session)
        call.reply.hijack()
        streams.add(call.session, className, call.reply.raw)
      },
    },
    {
      method: 'GET',
      path: '/api/year',
      summary: 'Results, levels, titles and promotion of ?class=, each with how it was computed',
      access: 'session',
      asks: ['board.read'],
      run: async (call) => classYear(services, folds, boardClass(services, call)),
    },
    {
      method: 'GET',
      path: '/api/progress/days',
      summary: 'Cells entered and changed by day in ?class= and ?term=, without a mark',
      access: 'session',
      asks: ['progress.read', 'board.read'],
      async run(call) {
        const { className, term } = placeOf(call)
        const grids = gridsOfClass(services, className, term).filter((grid) => seesProgress(call, grid))
        if (grids.length === 0) demand(decide(call.actor, 'board.read', { class: className }))
        const days = daysOf(await Promise.all(grids.map((grid) => folds.of(grid.id))))
        const students = school.studentsOf(className).length
        return { total: grids.reduce((sum, grid) => sum + students * columnsOf(grid).length, 0), days }
      },
    },
  ]
}

const seesProgress = ({ actor }: Call, grid: GridName): boolean =>
  decide(actor, 'progress.read', { grid }).ok || decide(actor, 'board.read', { grid }).ok

/** Refused before it is told whether there is such a class. */
function boardClass({ school, reads }: Services, call: Call): string {
  const className = call.query['class'] ?? ''
  demand(decide(call.actor, 'board.read', { class: className }))
  if (!school.record.classes.some(({ id }) => id === className)) throw new Fault('grid.unknown')
  reads.note(call, `class:${className}`)
  return className
}

function boardPlace(services: Services, call: Call): { readonly className: string; readonly term: Term } {
  return { className: boardClass(services, call), term: placeOf(call).term }
}

function placeOf({ query }: Call): { readonly className: string; readonly term: Term } {
  const term = terms.find((one) => one === query['term'])
  if (!term) throw new Fault('request.invalid', { detail: 'Hãy nêu học kì: HK1 hoặc HK2.', extra: { path: ['term'] } })
  return { className: query['class'] ?? '', term }
}
