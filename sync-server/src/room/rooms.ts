import { type GridId, parseGridId } from '@hocba/shared/grid'
import { cellRules } from '../gate/gate.ts'
import type { SchoolDirectory } from '../identity/school.ts'
import type { CommitQueue } from '../log/commit-queue.ts'
import type { GradebookStore } from '../store/port.ts'
import { type Clock, rfc3339 } from '../clock.ts'
import { Room } from './room.ts'

interface Held {
  readonly opened: Promise<Room | undefined>
  room?: Room
  /** Asked for since the last look at who is idle. */
  used: boolean
}

/**
 * The open grids. A room is made from the log when somebody needs it and dropped when it cannot vouch for its document.
 * One that nobody needs any more is let go, but not out of sight: whoever still holds it and whoever asks next share it,
 * so that a grid never has two rooms.
 */
export class Rooms {
  readonly #store: GradebookStore
  readonly #school: SchoolDirectory
  readonly #queue: CommitQueue
  readonly #clock: Clock
  readonly #held = new Map<GridId, Held>()
  readonly #idle = new Map<GridId, WeakRef<Room>>()

  constructor(store: GradebookStore, school: SchoolDirectory, queue: CommitQueue, clock: Clock) {
    this.#store = store
    this.#school = school
    this.#queue = queue
    this.#clock = clock
  }

  /** Whether the school has this grid, without loading it. */
  async has(grid: GridId): Promise<boolean> {
    return this.#held.has(grid) || (await this.#store.head(grid)) !== undefined
  }

  /** `undefined` when the school has no such grid. */
  open(grid: GridId): Promise<Room | undefined> {
    const held = this.#held.get(grid) ?? this.#hold(grid)
    held.used = true
    return held.opened
  }

  /** Rooms that are in memory because they were asked for. */
  get size(): number {
    return this.#held.size
  }

  /** Lets go of the rooms that nobody has asked for since the last call and that have no connection. */
  rest(): void {
    for (const [grid, held] of this.#held) {
      const { room, used } = held
      held.used = false
      if (used || !room || isJoined(room)) continue
      this.#held.delete(grid)
      this.#idle.set(grid, new WeakRef(room))
    }
  }

  /** Everybody is sent away to reload, for instance when the roster has changed. */
  async reload(grids: Iterable<GridId>): Promise<void> {
    for (const grid of grids) {
      const room = await (this.#held.get(grid)?.opened ?? this.#idle.get(grid)?.deref())
      await room?.settled()
      this.#drop(grid)
      for (const channel of Object.values(room?.channels ?? {})) channel.closeAll('restarting')
    }
  }

  async closeAll(): Promise<void> {
    await this.reload([...this.#held.keys(), ...this.#idle.keys()])
  }

  #hold(grid: GridId): Held {
    const room = this.#idle.get(grid)?.deref()
    this.#idle.delete(grid)
    const held: Held = room ? { opened: Promise.resolve(room), room, used: true } : { opened: this.#load(grid), used: true }
    this.#held.set(grid, held)
    const forget = (): void => void (this.#held.get(grid) === held && this.#held.delete(grid))
    held.opened.then((found) => (found ? (held.room = found) : forget()), forget)
    return held
  }

  #drop(grid: GridId): void {
    this.#held.delete(grid)
    this.#idle.delete(grid)
  }

  /** A room that failed is nobody's any more; one made meanwhile in its place stays. */
  #forsake(room: Room): void {
    const { id } = room.grid
    if (this.#held.get(id)?.room === room) this.#held.delete(id)
    if (this.#idle.get(id)?.deref() === room) this.#idle.delete(id)
  }

  async #load(id: GridId): Promise<Room | undefined> {
    const grid = parseGridId(id)
    const head = grid && (await this.#store.head(id))
    if (!grid || !head) return undefined
    const students = new Set(this.#school.studentsOf(grid.class).map((student) => student.id))
    return new Room(grid, cellRules(grid, students), head, await this.#store.rows(id), {
      queue: this.#queue,
      now: () => rfc3339(this.#clock.now()),
      onFailed: (room) => this.#forsake(room),
    })
  }
}

const isJoined = ({ channels }: Room): boolean => Object.values(channels).some((channel) => channel.size > 0)
