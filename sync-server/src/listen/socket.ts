import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { decide } from '@hocba/shared/access'
import { parseGridId } from '@hocba/shared/grid'
import { closeCode, maxMessageBytes } from '@hocba/shared/wire'
import { WebSocketServer } from 'ws'
import type { Config } from '../config.ts'
import type { Accounts } from '../identity/accounts.ts'
import type { Reads } from '../identity/reads.ts'
import type { SchoolDirectory } from '../identity/school.ts'
import type { Session, Sessions } from '../identity/session.ts'
import type { DocumentName } from '../room/room.ts'
import type { Witness } from '../witness/witness.ts'
import type { Rooms } from '../room/rooms.ts'
import { Connection } from './connection.ts'
import { bearerOf, cookieOf, isForeignOrigin } from './credentials.ts'

export interface SocketContext {
  readonly config: Config
  readonly sessions: Sessions
  readonly accounts: Pick<Accounts, 'dutyOf'>
  readonly school: SchoolDirectory
  readonly rooms: Rooms
  readonly reads: Reads
  readonly witness: Witness
}

/** Pings are answered in their turn, like everything else; who does not answer a close frame is cut off soon. */
const settings = {
  noServer: true,
  maxPayload: maxMessageBytes + 64,
  perMessageDeflate: false,
  autoPong: false,
  closeTimeout: 3_000,
} as const

/** How long past midnight somebody may still look at what was handed over. */
const reviewEvery = 30_000

const reasons: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' }

/** `/sync/<gridId>` and `/sync/<gridId>.remarks`: who may not read is answered 401, 403 or 404 before any frame. */
export function listenForSockets(server: Server, context: SocketContext): { close(): void } {
  const sockets = new WebSocketServer(settings)
  const counts = new Map<string, number>()
  const open = new Map<Connection, () => boolean>()
  context.sessions.onEnd((session) => {
    for (const one of open.keys()) if (one.session === session) one.close(closeCode.sessionEnded, 'session.expired')
  })
  /** Rights follow roles and assignments, which change by hand and by the date: whoever may not read any more is sent away (I23). */
  const review = (): void => {
    for (const [one, stays] of open) if (!stays()) one.close(closeCode.refused, 'forbidden')
  }
  context.school.onChange(review)
  const reviews = setInterval(review, reviewEvery).unref()
  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    stream.on('error', () => stream.destroy())
    admit(request, context)
      .then((admitted) => {
        if (typeof admitted === 'number') return refuse(stream, admitted)
        sockets.handleUpgrade(request, stream, head, (socket) => {
          const { session, room, document, speaksHocba } = admitted
          // Before anything else: a bad frame may have come in the packet of the upgrade, and an error that nobody hears ends the process.
          socket.on('error', () => socket.terminate())
          // From here on there is no await: a session that ends later finds the connection among the open ones.
          if (context.sessions.hasEnded(session)) return socket.close(closeCode.sessionEnded, 'session.expired')
          const count = (counts.get(session.user) ?? 0) + 1
          if (context.config.limits.connections > 0 && count > context.config.limits.connections)
            return socket.close(closeCode.tryAgain, 'too many')
          counts.set(session.user, count)
          const joined = {
            session,
            speaksHocba,
            name: context.school.nameOf(session.user),
            actor: () => context.school.actor(session.user),
          }
          const connection = new Connection(socket, stream, room, document, joined, context.config.limits.updates)
          const stays = (): boolean => mayStay(context, session, room)
          stays()
          open.set(connection, stays)
          const expiry = setTimeout(
            () => connection.close(closeCode.sessionEnded, 'session.expired'),
            session.expiresAt.getTime() - Date.now(),
          )
          expiry.unref()
          socket.on('close', () => {
            clearTimeout(expiry)
            open.delete(connection)
            counts.set(session.user, (counts.get(session.user) ?? 1) - 1)
          })
        })
      })
      .catch(() => refuse(stream, 503))
  }
  server.on('upgrade', upgrade)
  return {
    close() {
      clearInterval(reviews)
      server.off('upgrade', upgrade)
      for (const socket of sockets.clients) socket.close(closeCode.tryAgain, 'restarting')
      sockets.close()
    },
  }
}

/** Whoever stays goes on reading: a note each hour, like one who asks again (I24). */
function mayStay({ accounts, reads, school }: SocketContext, session: Session, { grid }: Admitted['room']): boolean {
  const actor = school.actor(session.user)
  if (!decide(actor, 'grid.read', { grid }).ok || accounts.dutyOf(session.user) !== undefined) return false
  reads.noteGrid({ actor, session }, grid)
  return true
}

interface Admitted {
  readonly session: Session
  readonly room: NonNullable<Awaited<ReturnType<Rooms['open']>>>
  readonly document: DocumentName
  readonly speaksHocba: boolean
}

async function admit(
  request: IncomingMessage,
  { config, sessions, accounts, school, rooms, witness }: SocketContext,
): Promise<Admitted | number> {
  const address = request.url ?? '/'
  if (!URL.canParse(address, 'http://localhost')) return 404
  const url = new URL(address, 'http://localhost')
  if (!url.pathname.startsWith('/sync/')) return 404
  if (isForeignOrigin(request.headers, config)) return 403
  const session = await sessionOf(request, url, sessions)
  if (!session || isMeantForAnother(url, session)) return 401
  if (accounts.dutyOf(session.user) !== undefined) return 403
  const name = decoded(url.pathname.slice('/sync/'.length))
  const remarks = name.endsWith('.remarks')
  const grid = parseGridId(remarks ? name.slice(0, -'.remarks'.length) : name)
  if (!grid || !(await rooms.has(grid.id))) return 404
  // Before the document is loaded: nobody makes the server read what they may not.
  if (!decide(school.actor(session.user), 'grid.read', { grid }).ok) return 403
  if (witness.trouble) return 503
  const room = await rooms.open(grid.id)
  if (!room) return 404
  return { session, room, document: remarks ? 'remarks' : 'cells', speaksHocba: url.searchParams.get('v') === '1' }
}

/** Windows of one browser share a cookie: who was signed in when a window opened may not be who is now. */
function isMeantForAnother({ searchParams }: URL, session: Session): boolean {
  const user = searchParams.get('user')
  return user !== null && user !== session.user
}

/** A name that is no percent-encoding is the name of no grid. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return ''
  }
}

async function sessionOf(request: IncomingMessage, url: URL, sessions: Sessions): Promise<Session | undefined> {
  const ticket = url.searchParams.get('ticket')
  if (ticket !== null) return sessions.redeem(ticket)
  const token = bearerOf(request.headers) ?? cookieOf(request.headers)
  return token === undefined ? undefined : sessions.find(token)
}

function refuse(stream: Duplex, status: number): void {
  // Both halves: the other side might never close its own.
  stream.end(`HTTP/1.1 ${status} ${reasons[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => stream.destroy())
}
