import { messageType, readAccepted, readRefused } from '@hocba/shared/wire'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { Signed } from '../../support/school.ts'
import { type Siege, grid } from './siege.ts'

export interface Presence {
  readonly client: number
  readonly clock: number
  readonly state: unknown
}

/** A modified client: it has a session and a replica, and sends whatever it likes. */
export class Raider {
  readonly doc = new Y.Doc()
  /** Presence as everybody else is told of it, newest last. */
  readonly presences: Presence[] = []
  /** Updates of others as they came in. */
  readonly overheard: Uint8Array[] = []
  readonly socket: WebSocket
  readonly #waiting: ((answer: string) => void)[] = []
  readonly #closed: Promise<string>
  #onState: () => void = () => undefined
  #onPresence: () => void = () => undefined

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('error', () => undefined)
    socket.on('message', (bytes: Buffer) => this.#hear(new Uint8Array(bytes)))
    this.#closed = new Promise((resolve) => {
      socket.once('close', (code: number, reason: Buffer) => {
        const end = `closed ${code} ${reason.toString()}`.trim()
        for (const answer of this.#waiting.splice(0)) answer(end)
        resolve(end)
      })
    })
  }

  static async join(siege: Siege, person: Signed, document = grid): Promise<Raider> {
    const socket = new WebSocket(`${siege.wsUrl}/sync/${document}?v=1`, { headers: { authorization: `Bearer ${person.token}` } })
    const raider = new Raider(socket)
    await new Promise<void>((resolve, reject) => {
      raider.#onState = resolve
      socket.once('error', reject)
      socket.once('open', () => raider.send(syncMessage(0, Y.encodeStateVector(raider.doc))))
    })
    return raider
  }

  /** Joins and waits for the server to end it. */
  static ending(siege: Siege, person: Signed): Promise<string> {
    const socket = new WebSocket(`${siege.wsUrl}/sync/${grid}?v=1`, { headers: { authorization: `Bearer ${person.token}` } })
    return new Raider(socket).closed()
  }

  send(message: Uint8Array): void {
    this.socket.send(message)
  }

  /** Sends an update; resolves to `accepted`, to the code of the refusal, or to how the connection ended. */
  update(update: Uint8Array): Promise<string> {
    return this.#ask(syncMessage(2, update))
  }

  /** Sends updates without waiting in between; resolves to all the answers. */
  volley(updates: readonly Uint8Array[]): Promise<readonly string[]> {
    return Promise.all(updates.map((update) => this.update(update)))
  }

  #ask(message: Uint8Array): Promise<string> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.send(message)
    })
  }

  /** Sends bytes as one message that gets no answer; a question behind it tells when it has been read. */
  async message(message: Uint8Array): Promise<string> {
    this.send(message)
    return this.update(Uint8Array.of(0, 0))
  }

  present(...entries: readonly Presence[]): Promise<string> {
    return this.message(presenceMessage(entries))
  }

  /** Resolves when such a presence has been told. */
  hears(wanted: (presence: Presence) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#onPresence = () => {
        if (this.presences.some(wanted)) resolve()
      }
      this.#onPresence()
    })
  }

  /** `closed 4400 frame` */
  closed(): Promise<string> {
    return this.#closed
  }

  async leave(): Promise<void> {
    this.socket.terminate()
    await this.#closed
  }

  #hear(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes)
    const type = decoding.readVarUint(decoder)
    if (type === messageType.sync) return this.#sync(decoder)
    if (type === messageType.awareness) return this.#presence(decoding.readVarUint8Array(decoder))
    if (type === messageType.accepted) return this.#answered('accepted', readAccepted(decoder).n)
    if (type === messageType.refused) {
      const { code, n } = readRefused(decoder)
      this.#answered(code, n)
    }
  }

  #answered(answer: string, _n: number): void {
    this.#waiting.shift()?.(answer)
  }

  #sync(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder)
    const payload = decoding.readVarUint8Array(decoder)
    if (kind === 2) this.overheard.push(payload)
    if (kind !== 0) Y.applyUpdate(this.doc, payload)
    if (kind === 1) this.#onState()
  }

  #presence(payload: Uint8Array): void {
    const decoder = decoding.createDecoder(payload)
    for (let count = decoding.readVarUint(decoder); count > 0; count -= 1) {
      const client = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      this.presences.push({ client, clock, state: JSON.parse(decoding.readVarString(decoder)) as unknown })
    }
    this.#onPresence()
  }
}

export function syncMessage(kind: number, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, messageType.sync)
  encoding.writeVarUint(encoder, kind)
  encoding.writeVarUint8Array(encoder, payload)
  return encoding.toUint8Array(encoder)
}

export function presenceMessage(entries: readonly Presence[], text: (state: unknown) => string = JSON.stringify): Uint8Array {
  const payload = encoding.createEncoder()
  encoding.writeVarUint(payload, entries.length)
  for (const { client, clock, state } of entries) {
    encoding.writeVarUint(payload, client)
    encoding.writeVarUint(payload, clock)
    encoding.writeVarString(payload, text(state))
  }
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, messageType.awareness)
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(payload))
  return encoding.toUint8Array(encoder)
}
