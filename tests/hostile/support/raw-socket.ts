import { randomBytes } from 'node:crypto'
import { type Socket, connect } from 'node:net'
import type { Signed } from '../../support/school.ts'
import { type Siege, grid } from './siege.ts'

/** One WebSocket frame, right or wrong (RFC 6455 §5.2). */
export interface Frame {
  readonly fin?: boolean
  readonly reserved?: number
  readonly opcode?: number
  readonly masked?: boolean
  readonly payload?: Uint8Array
  /** What the frame says its length is. */
  readonly length?: bigint
}

export function frame({ fin = true, reserved = 0, opcode = 2, masked = true, payload = new Uint8Array(), length }: Frame): Buffer {
  const size = length ?? BigInt(payload.length)
  const short = size < 126n ? Number(size) : size < 65_536n ? 126 : 127
  const head = Buffer.from([(fin ? 0x80 : 0) | (reserved << 4) | opcode, (masked ? 0x80 : 0) | short])
  const extra = Buffer.alloc(short === 126 ? 2 : short === 127 ? 8 : 0)
  if (short === 126) extra.writeUInt16BE(Number(size))
  if (short === 127) extra.writeBigUInt64BE(size)
  // A mask of zeros is a mask.
  return Buffer.concat([head, extra, Buffer.alloc(masked ? 4 : 0), payload])
}

/** A TCP connection that speaks HTTP and WebSocket as badly as asked. */
export class RawSocket {
  readonly socket: Socket
  readonly #closed: Promise<string>
  #received = Buffer.alloc(0)

  private constructor(siege: Siege) {
    const { hostname, port } = new URL(siege.school.url)
    this.socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    this.socket.on('data', (chunk: Buffer) => (this.#received = Buffer.concat([this.#received, chunk]).subarray(-65_536)))
    this.socket.on('error', () => undefined)
    this.#closed = new Promise((resolve) => {
      this.socket.once('end', () => {
        this.socket.end()
      })
      this.socket.once('close', () => resolve(this.received))
    })
  }

  static async open(siege: Siege): Promise<RawSocket> {
    const raw = new RawSocket(siege)
    await new Promise<void>((resolve) => raw.socket.once('connect', () => resolve()))
    return raw
  }

  /** Opens a WebSocket by hand; `also` are bytes that follow in the same packet, before the answer. */
  static async upgrade(
    siege: Siege,
    person: Signed | undefined,
    also: Uint8Array = new Uint8Array(),
    path = `/sync/${grid}`,
    query = '',
  ): Promise<RawSocket> {
    const raw = await RawSocket.open(siege)
    await raw.ask(Buffer.concat([Buffer.from(upgradeRequest(siege, person, path + query)), also]))
    return raw
  }

  /** Writes a request; resolves to the head of the answer, and whatever came with it. */
  async ask(...parts: readonly Uint8Array[]): Promise<string> {
    const answered = this.hears('\r\n\r\n')
    for (const part of parts) this.socket.write(part)
    await answered
    return this.received
  }

  /** Resolves when this text has come in, or the connection has ended. */
  hears(text: string): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!this.received.includes(text)) return
        this.socket.off('data', look)
        resolve()
      }
      this.socket.on('data', look)
      this.socket.once('close', () => resolve())
    })
  }

  get received(): string {
    return this.#received.toString('latin1')
  }

  /** Resolves to what was received when both sides have ended. */
  closed(): Promise<string> {
    return this.#closed
  }

  async leave(): Promise<void> {
    this.socket.destroy()
    await this.#closed
  }
}

export function upgradeRequest(siege: Siege, person: Signed | undefined, path = `/sync/${grid}`): string {
  const headers = [
    `GET ${path} HTTP/1.1`,
    `Host: ${new URL(siege.school.url).host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ...(person === undefined ? [] : [`Authorization: Bearer ${person.token}`]),
  ]
  return `${headers.join('\r\n')}\r\n\r\n`
}
