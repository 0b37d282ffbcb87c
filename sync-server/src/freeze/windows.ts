import { type Action, decide } from '@hocba/shared/access'
import { missingCells } from '@hocba/shared/assessment'
import { Fault, next } from '@hocba/shared/core'
import { type GridId, type WindowEvent, parseGridId, windowMachine } from '@hocba/shared/grid'
import { type Call, demand } from '../listen/route.ts'
import type { Room } from '../room/room.ts'
import { rfc3339 } from '../clock.ts'
import type { Services } from '../services.ts'
import { coversGrid, orderFor } from './orders.ts'

/** khóa, mở, chốt: executed by the records officer on the principal's order, as a row of the grid's own log. */
export async function changeWindow(
  services: Services,
  call: Call,
  gridId: string,
  event: 'lock' | 'unlock' | 'freeze',
  orderId: string,
): Promise<object> {
  const room = await roomFor(services, call, `grid.${event}`, gridId)
  const order = await orderFor(services.stores.gradebook, orderId, [event], (one) => coversGrid(one, gridId), services.clock.now())
  const author = { actor: call.actor, session: call.session.id }
  if (event === 'freeze') return freeze(services, room, order.id, author)
  const become = stateAfter(room, event)
  const outcome = await room.change({ kind: event, become, cause: order.id }, author)
  if (!outcome.ok) throw new Fault(outcome.error.code)
  const { state, epoch, seq } = outcome.value.head
  return { seq, state, epoch }
}

/**
 * The freeze takes its place in the commit queue: everything acknowledged before it is in the snapshot, nothing later can be (I6).
 * From the look at the cells to the place in the queue there is no await, so nobody slips in between.
 */
async function freeze(services: Services, room: Room, order: string, author: { actor: Call['actor']; session: string }): Promise<object> {
  const { snapshots, school, clock, signing } = services
  const term1 = await snapshots.term1Of(room.grid)
  if (room.grid.term === 'HK2' && !term1) throw new Fault('grid.term')
  const become = stateAfter(room, 'freeze')
  const missing = missingCells(room.grid, school.studentsOf(room.grid.class), room.cells())
  if (missing.length > 0) throw new Fault('grid.incomplete', { extra: { cells: missing, remarks: emptyRemarks(services, room) } })
  const at = rfc3339(clock.now())
  const outcome = await room.change(
    {
      kind: 'freeze',
      become,
      cause: order,
      snapshot: (place) =>
        snapshots.make(
          { grid: room.grid, cells: room.cells(), remarks: remarksOf(services, room), at, order, ...(term1 ? { term1 } : {}) },
          place,
        ),
    },
    author,
  )
  if (!outcome.ok || !outcome.value.frozen) throw new Fault(outcome.ok ? 'internal' : outcome.error.code)
  const { head, frozen } = outcome.value
  snapshots.note({ grid: room.grid.id, version: head.version, seq: head.seq, digest: frozen.digest, at })
  await signing.openGrid(room.grid, head.version, frozen.digest)
  return {
    seq: head.seq,
    state: head.state,
    epoch: head.epoch,
    version: head.version,
    digest: frozen.digest,
    remarks: emptyRemarks(services, room),
  }
}

function stateAfter(room: Room, event: WindowEvent): 'open' | 'locked' | 'frozen' {
  const after = next(windowMachine, room.pending.state, event)
  if (!after.ok) throw new Fault(room.pending.state === 'frozen' ? 'grid.frozen' : 'grid.state')
  return after.value
}

/**
 * A grid for somebody who may do this with it. Decided before its document is loaded: nobody makes the server read what they may not.
 * @throws Fault `grid.unknown`, `forbidden`
 */
export async function roomFor(services: Services, { actor }: Pick<Call, 'actor'>, action: Action, id: string): Promise<Room> {
  const grid = parseGridId(id)
  if (!grid || !(await services.rooms.has(grid.id))) throw new Fault('grid.unknown')
  demand(decide(actor, action, { grid }))
  return openRoom(services, id)
}

/** @throws Fault `grid.unknown` */
export async function openRoom(services: Services, id: string): Promise<Room> {
  const room = await services.rooms.open(id as GridId)
  if (!room) throw new Fault('grid.unknown')
  return room
}

export const remarksOf = ({ school }: Services, room: Room): ReadonlyMap<string, string> =>
  room.remarks(school.studentsOf(room.grid.class).map((student) => student.id))

/** Students without a remark: a warning that never blocks. */
export const emptyRemarks = (services: Services, room: Room): readonly string[] =>
  [...remarksOf(services, room)].filter(([, text]) => text.trim() === '').map(([student]) => student)
