import { type Refused, messageType, readAccepted, readRefused } from '@hocba/shared/wire'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { RunningSchool, Signed } from './school.ts'

interface Written {
  readonly cell: string
  readonly value: number
}

/** A client of the wire itself (`?v=1`), which remembers what the server has acknowledged. */
export class Writer {
  readonly acknowledged: (Written & { readonly seq: number })[] = []
  readonly refused: Refused[] = []
  readonly doc = new Y.Doc()
  readonly #socket: WebSocket
  readonly #sent = new Map<number, Written>()
  readonly #first: number
  #count = 0

  private constructor(socket: WebSocket, first: number) {
    this.#socket = socket
    this.#first = first
    socket.on('message', (data: Buffer) => this.#receive(new Uint8Array(data)))
    socket.on('error', () => undefined)
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') this.#sendUpdate(update)
    })
  }

  /** Joins and waits for the server's state. `first` is the first of the ten students this writer writes. */
  static async join(school: RunningSchool, person: Signed, document: string, first: number): Promise<Writer> {
    const socket = new WebSocket(`${school.url.replace('http', 'ws')}/sync/${document}?v=1`, {
      headers: { authorization: `Bearer ${person.token}` },
    })
    const writer = new Writer(socket, first)
    await new Promise<void>((resolve, reject) => {
      writer.#onStepTwo = resolve
      socket.once('error', reject)
      socket.once('open', () => writer.#sendStepOne())
    })
    return writer
  }

  /** One mark after the other, each as soon as the last is acknowledged, until the socket dies. */
  writeWithoutEnd(): void {
    this.write()
    this.#onAnswer = () => this.write()
  }

  #onAnswer: () => void = () => undefined

  write(): void {
    const student = String(this.#first + (this.#count % 10)).padStart(2, '0')
    this.set(`6A-${student}/tx${1 + (this.#count % 4)}`, (this.#count * 13 + this.#first) % 101)
  }

  set(cell: string, value: number): void {
    this.#pending = { cell, value }
    this.doc.getMap('cells').set(cell, value)
  }

  #pending: Written | undefined
  #onStepTwo: () => void = () => undefined
  #onRefusal: (refused: Refused) => void = () => undefined

  /** The next refusal; ask before writing. */
  refusal(): Promise<Refused> {
    return new Promise((resolve) => {
      this.#onRefusal = resolve
    })
  }

  /** The next acknowledgement; ask before writing. */
  acknowledgement(): Promise<void> {
    return new Promise((resolve) => {
      this.#onAnswer = resolve
    })
  }

  /** The code and reason of the close. */
  closed(): Promise<{ readonly code: number; readonly reason: string }> {
    return new Promise((resolve) => {
      this.#socket.once('close', (code: number, reason: Buffer) => resolve({ code, reason: reason.toString() }))
    })
  }

  close(): void {
    this.#socket.terminate()
  }

  #sendStepOne(): void {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, messageType.sync)
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint8Array(encoder, Y.encodeStateVector(this.doc))
    this.#socket.send(encoding.toUint8Array(encoder))
  }

  #sendUpdate(update: Uint8Array): void {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, messageType.sync)
    encoding.writeVarUint(encoder, 2)
    encoding.writeVarUint8Array(encoder, update)
    this.#count += 1
    if (this.#pending) this.#sent.set(this.#count, this.#pending)
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(encoding.toUint8Array(encoder))
  }

  #receive(data: Uint8Array): void {
    const decoder = decoding.createDecoder(data)
    const type = decoding.readVarUint(decoder)
    if (type === messageType.sync) return this.#sync(decoder)
    if (type === messageType.refused) return this.#refuse(readRefused(decoder))
    if (type !== messageType.accepted) return
    const { n, seq } = readAccepted(decoder)
    const written = this.#sent.get(n)
    if (written) this.acknowledged.push({ ...written, seq })
    this.#onAnswer()
  }

  #refuse(refused: Refused): void {
    this.refused.push(refused)
    this.#onRefusal(refused)
  }

  #sync(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder)
    if (kind !== 0) Y.applyUpdate(this.doc, decoding.readVarUint8Array(decoder), 'server')
    if (kind === 1) this.#onStepTwo()
  }
}
