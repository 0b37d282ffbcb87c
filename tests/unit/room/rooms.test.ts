import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { GridId } from '@hocba/shared/grid'
import { demoSchool } from '../../../sync-server/src/demo/school.ts'
import { SchoolDirectory } from '../../../sync-server/src/identity/school.ts'
import { CommitQueue } from '../../../sync-server/src/log/commit-queue.ts'
import type { Member } from '../../../sync-server/src/room/channel.ts'
import type { Author, Room } from '../../../sync-server/src/room/room.ts'
import { Rooms } from '../../../sync-server/src/room/rooms.ts'
import { sqliteStores } from '../../../sync-server/src/store/sqlite/index.ts'
import type { Stores } from '../../../sync-server/src/store/port.ts'

const clock = { now: () => new Date('2026-03-01T08:00:00+07:00') }
const grid = '2025-6A.TOAN.HK1' as GridId
const cell = '6A-01/tx1' as never

let folder: string
let stores: Stores
let rooms: Rooms
let author: Author
let loads: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-rooms-'))
  stores = sqliteStores(folder)
  await stores.directory.write(demoSchool())
  const school = await SchoolDirectory.load(stores.directory, clock)
  await stores.gradebook.createGrids(school.grids())
  loads = 0
  const counted = {
    ...stores.gradebook,
    rows: (id: GridId) => {
      loads += 1
      return stores.gradebook.rows(id)
    },
  }
  rooms = new Rooms(counted, school, new CommitQueue(counted, () => undefined), clock)
  author = { actor: school.actor('gv.toan'), session: 's' }
})

afterEach(async () => {
  await rooms.closeAll()
  await stores.close()
  await rm(folder, { recursive: true })
})

async function open(): Promise<Room> {
  const room = await rooms.open(grid)
  if (!room) throw new Error('the demo school has this grid')
  return room
}

/** Nobody has asked since the call before the last one. */
function restTwice(): void {
  rooms.rest()
  rooms.rest()
}

const member: Member = {
  user: 'gv.toan',
  name: 'x',
  session: 's',
  speaksHocba: true,
  send: () => undefined,
  sendFrame: () => undefined,
  close: () => undefined,
}

describe('rooms that nobody needs', () => {
  test('ROOM-1 leave the memory, and come back from the log as they were', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const gone = new WeakRef(await open())
    await (await open()).write([{ cell, value: 85 }], author)
    restTwice()
    expect(rooms.size).toBe(0)
    // What a turn has looked at lives to its end.
    await new Promise((resolve) => setTimeout(resolve, 0))
    collect()
    expect(gone.deref()).toBeUndefined()
    expect([...(await open()).cells()]).toEqual([[cell, 85]])
    expect(loads).toBe(2)
  })

  test('ROOM-1 stay while somebody asks for them or is connected', async () => {
    const room = await open()
    rooms.rest()
    await open()
    rooms.rest()
    expect(rooms.size).toBe(1)
    room.channels.remarks.join(member)
    restTwice()
    expect(rooms.size).toBe(1)
    room.channels.remarks.leave(member)
    rooms.rest()
    expect(rooms.size).toBe(0)
  })

  test('ROOM-2 a grid never has two: who holds one that was let go and who asks next share it', async () => {
    const held = await open()
    restTwice()
    const again = await Promise.all([open(), open()])
    expect(again).toEqual([held, held])
    expect(again[0]).toBe(held)
    // Also while its own commit is still under way.
    const written = held.write([{ cell, value: 90 }], author)
    restTwice()
    expect(await open()).toBe(held)
    expect(await written).toEqual({ ok: true, value: 1 })
    expect(loads).toBe(1)
  })

  test('ROOM-2 one that was let go and then failed is not handed out again', async () => {
    const held = await open()
    restTwice()
    await stores.gradebook.append([{ row: stateRow, expect: held.head, become: 'locked' } as never])
    expect(await held.write([{ cell, value: 90 }], author)).toMatchObject({ ok: false, error: { code: 'store.unavailable' } })
    const next = await open()
    expect(next).not.toBe(held)
    expect(next.head.state).toBe('locked')
  })

  test('ROOM-3 whether a grid exists is told without loading it', async () => {
    expect([await rooms.has(grid), await rooms.has('2025-9Z.TOAN.HK1' as GridId)]).toEqual([true, false])
    expect([loads, rooms.size]).toEqual([0, 0])
  })
})

const stateRow = {
  grid,
  document: 'cells',
  kind: 'lock',
  actor: 'quantrihocba',
  session: 's',
  clients: [],
  at: '2026-03-01T08:00:00+07:00',
  edits: [],
  update: null,
  cause: null,
}
