import type { Duplex } from 'node:stream'

/**
 * What leaves one socket. All that one turn of the event loop has to say, a whole group commit of others' edits and answers,
 * is one write: a call of the system for each frame cost more than everything else together.
 */
export class Outgoing {
  readonly #stream: Duplex
  #frames: Uint8Array[] = []
  #bytes = 0

  /** `stream` is the socket beneath a WebSocket without extensions, where whole frames may stand between its own. */
  constructor(stream: Duplex) {
    this.#stream = stream
  }

  get bytes(): number {
    return this.#bytes
  }

  push(frame: Uint8Array): void {
    if (this.#frames.length === 0) process.nextTick(() => this.flush())
    this.#frames.push(frame)
    this.#bytes += frame.length
  }

  flush(): void {
    const frames = this.#frames
    const [first] = frames
    if (first === undefined) return
    const bytes = frames.length === 1 ? first : Buffer.concat(frames, this.#bytes)
    this.#frames = []
    this.#bytes = 0
    if (this.#stream.writable) this.#stream.write(bytes)
  }
}
