import type { ServerResponse } from 'node:http'
import { decide } from '@hocba/shared/access'
import { Fault } from '@hocba/shared/core'
import { type GridId, parseGridId } from '@hocba/shared/grid'
import type { Session } from '../identity/session.ts'
import type { Services } from '../services.ts'

interface Stream {
  readonly session: Session
  readonly class: string
  readonly response: ServerResponse
}

/** A reader that does not read is sent away; its browser comes back by itself. */
const maxBuffered = 64 * 1024
const beatEvery = 20_000

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-accel-buffering': 'no',
  // Nothing follows a stream: kept alive, its connection would hold up the end of the server for a minute.
  connection: 'close',
} as const

/**
 * Who watches a class: each durable row of one of its grids is one line, the grid's id and sequence, never a value.
 * Rights are looked up for every line: they follow assignments and sessions, not connections.
 */
export class BoardStreams {
  readonly #services: Pick<Services, 'school' | 'sessions' | 'clock' | 'config'>
  readonly #open = new Set<Stream>()
  readonly #beat: NodeJS.Timeout

  constructor(services: Pick<Services, 'school' | 'sessions' | 'clock' | 'config' | 'queue'>) {
    this.#services = services
    services.queue.onCommit((grid, seq) => this.#tell(grid, seq))
    services.sessions.onEnd((id) => this.#end((stream) => stream.session.id === id))
    this.#beat = setInterval(() => this.#send(this.#open, ': still here\n\n'), beatEvery)
    this.#beat.unref()
  }

  /** @throws Fault `limit` when one person has too many open. */
  demandRoom({ user }: Session): void {
    const { connections } = this.#services.config.limits
    const mine = [...this.#open].filter((stream) => stream.session.user === user).length
    if (connections > 0 && mine >= connections) throw new Fault('limit')
  }

  add(session: Session, className: string, response: ServerResponse): void {
    const stream: Stream = { session, class: className, response }
    this.#open.add(stream)
    response.on('close', () => this.#open.delete(stream))
    response.writeHead(200, headers)
    response.write('retry: 2000\nevent: ready\ndata: {}\n\n')
  }

  close(): void {
    clearInterval(this.#beat)
    this.#end(() => true)
  }

  #tell(grid: GridId, seq: number): void {
    const className = parseGridId(grid)?.class
    const watching = [...this.#open].filter((stream) => stream.class === className)
    this.#send(watching, `event: change\ndata: ${JSON.stringify({ grid, seq })}\n\n`)
  }

  #send(streams: Iterable<Stream>, text: string): void {
    for (const stream of streams) {
      if (this.#may(stream) && stream.response.writableLength < maxBuffered) stream.response.write(text)
      else stream.response.end()
    }
  }

  #may({ session, class: className }: Stream): boolean {
    const { school, sessions, clock } = this.#services
    const inForce = session.expiresAt > clock.now() && !sessions.hasEnded(session)
    return inForce && decide(school.actor(session.user), 'board.read', { class: className }).ok
  }

  #end(which: (stream: Stream) => boolean): void {
    for (const stream of [...this.#open].filter(which)) stream.response.end()
  }
}
