import { type GridId } from '@hocba/shared/grid'
import * as Y from 'yjs'
import { hashPassword } from '../identity/password.ts'
import { SchoolDirectory } from '../identity/school.ts'
import { CommitQueue } from '../log/commit-queue.ts'
import type { Author, Room } from '../room/room.ts'
import { Rooms } from '../room/rooms.ts'
import type { Stores } from '../store/port.ts'
import { type DemoAction, demoActions } from './action.ts'
import { demoRemarks } from './remark.ts'
import { demoSchool } from './school.ts'

export const demoPassword = 'hocba-demo'

/**
 * Fills an empty data folder with the demo school: every mark enters through the gate and the log, at its time in the school year.
 * Throws what the store threw.
 */
export async function seedDemo(stores: Stores): Promise<void> {
  const record = demoSchool()
  await stores.directory.write(record)
  await Promise.all(record.people.map(async (person) => stores.directory.setPasswordHash(person.id, await hashPassword(demoPassword))))
  let now = new Date(0)
  const clock = { now: () => now }
  const school = await SchoolDirectory.load(stores.directory, { now: () => new Date('2026-01-15T08:00:00+07:00') })
  await stores.gradebook.createGrids(school.grids())
  const faults: unknown[] = []
  const queue = new CommitQueue(stores.gradebook, (error) => void faults.push(error))
  const rooms = new Rooms(stores.gradebook, school, queue, clock)
  const entered = enter(rooms, school, demoActions(), (at) => {
    now = new Date(at)
  })
  await entered.catch((error: unknown) => {
    throw faults[0] ?? error
  })
  for (const [grid, remarks] of demoRemarks()) {
    now = new Date(grid.endsWith('HK1') ? '2026-01-10T09:00:00+07:00' : '2026-04-28T09:00:00+07:00')
    const [teacher] = writers(school, grid)
    if (teacher !== undefined) void (await open(rooms, grid)).writeRemarks(remarks, authorOf(school, teacher))
  }
  await queue.drained()
  if (faults.length > 0) throw faults[0]
}

/** Enters what teachers entered, in order; an action marked as concurrent is written by somebody who had not seen the other. */
export async function enter(
  rooms: Rooms,
  school: SchoolDirectory,
  actions: readonly DemoAction[],
  setTime: (at: string) => void,
): Promise<number> {
  const unseen = new Set(actions.flatMap((action) => action.concurrentWith ?? []))
  const bases = new Map<number, Uint8Array>()
  const written: Promise<void>[] = []
  for (const [index, action] of actions.entries()) {
    const room = await open(rooms, action.grid)
    if (unseen.has(index)) bases.set(index, Y.encodeStateAsUpdate(room.channels.cells.doc))
    setTime(action.at)
    const base = action.concurrentWith === undefined ? undefined : bases.get(action.concurrentWith)
    written.push(accepted(room.write(action.changes, authorOf(school, action.actor), base)))
  }
  await Promise.all(written)
  return written.length
}

async function accepted(outcome: ReturnType<Room['write']>): Promise<void> {
  const settled = await outcome
  if (!settled.ok) throw new Error(`the demo school was refused: ${settled.error.code} ${settled.error.cells.slice(0, 3).join(' ')}`)
}

async function open(rooms: Rooms, grid: GridId): Promise<Room> {
  const room = await rooms.open(grid)
  if (!room) throw new Error(`no grid ${grid}`)
  return room
}

const authorOf = (school: SchoolDirectory, person: string): Author => ({ actor: school.actor(person), session: 'demo' })

function writers(school: SchoolDirectory, id: GridId): readonly string[] {
  const [, className = '', subject = ''] = /^\d+-(\w+)\.(\w+)\./.exec(id) ?? []
  const homeroom = school.homeroomOf(className)
  return subject === 'GVCN' ? (homeroom === undefined ? [] : [homeroom]) : school.teachersOf(className, subject as never)
}
