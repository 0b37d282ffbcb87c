import { messageType, readAccepted, readRefused } from '@hocba/shared/wire'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { RunningSchool, Signed } from '../../support/school.ts'

type Value = number | string

/** Updates that one racer has on the way at a time. */
const window = 3

/** Somebody who writes one cell as fast as it is acknowledged, until something is refused. */
export class Racer {
  readonly cell: string
  readonly acknowledged: { readonly seq: number; readonly value: Value }[] = []
  /** Codes in the order of the answers. */
  readonly refused: string[] = []
  readonly #socket: WebSocket
  readonly #doc = new Y.Doc()
  readonly #values: readonly Value[]
  readonly #sent: Value[] = []
  #answers = 0
  #start: () => void = () => undefined
  #end: () => void = () => undefined

  private constructor(socket: WebSocket, cell: string, values: readonly Value[]) {
    this.#socket = socket
    this.cell = cell
    this.#values = values
    socket.on('message', (bytes: Buffer) => this.#hear(new Uint8Array(bytes)))
    socket.on('error', () => undefined)
    this.#doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') this.#send(2, update)
    })
  }

  static async join(school: RunningSchool, person: Signed, grid: string, cell: string, values: readonly Value[]): Promise<Racer> {
    const socket = new WebSocket(`${school.url.replace('http', 'ws')}/sync/${grid}?v=1`, {
      headers: { authorization: `Bearer ${person.token}` },
    })
    const racer = new Racer(socket, cell, values)
    await new Promise<void>((resolve, reject) => {
      racer.#start = resolve
      socket.once('error', reject)
      socket.once('open', () => racer.#send(0, Y.encodeStateVector(racer.#doc)))
    })
    return racer
  }

  /** Starts writing; resolves when everything sent has its answer and nothing more is sent. */
  run(): Promise<void> {
    for (let count = 0; count < window; count += 1) this.#write()
    return new Promise((resolve) => (this.#end = resolve))
  }

  leave(): void {
    this.#socket.terminate()
  }

  #write(): void {
    const value = this.#values[this.#sent.length % this.#values.length] ?? 0
    this.#sent.push(value)
    this.#doc.getMap('cells').set(this.cell, value)
  }

  #send(kind: number, payload: Uint8Array): void {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, messageType.sync)
    encoding.writeVarUint(encoder, kind)
    encoding.writeVarUint8Array(encoder, payload)
    this.#socket.send(encoding.toUint8Array(encoder))
  }

  #hear(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes)
    const type = decoding.readVarUint(decoder)
    if (type === messageType.sync) return this.#sync(decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder))
    if (type !== messageType.accepted && type !== messageType.refused) return
    this.#answers += 1
    if (type === messageType.refused) this.refused.push(readRefused(decoder).code)
    else this.#accepted(readAccepted(decoder))
    if (this.refused.length === 0) this.#write()
    else if (this.#answers === this.#sent.length) this.#end()
  }

  #accepted({ n, seq }: { readonly n: number; readonly seq: number }): void {
    this.acknowledged.push({ seq, value: this.#sent[n - 1] ?? 0 })
  }

  /** What others write is not looked at: this replica holds one cell, and 40 of them share a processor. */
  #sync(kind: number, payload: Uint8Array): void {
    if (kind !== 1) return
    Y.applyUpdate(this.#doc, payload, 'server')
    this.#start()
  }
}
