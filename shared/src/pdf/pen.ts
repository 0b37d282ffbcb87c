const [minus, point, zero] = [0x2d, 0x2e, 0x30]
const [opening, closing, backslash, carriageReturn] = [0x28, 0x29, 0x5c, 0x0d]
const letterR = 0x72

/** What to write behind a backslash for an octet that cannot stand in a literal string as it is (PDF 32000-1, 7.3.4.2); 0 for all others. */
const escapes = new Uint8Array(256)
for (const octet of [opening, closing, backslash]) escapes[octet] = octet
escapes[carriageReturn] = letterR

/** PDF syntax in the making, octet by octet: a page has tens of thousands of them, too many for strings that are thrown away. */
export class Pen {
  #octets: Uint8Array<ArrayBuffer>
  #length: number

  /** Writes into `room` behind its first `length` octets, whatever follows them; more is made when it is needed. */
  constructor(room: Uint8Array<ArrayBuffer> = new Uint8Array(4096), length = 0) {
    this.#octets = room
    this.#length = length
  }

  get length(): number {
    return this.#length
  }

  /** What is written so far; what is written next may move it elsewhere. */
  get written(): Uint8Array<ArrayBuffer> {
    return this.#octets.subarray(0, this.#length)
  }

  /** Operators and dictionaries: a letter is an octet. */
  ascii(text: string): this {
    this.#need(text.length)
    for (let index = 0; index < text.length; index++) this.#octets[this.#length++] = text.charCodeAt(index)
    return this
  }

  /** Begins anew. */
  clear(): this {
    this.#length = 0
    return this
  }

  octets(octets: Uint8Array): this {
    this.#need(octets.length)
    this.#octets.set(octets, this.#length)
    this.#length += octets.length
    return this
  }

  zeros(count: number): this {
    this.#need(count)
    this.#octets.fill(zero, this.#length, this.#length + count)
    this.#length += count
    return this
  }

  /** Two decimals at most, no exponent. */
  num(value: number): this {
    this.#need(24)
    const rounded = Math.round(value * 100)
    if (rounded < 0) this.#octets[this.#length++] = minus
    const hundredths = Math.abs(rounded)
    const whole = Math.floor(hundredths / 100)
    this.#integer(whole)
    const rest = hundredths - whole * 100
    if (rest === 0) return this
    this.#octets[this.#length++] = point
    this.#octets[this.#length++] = zero + Math.floor(rest / 10)
    if (rest % 10 > 0) this.#octets[this.#length++] = zero + (rest % 10)
    return this
  }

  /** A literal string of the text's UTF-16 units: what the fonts take as character codes. */
  codes(text: string): this {
    this.#need(4 * text.length + 2)
    const octets = this.#octets
    let at = this.#length
    octets[at++] = opening
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index)
      const [high, low] = [unit >> 8, unit & 0xff]
      if (escapes[high] !== 0) octets[at++] = backslash
      octets[at++] = escapes[high] || high
      if (escapes[low] !== 0) octets[at++] = backslash
      octets[at++] = escapes[low] || low
    }
    octets[at++] = closing
    this.#length = at
    return this
  }

  #integer(value: number): void {
    if (value >= 10) this.#integer(Math.floor(value / 10))
    this.#octets[this.#length++] = zero + (value % 10)
  }

  #need(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#octets.length) return
    const larger = new Uint8Array(Math.max(needed, 2 * this.#octets.length))
    larger.set(this.written)
    this.#octets = larger
  }
}
