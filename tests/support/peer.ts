import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { RunningSchool, Signed } from './school.ts'

/** An unmodified y-websocket client on one document. */
export interface Peer {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  readonly cells: Y.Map<unknown>
  /** The code and reason of the next close. */
  closed(): Promise<{ readonly code: number; readonly reason: string }>
  leave(): void
}

/** Joins as y-websocket's own example does, with a ticket; resolves when the first sync is done. */
export async function join(school: RunningSchool, person: Signed, document: string): Promise<Peer> {
  const { body } = await person.post<{ ticket: string }>('/api/ticket')
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(`${school.url.replace('http', 'ws')}/sync`, document, doc, {
    WebSocketPolyfill: WebSocket as never,
    params: { ticket: body.ticket },
    disableBc: true,
  })
  await new Promise<void>((resolve) => provider.once('sync', () => resolve()))
  return {
    doc,
    provider,
    cells: doc.getMap('cells'),
    closed: () =>
      new Promise((resolve) => {
        provider.once('connection-close', (event) => resolve({ code: event?.code ?? 0, reason: event?.reason ?? '' }))
      }),
    leave() {
      provider.destroy()
      doc.destroy()
    },
  }
}

/** Resolves when the map holds `value` at `key`. */
export function holds(map: Y.Map<unknown>, key: string, value: unknown): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (map.get(key) !== value) return
      map.unobserve(look)
      resolve()
    }
    map.observe(look)
    look()
  })
}

/** The status of the answer to a WebSocket upgrade; 101 when it was accepted. */
export function upgradeStatus(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { headers })
    socket.on('open', () => {
      socket.terminate()
      resolve(101)
    })
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0)
      request.destroy()
    })
    socket.on('error', () => undefined)
  })
}
