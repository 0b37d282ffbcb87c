import { oneCharacterEach } from '../bytes.ts'
import { type PdfDictionary, PdfRefusal, type PdfValue, type Span } from './value.ts'

/** Stands for the byte behind the last one. */
const none = 256

const tableOf = (pattern: RegExp, atEnd = false): readonly boolean[] =>
  Array.from({ length: none + 1 }, (_, code) => (code === none ? atEnd : pattern.test(String.fromCharCode(code))))

const isSpace = tableOf(/[ \t\r\n\f\0]/)
const isDigit = tableOf(/\d/)
const isHex = tableOf(/[0-9A-Fa-f]/)
const isAlphanumeric = tableOf(/[A-Za-z0-9]/)
/** Regular characters without `#`: no name has a second spelling. */
const isInName = tableOf(/[!"$&'*-.0-;=?-Z\\^-z|~]/)
const endsNumber = tableOf(/[\s/<>[\]()%]/, true)

const words = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const

const depthLimit = 24

/** Reads PDF values (ISO 32000-1 section 7.3) from bytes. Comments and odd spellings are refused. */
export class PdfReader {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  get position(): number {
    return this.#at
  }

  skipSpace(): void {
    while (isSpace[this.#byte(this.#at)] === true) this.#at += 1
  }

  /** Takes exactly this text, or refuses. */
  expect(text: string): void {
    if (!this.startsWith(text)) throw new PdfRefusal(`${text.trim()} @${this.#at}`)
    this.#at += text.length
  }

  startsWith(text: string, at = this.#at): boolean {
    for (let index = 0; index < text.length; index += 1) if (this.#bytes[at + index] !== text.charCodeAt(index)) return false
    return true
  }

  /** What comes next, at most so many characters; takes nothing. */
  ahead(length: number): string {
    return textAt(this.#bytes, this.#at, this.#at + length)
  }

  skip(length: number): void {
    this.#at += length
  }

  value(depth = 0): PdfValue {
    if (depth > depthLimit) throw new PdfRefusal('nested too deeply')
    this.skipSpace()
    if (this.startsWith('<<')) return this.#dictionary(depth)
    if (this.startsWith('[')) return this.#array(depth)
    if (this.startsWith('(')) return this.#literal()
    if (this.startsWith('<')) return this.#hexadecimal()
    if (this.startsWith('/')) return { kind: 'name', name: this.#name() ?? this.#refuse('value') }
    return this.#reference() ?? this.#number() ?? this.#word()
  }

  #byte(at: number): number {
    return this.#bytes[at] ?? none
  }

  #refuse(what: string): never {
    throw new PdfRefusal(`${what} @${this.#at}`)
  }

  #end(of: readonly boolean[], from: number): number {
    let end = from
    while (of[this.#byte(end)] === true) end += 1
    return end
  }

  #dictionary(depth: number): PdfDictionary {
    this.expect('<<')
    const entries = new Map<string, PdfValue>()
    for (;;) {
      this.skipSpace()
      if (this.startsWith('>>')) break
      const key = this.#name()
      if (key === undefined || entries.has(key)) return this.#refuse('key')
      entries.set(key, this.value(depth + 1))
    }
    this.expect('>>')
    return { kind: 'dictionary', entries }
  }

  #array(depth: number): PdfValue {
    this.expect('[')
    const items: PdfValue[] = []
    for (;;) {
      this.skipSpace()
      if (this.startsWith(']')) break
      items.push(this.value(depth + 1))
    }
    this.expect(']')
    return { kind: 'array', items }
  }

  #name(): string | undefined {
    const end = this.startsWith('/') ? this.#end(isInName, this.#at + 1) : 0
    if (end <= this.#at + 1) return undefined
    const name = textAt(this.#bytes, this.#at + 1, end)
    this.#at = end
    return name
  }

  /** `12 0 R` */
  #reference(): PdfValue | undefined {
    const end = this.#end(isDigit, this.#at)
    const isShort = end > this.#at && end <= this.#at + 7
    if (!isShort || !this.startsWith(' 0 R', end) || isAlphanumeric[this.#byte(end + 4)] === true) return undefined
    const number = this.#digits(end)
    this.#at = end + 4
    return { kind: 'reference', number }
  }

  /** At most 10 digits before the point and 20 behind it. */
  #number(): number | undefined {
    const start = this.startsWith('+') || this.startsWith('-') ? this.#at + 1 : this.#at
    const whole = this.#end(isDigit, start)
    const hasPoint = this.startsWith('.', whole)
    const end = hasPoint ? this.#end(isDigit, whole + 1) : whole
    const fraction = hasPoint ? end - whole - 1 : 0
    const fits = whole - start <= 10 && fraction <= 20 && whole - start + fraction > 0
    if (!fits || endsNumber[this.#byte(end)] !== true) return undefined
    // Fonts have hundreds of widths; ten digits are exact either way.
    const number = end - this.#at === whole - start ? this.#digits(end) : Number(textAt(this.#bytes, this.#at, end))
    this.#at = end
    return number
  }

  #digits(end: number): number {
    let value = 0
    for (let at = this.#at; at < end; at += 1) value = value * 10 + this.#byte(at) - 0x30
    return value
  }

  #word(): boolean | null {
    const found = words.find(([text]) => this.startsWith(text))
    if (found === undefined) return this.#refuse('value')
    this.#at += found[0].length
    return found[1]
  }

  #hexadecimal(): PdfValue {
    const start = this.#at
    const end = this.#end(isHex, start + 1)
    if (!this.startsWith('>', end)) return this.#refuse('value')
    this.#at = end + 1
    return hexadecimal(this.#bytes, { start, end: this.#at })
  }

  #literal(): PdfValue {
    const start = this.#at
    let nested = 0
    for (; this.#at < this.#bytes.length; this.#at += 1) {
      const byte = this.#bytes[this.#at]
      if (byte === 0x5c) this.#at += 1
      if (byte === 0x28) nested += 1
      if (byte === 0x29) nested -= 1
      if (nested > 0) continue
      this.#at += 1
      const text = unescapeLiteral(textAt(this.#bytes, start + 1, this.#at - 1))
      return { kind: 'string', text, hex: false, start, end: this.#at }
    }
    throw new PdfRefusal('unfinished string')
  }
}

/** Few strings are read; /Contents has thousands of digits and is looked at where it stands. */
const hexadecimal = (bytes: Uint8Array, { start, end }: Span): PdfValue => ({
  kind: 'string',
  get text() {
    return textAt(bytes, start + 1, end - 1)
  },
  hex: true,
  start,
  end,
})

const characters = Array.from({ length: none }, (_, code) => String.fromCharCode(code))

/** Names and numbers are short: a decoder would cost more than they do. */
function textAt(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 64) return oneCharacterEach(bytes.subarray(start, end))
  let text = ''
  for (let at = start; at < end; at += 1) text += characters[bytes[at] ?? none] ?? ''
  return text
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

const unescapeLiteral = (text: string): string =>
  text.replace(/\\([0-7]{1,3}|.|\n)/gs, (_, escaped: string) => {
    if (/^[0-7]/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8) & 0xff)
    return escaped === '\n' ? '' : (escapes[escaped] ?? escaped)
  })
