import type { Actor } from '@hocba/shared/access'
import type { GridName } from '@hocba/shared/grid'
import { type Clock, rfc3339 } from '../clock.ts'
import { eventOf } from '../log/event.ts'
import type { CommitQueue } from '../log/commit-queue.ts'
import type { DirectoryStore } from '../store/port.ts'

interface Reader {
  readonly actor: Actor
  readonly session: { readonly id: string }
}

/** What was read, as the log and the access report name it. */
export type ReadRecord = `grid:${string}` | `class:${string}` | `student:${string}` | typeof wholeSchool

/** Everything at once, as an export takes it away. */
export const wholeSchool = 'school:all'

const hour = 3_600_000

/**
 * Who looked into records of students that are not their daily work (001 art. 13.3, I24): one row a session, record and hour.
 * Nobody waits for it: the reader is answered while the row goes its way through the queue.
 */
export class Reads {
  readonly #queue: CommitQueue
  readonly #store: DirectoryStore
  readonly #clock: Clock
  readonly #seen = new Set<string>()
  #hour = 0

  constructor(queue: CommitQueue, store: DirectoryStore, clock: Clock) {
    this.#queue = queue
    this.#store = store
    this.#clock = clock
  }

  /** Those who teach a grid work in it all day: their edits are on record, their looks are not. */
  noteGrid(reader: Reader, grid: Pick<GridName, 'id' | 'class' | 'subject'>): void {
    const teaches = reader.actor.assignments.some(
      (one) =>
        (one.kind === 'teaches' && one.class === grid.class && one.subject === grid.subject.id) ||
        (one.kind === 'homeroom' && one.class === grid.class && grid.subject.id === 'GVCN'),
    )
    if (!teaches) this.note(reader, `grid:${grid.id}`)
  }

  note(reader: Reader, record: ReadRecord): void {
    const now = this.#clock.now()
    const present = Math.floor(now.getTime() / hour)
    if (present !== this.#hour) this.#seen.clear()
    this.#hour = present
    const key = `${reader.session.id} ${record}`
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    const at = rfc3339(now)
    this.#queue
      .record({ event: eventOf('read', reader, at, { record }) })
      .then(() => this.#store.noteRead({ record, at, user: reader.actor.id, session: reader.session.id }))
      // A failed commit stops the server (I18); a failed note of it alone leaves the row in the log.
      .catch(() => this.#seen.delete(key))
  }
}
