import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { demoSchool } from '../../../sync-server/src/demo/school.ts'
import { SchoolDirectory } from '../../../sync-server/src/identity/school.ts'
import { CommitQueue } from '../../../sync-server/src/log/commit-queue.ts'
import type { Member } from '../../../sync-server/src/room/channel.ts'
import type { Author, Room } from '../../../sync-server/src/room/room.ts'
import { Rooms } from '../../../sync-server/src/room/rooms.ts'
import { sqliteStores } from '../../../sync-server/src/store/sqlite/index.ts'
import type { GradebookStore, Stores } from '../../../sync-server/src/store/port.ts'

const clock = { now: () => new Date('2026-03-01T08:00:00+07:00') }

let folder: string
let stores: Stores
let room: Room
let author: Author
/** The disk: what is appended waits until it is let through. */
let held: (() => void)[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-room-'))
  stores = sqliteStores(folder)
  await stores.directory.write(demoSchool())
  const school = await SchoolDirectory.load(stores.directory, clock)
  await stores.gradebook.createGrids(school.grids())
  held = []
  const slow: GradebookStore = {
    ...stores.gradebook,
    append: (batch) => new Promise((resolve, reject) => held.push(() => void stores.gradebook.append(batch).then(resolve, reject))),
  }
  const queue = new CommitQueue(slow, () => undefined)
  const opened = await new Rooms(slow, school, queue, clock).open('2025-6A.TOAN.HK1' as never)
  if (!opened) throw new Error('the demo school has this grid')
  room = opened
  author = { actor: school.actor('gv.toan'), session: 's' }
})

afterEach(async () => {
  await stores.close()
  await rm(folder, { recursive: true })
})

function update(cell: string, mark: number): Uint8Array {
  const doc = new Y.Doc()
  doc.getMap('cells').set(cell, mark)
  return Y.encodeStateAsUpdate(doc)
}

/** Somebody else who looks at the grid. */
function watcher(): { readonly member: Member; readonly frames: Uint8Array[] } {
  const frames: Uint8Array[] = []
  const take = (frame: Uint8Array): number => frames.push(frame)
  const member = { user: 'gv.van', name: 'x', session: 't', speaksHocba: true, send: take, sendFrame: take, close: () => undefined }
  return { member, frames }
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

describe('before the commit', () => {
  test('I2 nothing is acknowledged, broadcast, or told as the present state', async () => {
    const { member, frames } = watcher()
    room.channels.cells.join(member)
    frames.length = 0
    let acknowledged: unknown
    const received = room.receive('cells', update('6A-01/tx1', 85), author).then((answer) => (acknowledged = answer))
    await turns(5)
    expect(held).toHaveLength(1)
    expect(frames).toEqual([])
    expect(acknowledged).toBeUndefined()
    expect(room.head.seq).toBe(0)
    held.shift()?.()
    await received
    await turns(5)
    expect(acknowledged).toEqual({ ok: true, value: 1 })
    expect(frames.length).toBe(1)
    expect(room.head.seq).toBe(1)
  })

  test('I4 the same update sent twice is written once and answered the same, while it waits and afterwards', async () => {
    const same = update('6A-02/tx1', 70)
    const first = room.receive('cells', same, author)
    const twin = room.receive('cells', same, author)
    await turns(5)
    held.shift()?.()
    expect(await first).toEqual({ ok: true, value: 1 })
    expect(await twin).toEqual({ ok: true, value: 1 })
    expect(await room.receive('cells', same, author)).toEqual({ ok: true, value: 1 })
    expect(await stores.gradebook.rows(room.grid.id)).toHaveLength(1)
  })
})
