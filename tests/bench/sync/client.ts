import { randomBytes } from 'node:crypto'
import { type Socket, connect } from 'node:net'
import { messageType } from '@hocba/shared/wire'
import { type OnEdits, UpdateReader } from './update.ts'

export interface Address {
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

export interface Hearing {
  /** Edits of a sync update, as often as this client receives them. */
  readonly onEdits: OnEdits
  readonly onStepTwo?: (update: Uint8Array) => void
  readonly onAccepted?: (n: number, seq: number) => void
}

/**
 * A WebSocket client as thin as can be: it reads frame headers off the TCP stream and never builds an object a message,
 * so that two cores suffice for it and the server.
 */
export class Client {
  readonly #socket: Socket
  readonly #hearing: Hearing
  readonly #updates = new UpdateReader()
  #rest: Buffer = Buffer.alloc(0)
  #out: Buffer[] = []
  #failure: string | undefined

  private constructor(socket: Socket, hearing: Hearing) {
    this.#socket = socket
    this.#hearing = hearing
  }

  static open({ port, path, headers }: Address, hearing: Hearing): Promise<Client> {
    const socket = connect(port, '127.0.0.1').setNoDelay(true)
    const lines = {
      Host: `127.0.0.1:${port}`,
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      ...headers,
    }
    const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`GET ${path} HTTP/1.1\r\n${head.join('')}\r\n`)
    const client = new Client(socket, hearing)
    return new Promise((resolve, reject) => {
      socket.once('error', reject)
      socket.once('data', (chunk) => {
        const end = chunk.indexOf('\r\n\r\n')
        if (!chunk.toString('latin1', 0, 12).endsWith('101') || end < 0) return reject(new Error(chunk.toString('latin1', 0, 80)))
        socket.on('data', (more) => client.#receive(more))
        client.#receive(chunk.subarray(end + 4))
        resolve(client)
      })
    })
  }

  /** Why the server sent this client away, if it did. */
  get failure(): string | undefined {
    return this.#failure
  }

  /** Sync message of `kind` 0 (step 1), 1 (step 2) or 2 (update); leaves with the next `flush`. */
  send(kind: 0 | 1 | 2, payload: Uint8Array): void {
    const size = varUint(payload.length)
    const length = 2 + size.length + payload.length
    // The mask is zero: the rule that clients mask is kept, and no byte need be changed.
    const header = length < 126 ? [0x82, 0x80 | length] : [0x82, 0xfe, length >> 8, length & 0xff]
    if (length > 0xffff) throw new RangeError('the message is too long')
    this.#out.push(Buffer.from([...header, 0, 0, 0, 0, messageType.sync, kind, ...size]), payload as Buffer)
  }

  flush(): void {
    if (this.#out.length === 0) return
    this.#socket.write(Buffer.concat(this.#out))
    this.#out = []
  }

  close(): void {
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    let at = 0
    while (bytes.length - at >= 2) {
      const short = (bytes[at + 1] ?? 0) & 0x7f
      const header = short < 126 ? 2 : short === 126 ? 4 : 10
      if (bytes.length - at < header) break
      const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
      if (bytes.length - at < header + length) break
      this.#frame((bytes[at] ?? 0) & 0x0f, bytes.subarray(at + header, at + header + length))
      at += header + length
    }
    this.#rest = at < bytes.length ? bytes.subarray(at) : Buffer.alloc(0)
  }

  #frame(opcode: number, payload: Buffer): void {
    if (opcode === 8) this.#failure = payload.toString('utf8', 2) || 'closed'
    if (opcode === 9) this.#socket.write(Buffer.from([0x8a, 0x80, 0, 0, 0, 0]))
    if (opcode !== 2) return
    if (payload[0] === messageType.accepted) return this.#accepted(payload)
    if (payload[0] !== messageType.sync) return
    const start = 2 + varUintLength(payload, 2)
    if (payload[1] === 2) this.#updates.read(payload, start, this.#hearing.onEdits)
    if (payload[1] === 1) this.#hearing.onStepTwo?.(payload.subarray(start))
  }

  #accepted(payload: Buffer): void {
    const [n, seq] = [readVarUint(payload, 1), readVarUint(payload, 1 + varUintLength(payload, 1))]
    this.#hearing.onAccepted?.(n, seq)
  }
}

function varUint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varUint(Math.floor(value / 0x80))]
}

function varUintLength(bytes: Uint8Array, at: number): number {
  let length = 1
  while ((bytes[at + length - 1] ?? 0) >= 0x80) length += 1
  return length
}

function readVarUint(bytes: Uint8Array, at: number): number {
  let value = 0
  for (let index = 0; ; index += 1) {
    const byte = bytes[at + index] ?? 0
    value += (byte & 0x7f) * 0x80 ** index
    if (byte < 0x80) return value
  }
}
