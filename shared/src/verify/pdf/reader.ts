import { PdfRefusal, type PdfDictionary, type PdfValue } from './value.ts'

const space = /[ \t\r\n\f\0]*/y
const number = /[+-]?(?:\d{1,10}(?:\.\d{0,20})?|\.\d{1,20})(?![^\s/<>[\]()%])/y
const indirect = /(\d{1,7}) 0 R(?![A-Za-z0-9])/y
const name = /\/([!"$&'*-.0-;=?-Z\\^-z|~]+)/y
const word = /true|false|null/y
const hexString = /<([0-9A-Fa-f]*)>/y
const depthLimit = 24

/** Reads PDF values (ISO 32000-1 section 7.3) from a text with one character a byte. Comments and odd spellings are refused. */
export class PdfReader {
  readonly #text: string
  #at: number

  constructor(text: string, at: number) {
    this.#text = text
    this.#at = at
  }

  get position(): number {
    return this.#at
  }

  skipSpace(): void {
    this.#match(space)
  }

  /** Takes exactly this text, or refuses. */
  expect(text: string): void {
    if (!this.#text.startsWith(text, this.#at)) throw new PdfRefusal(`${text.trim()} @${this.#at}`)
    this.#at += text.length
  }

  startsWith(text: string): boolean {
    return this.#text.startsWith(text, this.#at)
  }

  skip(length: number): void {
    this.#at += length
  }

  value(depth = 0): PdfValue {
    if (depth > depthLimit) throw new PdfRefusal('nested too deeply')
    this.skipSpace()
    if (this.startsWith('<<')) return this.#dictionary(depth)
    if (this.startsWith('[')) return this.#array(depth)
    const start = this.#at
    if (this.startsWith('(')) return { kind: 'string', text: this.#literal(), hex: false, start, end: this.#at }
    const hex = this.#match(hexString)
    if (hex) return { kind: 'string', text: hex[1] ?? '', hex: true, start, end: this.#at }
    const reference = this.#match(indirect)
    if (reference) return { kind: 'reference', number: Number(reference[1]) }
    const named = this.#match(name)
    if (named) return { kind: 'name', name: named[1] ?? '' }
    const found = this.#match(number)
    if (found) return Number(found[0])
    const keyword = this.#match(word)
    if (keyword) return keyword[0] === 'null' ? null : keyword[0] === 'true'
    throw new PdfRefusal(`value @${this.#at}`)
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match) this.#at += match[0].length
    return match
  }

  #dictionary(depth: number): PdfDictionary {
    this.expect('<<')
    const entries = new Map<string, PdfValue>()
    for (;;) {
      this.skipSpace()
      if (this.startsWith('>>')) break
      const key = this.#match(name)?.[1]
      if (key === undefined || entries.has(key)) throw new PdfRefusal(`key @${this.#at}`)
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

  #literal(): string {
    let nested = 0
    let text = ''
    for (; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text.charAt(this.#at)
      if (char === '\\') {
        text += this.#text.slice(this.#at, this.#at + 2)
        this.#at += 1
        continue
      }
      if (char === '(') nested += 1
      if (char === ')') nested -= 1
      if (nested === 0) {
        this.#at += 1
        return unescapeLiteral(text.slice(1))
      }
      text += char
    }
    throw new PdfRefusal('unfinished string')
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

const unescapeLiteral = (text: string): string =>
  text.replace(/\\([0-7]{1,3}|.|\n)/gs, (_, escaped: string) => {
    if (/^[0-7]/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8) & 0xff)
    return escaped === '\n' ? '' : (escapes[escaped] ?? escaped)
  })
