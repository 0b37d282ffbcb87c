import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { LinkEvents } from '../../../client/src/link/index.ts'
import type { ReplicaLink } from '../../../client/src/replica/link-port.ts'

export type Ruling = 'accept' | { readonly code: string; readonly message: string }

interface Frame {
  readonly n: number
  readonly update: Uint8Array
}

/** A room of one grid in memory: takes updates in order, keeps a log, answers only when told to. */
export class FakeServer {
  readonly doc = new Y.Doc()
  readonly log: (readonly { readonly cell: string; readonly value: unknown }[])[] = []
  rule: (cells: readonly string[]) => Ruling = () => 'accept'

  /** What a y-websocket server would do with the update: the gap rule, then the ruling. */
  take(update: Uint8Array): Ruling {
    const { from, to } = Y.parseUpdateMeta(update)
    for (const [client, clock] of from) if (clock > Y.getState(this.doc.store, client)) return { code: 'update.gap', message: '' }
    const isOnlyDeleting = to.size === 0 && update.length > 2
    if (!isOnlyDeleting && [...to].every(([client, clock]) => clock <= Y.getState(this.doc.store, client))) return 'accept'
    const fork = new Y.Doc()
    Y.applyUpdate(fork, Y.encodeStateAsUpdate(this.doc))
    const edits: { cell: string; value: unknown }[] = []
    const cells = fork.getMap('cells')
    cells.observe((event) => event.keysChanged.forEach((cell) => edits.push({ cell: String(cell), value: cells.get(String(cell)) })))
    Y.applyUpdate(fork, update)
    const ruling = this.rule(edits.map((edit) => edit.cell))
    if (ruling !== 'accept') return ruling
    Y.applyUpdate(this.doc, update)
    this.log.push(edits)
    return 'accept'
  }
}

/** One connection after another to a `FakeServer`; answers wait until `flush`. */
export class FakeLink implements ReplicaLink {
  readonly awareness: Awareness
  readonly #confirmed: Y.Doc
  readonly #server: FakeServer
  readonly #events: LinkEvents
  #queue: Frame[] = []
  #n = 0
  ready = false
  online = true

  constructor(confirmed: Y.Doc, server: FakeServer, events: LinkEvents) {
    this.#confirmed = confirmed
    this.#server = server
    this.#events = events
    this.awareness = new Awareness(confirmed)
  }

  connect(): void {
    if (!this.online || this.ready) return
    this.#n = 0
    this.#queue = []
    this.#events.opened()
    this.#events.sentEmpty()
    this.#queue.push({ n: ++this.#n, update: Uint8Array.of(0, 0) })
    this.#events.update(Y.encodeStateAsUpdate(this.#server.doc, Y.encodeStateVector(this.#confirmed)))
    this.ready = true
    this.#events.synced()
  }

  sendUpdate(update: Uint8Array): void {
    this.#queue.push({ n: ++this.#n, update })
  }

  /** The server works through what it received; with `lose` its answers never arrive. */
  flush({ lose = false, count = Infinity }: { readonly lose?: boolean; readonly count?: number } = {}): void {
    let left = count
    for (let frame = this.#queue.shift(); frame; frame = --left > 0 ? this.#queue.shift() : undefined) {
      const ruling = this.#server.take(frame.update)
      if (lose) continue
      if (ruling === 'accept') this.#events.accepted({ n: frame.n, seq: this.#server.log.length })
      else this.#events.refused({ n: frame.n, code: ruling.code, message: ruling.message, cells: [] })
    }
  }

  /** Somebody else's update. */
  deliver(update: Uint8Array): void {
    this.#events.update(update)
  }

  drop(): void {
    this.ready = false
    this.#queue = []
    this.#events.closed()
  }

  destroy(): void {
    this.ready = false
    this.awareness.destroy()
  }
}
