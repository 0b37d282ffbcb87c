import { Deviation } from './deviation.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads the numbers and texts of lib0's encoding; whatever lib0's own encoder would not write is malformed. */
export class Cursor {
  position = 0
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get remaining(): number {
    return this.#bytes.length - this.position
  }

  byte(): number {
    const byte = this.#bytes[this.position]
    if (byte === undefined) throw new Deviation('update.malformed', 'truncated')
    this.position += 1
    return byte
  }

  /** An unsigned integer up to 2^53 - 1, seven bits a byte, lowest first. */
  varUint(): number {
    const first = this.byte()
    return first < 0x80 ? first : this.#rest(first & 0x7f, 0x80)
  }

  /** A signed integer: its first byte holds the sign and six bits. */
  varInt(): number {
    const first = this.byte()
    const low = first & 0x3f
    const size = first < 0x80 ? low : this.#rest(low, 0x40)
    return (first & 0x40) === 0 ? size : -size
  }

  #rest(low: number, scale: number): number {
    let value = low
    for (let weight = scale; weight < Number.MAX_SAFE_INTEGER; weight *= 0x80) {
      const byte = this.byte()
      value += (byte & 0x7f) * weight
      if (value > Number.MAX_SAFE_INTEGER) break
      if (byte < 0x80) return byte === 0 ? this.#tooLong() : value
    }
    return this.#tooLong()
  }

  #tooLong(): never {
    throw new Deviation('update.malformed', 'a number is longer than it needs to be or too large')
  }

  /** A text of at most `limit` bytes; a longer one is `undefined` and not decoded. */
  text(limit: number): string | undefined {
    const length = this.varUint()
    if (length > this.remaining) throw new Deviation('update.malformed', 'truncated text')
    if (length > limit) return undefined
    const start = this.position
    this.position += length
    return this.#ascii(start, length) ?? this.#decoded(start, length)
  }

  /** Keys and levels are short and nearly always ASCII; the platform's decoder costs more than they do. */
  #ascii(start: number, length: number): string | undefined {
    for (let index = start; index < start + length; index += 1) {
      if ((this.#bytes[index] ?? 0x80) >= 0x80) return undefined
    }
    return length > 64 ? undefined : String.fromCharCode(...this.#bytes.subarray(start, start + length))
  }

  #decoded(start: number, length: number): string {
    try {
      return utf8.decode(this.#bytes.subarray(start, start + length))
    } catch {
      throw new Deviation('update.malformed', 'a text is not UTF-8')
    }
  }
}
