import {
  type Accepted,
  type Refused,
  type StateChange,
  closeCode,
  messageType,
  readAccepted,
  readRefused,
  readState,
} from '@hocba/shared/wire'
import * as decoding from 'lib0/decoding'
import { messageYjsSyncStep1, messageYjsSyncStep2 } from 'y-protocols/sync'
import { WebsocketProvider } from 'y-websocket'
import type * as Y from 'yjs'
import { ownAwareness } from './awareness.ts'
import { emptyStep2, updateFrame } from './frame.ts'
import { gridOf } from './name.ts'
import { type Obstacle, probe } from './probe.ts'

/** What the server says, in the order in which it says it. */
export interface LinkEvents {
  /** A socket is open: numbers of sync messages start again at one. */
  readonly opened: () => void
  readonly closed: () => void
  /** Counted by the server like every sync message of ours. */
  readonly sentEmpty: () => void
  readonly update: (update: Uint8Array) => void
  /** The server has what we said we have, and we have what the server had: rows may go out. */
  readonly synced: () => void
  readonly accepted: (answer: Accepted) => void
  readonly refused: (answer: Refused) => void
  readonly state: (change: StateChange) => void
  readonly presence: () => void
  /** The server will not have us until a person does something. */
  readonly stopped: (why: Exclude<Obstacle, 'later'>) => void
}

const longestPause = 10_000

/** Asks for news this often: the provider takes thirty silent seconds for a dead socket. */
const heartbeat = 12_000

/**
 * y-websocket's provider with an outbox in place of "send whatever the document says".
 * It never sends document updates by itself, never tells other windows of this browser anything, and never relays others' cursors.
 */
export class GridLink extends WebsocketProvider {
  readonly #user: string
  readonly #events: LinkEvents
  #answered = false

  constructor(serverUrl: string, user: string, name: string, confirmed: Y.Doc, events: LinkEvents) {
    super(serverUrl, name, confirmed, { connect: false, disableBc: true, resyncInterval: heartbeat, params: { v: '1', user } })
    this.#user = user
    this.#events = events
    this.doc.off('update', this._updateHandler)
    this.awareness.off('update', this._awarenessUpdateHandler)
    this.awareness.on('update', this.#sendOwnCursor)
    this.awareness.on('change', events.presence)
    this.messageHandlers[messageType.sync] = (_encoder, decoder) => this.#readSync(decoder)
    this.messageHandlers[messageType.queryAwareness] = () => this.#send(ownAwareness(this.awareness))
    this.messageHandlers[messageType.accepted] = (_encoder, decoder) => events.accepted(readAccepted(decoder))
    this.messageHandlers[messageType.refused] = (_encoder, decoder) => events.refused(readRefused(decoder))
    this.messageHandlers[messageType.state] = (_encoder, decoder) => events.state(readState(decoder))
    this.on('status', ({ status }) => this.#onStatus(status))
    this.on('connection-close', (event) => this.#onClose(event))
    window.addEventListener('offline', this.#onNetwork)
    window.addEventListener('online', this.#onNetwork)
  }

  /** Whether rows may be sent now: the socket is open and both first steps are done. */
  get ready(): boolean {
    return this.wsconnected && this.synced && this.#answered
  }

  sendUpdate(update: Uint8Array): void {
    this.#send(updateFrame(update))
  }

  override destroy(): void {
    window.removeEventListener('offline', this.#onNetwork)
    window.removeEventListener('online', this.#onNetwork)
    this.awareness.off('update', this.#sendOwnCursor)
    this.awareness.off('change', this.#events.presence)
    super.destroy()
    this.awareness.destroy()
  }

  #onStatus(status: 'connected' | 'disconnected' | 'connecting'): void {
    if (status === 'connected') {
      this.#answered = false
      this.#events.opened()
    }
    if (status === 'disconnected') this.#events.closed()
  }

  #readSync(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder)
    const body = decoding.readVarUint8Array(decoder)
    if (kind === messageYjsSyncStep1) return this.#answerStep1()
    this.#events.update(body)
    if (kind !== messageYjsSyncStep2) return
    this.synced = true
    this.#announceReady()
  }

  #answerStep1(): void {
    this.#send(emptyStep2())
    this.#events.sentEmpty()
    this.#answered = true
    this.#announceReady()
  }

  #announceReady(): void {
    if (this.ready) this.#events.synced()
  }

  #send(frame: Uint8Array<ArrayBuffer>): void {
    if (this.wsconnected) this.ws?.send(frame)
  }

  /**
   * The network came or went: an open socket may be dead without knowing it, and a pause between tries is no longer due.
   * Tried anew at once either way, since a server on the loopback is there without any network.
   */
  readonly #onNetwork = (): void => {
    if (!this.shouldConnect) return
    this.disconnect()
    this.connect()
  }

  readonly #sendOwnCursor = ({ added, updated, removed }: Changed): void => {
    const id = this.awareness.clientID
    if (![...added, ...updated, ...removed].includes(id)) return
    this.#send(ownAwareness(this.awareness))
  }

  /** Called before the provider computes its pause: a random part, so that a school does not come back all at once. */
  #onClose(event: CloseEvent | null): void {
    const exponential = 200 * 2 ** Math.min(this.wsUnsuccessfulReconnects, 10)
    this.maxBackoffTime = Math.min(exponential, longestPause) * (0.5 + Math.random() / 2)
    if (event === null) return
    if (event.code === closeCode.sessionEnded) return this.#events.stopped('signed-out')
    if (event.code === closeCode.refused) return this.#events.stopped('forbidden')
    if (event.code === closeCode.unknownGrid) return this.#events.stopped('unknown')
    if (this.wsconnecting) void this.#askWhy()
  }

  async #askWhy(): Promise<void> {
    const obstacle = await probe(gridOf(this.roomname), this.#user)
    if (obstacle === 'later') return
    this.shouldConnect = false
    this.#events.stopped(obstacle)
  }
}

interface Changed {
  readonly added: readonly number[]
  readonly updated: readonly number[]
  readonly removed: readonly number[]
}
