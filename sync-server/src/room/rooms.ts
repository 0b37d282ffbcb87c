import { type GridId, parseGridId } from '@hocba/shared/grid'
import { cellRules } from '../gate/gate.ts'
import type { SchoolDirectory } from '../identity/school.ts'
import type { CommitQueue } from '../log/commit-queue.ts'
import type { GradebookStore } from '../store/port.ts'
import { type Clock, rfc3339 } from '../clock.ts'
import { Room } from './room.ts'

/** The open grids. A room is made from the log when somebody needs it and dropped when it cannot vouch for its document. */
export class Rooms {
  readonly #store: GradebookStore
  readonly #school: SchoolDirectory
  readonly #queue: CommitQueue
  readonly #clock: Clock
  readonly #rooms = new Map<GridId, Promise<Room | undefined>>()

  constructor(store: GradebookStore, school: SchoolDirectory, queue: CommitQueue, clock: Clock) {
    this.#store = store
    this.#school = school
    this.#queue = queue
    this.#clock = clock
  }

  /** `undefined` when the school has no such grid. */
  open(grid: GridId): Promise<Room | undefined> {
    let room = this.#rooms.get(grid)
    if (!room) {
      room = this.#load(grid)
      this.#rooms.set(grid, room)
      room.then((found) => found ?? this.#rooms.delete(grid)).catch(() => this.#rooms.delete(grid))
    }
    return room
  }

  /** Everybody is sent away to reload, for instance when the roster has changed. */
  async reload(grids: Iterable<GridId>): Promise<void> {
    for (const grid of grids) {
      const room = await this.#rooms.get(grid)
      await room?.settled()
      this.#rooms.delete(grid)
      for (const channel of Object.values(room?.channels ?? {})) channel.closeAll('restarting')
    }
  }

  async closeAll(): Promise<void> {
    await this.reload([...this.#rooms.keys()])
  }

  async #load(id: GridId): Promise<Room | undefined> {
    const grid = parseGridId(id)
    const head = grid && (await this.#store.head(id))
    if (!grid || !head) return undefined
    const students = new Set(this.#school.studentsOf(grid.class).map((student) => student.id))
    return new Room(grid, cellRules(grid, students), head, await this.#store.rows(id), {
      queue: this.#queue,
      now: () => rfc3339(this.#clock.now()),
      onFailed: (room) => this.#rooms.delete(room.grid.id),
    })
  }
}
