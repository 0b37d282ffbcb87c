import { isXmlText } from '../../xml/index.ts'
import { XmlRefusal, xmlLimits } from './limits.ts'

export interface RawAttribute {
  readonly name: string
  readonly value: string
}

export type Token =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: readonly RawAttribute[]; readonly empty: boolean }
  | { readonly kind: 'close'; readonly name: string }
  /** `verbatim`: it stands in the source as it reads, without a reference or `>`. */
  | { readonly kind: 'text'; readonly text: string; readonly verbatim: boolean }

const spacePattern = /[ \t\n]*/y
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const noAttributes: readonly RawAttribute[] = []

/** What a name has behind its first letter, by character code; the first is a letter or `_`. */
const inName = Array.from({ length: 128 }, (_, code) => /[A-Za-z0-9_.-]/.test(String.fromCharCode(code)))
const beginsName = Array.from({ length: 128 }, (_, code) => /[A-Za-z_]/.test(String.fromCharCode(code)))

/** Behind the part of a name (`prefix` or `local`) that begins at `at`; `at` when none does. */
function partEnd(source: string, at: number): number {
  if (beginsName[source.charCodeAt(at)] !== true) return at
  let end = at + 1
  while (inName[source.charCodeAt(end)] === true) end += 1
  return end
}

const malformed = (what: string): XmlRefusal => new XmlRefusal('xml.wellformed', what)

/**
 * Cuts the element part of a file into tokens. Only what the profile uses exists here: tags, character data, the five
 * named entities and character references. Anything else (DTD, CDATA, comment, instruction, CR) is refused.
 */
export class Scanner {
  #at: number
  readonly #source: string

  constructor(source: string, at: number) {
    this.#source = source
    this.#at = at
  }

  get position(): number {
    return this.#at
  }

  next(): Token {
    if (this.#at >= this.#source.length) throw malformed('unexpected end')
    if (this.#source[this.#at] !== '<') return this.#text()
    const after = this.#source[this.#at + 1]
    if (after === '!' || after === '?') throw new XmlRefusal('xml.plain', 'comment, instruction, CDATA or DTD')
    return after === '/' ? this.#close() : this.#open()
  }

  #text(): Token {
    const end = this.#source.indexOf('<', this.#at)
    if (end < 0) throw malformed('unexpected end')
    const raw = this.#source.slice(this.#at, end)
    const hasBracket = raw.includes('>')
    if (hasBracket && raw.includes(']]>')) throw malformed(']]> in text')
    this.#at = end
    const text = resolve(raw)
    return { kind: 'text', text, verbatim: !hasBracket && text.length === raw.length }
  }

  #close(): Token {
    this.#at += 2
    const name = this.#name()
    this.#expect('>')
    return { kind: 'close', name }
  }

  #open(): Token {
    this.#at += 1
    const name = this.#name()
    if (this.#source[this.#at] === '>') {
      this.#at += 1
      return { kind: 'open', name, attributes: noAttributes, empty: false }
    }
    const attributes: RawAttribute[] = []
    for (;;) {
      const spaced = this.#space()
      const char = this.#source[this.#at]
      if (char === '>' || char === '/') break
      if (!spaced) throw malformed('attributes not separated')
      attributes.push(this.#attribute())
      if (attributes.length > xmlLimits.attributes) throw new XmlRefusal('xml.limits', 'too many attributes')
    }
    const empty = this.#source[this.#at] === '/'
    if (empty) this.#at += 1
    this.#expect('>')
    return { kind: 'open', name, attributes, empty }
  }

  #attribute(): RawAttribute {
    const name = this.#name()
    this.#expect('=')
    const quote = this.#source[this.#at]
    if (quote !== '"' && quote !== "'") throw malformed('attribute without quotes')
    const end = this.#source.indexOf(quote, this.#at + 1)
    if (end < 0) throw malformed('unexpected end')
    const raw = this.#source.slice(this.#at + 1, end)
    // A parser would turn these into spaces; refusing them keeps every parser's reading the same.
    if (/[<\t\n]/.test(raw)) throw malformed('attribute value')
    this.#at = end + 1
    return { name, value: resolve(raw) }
  }

  #name(): string {
    const start = this.#at
    const first = partEnd(this.#source, start)
    if (first === start) throw malformed('name expected')
    const second = this.#source[first] === ':' ? partEnd(this.#source, first + 1) : first
    this.#at = second > first + 1 ? second : first
    return this.#source.slice(start, this.#at)
  }

  #space(): boolean {
    spacePattern.lastIndex = this.#at
    const length = spacePattern.exec(this.#source)?.[0].length ?? 0
    this.#at += length
    return length > 0
  }

  #expect(char: string): void {
    if (this.#source[this.#at] !== char) throw malformed(`${char} expected`)
    this.#at += 1
  }
}

/** `&#x10ffff;` is the longest. */
const longestReference = 10
const pieceLimit = 4_096

/** Piece by piece and joined by the thousand: a replacement would hold every match of a file that is nothing but references. */
function resolve(raw: string): string {
  let at = raw.indexOf('&')
  if (at < 0) return raw
  let [text, from] = ['', 0]
  const pieces: string[] = []
  for (; at >= 0; at = raw.indexOf('&', from)) {
    const end = raw.slice(at, at + longestReference).indexOf(';')
    const value = end < 0 ? undefined : reference(raw.slice(at + 1, at + end))
    if (value === undefined) throw new XmlRefusal('xml.plain', 'unknown entity')
    pieces.push(raw.slice(from, at), value)
    from = at + end + 1
    if (pieces.length > pieceLimit) text += pieces.splice(0).join('')
  }
  return text + pieces.join('') + raw.slice(from)
}

function reference(name: string): string | undefined {
  if (Object.hasOwn(entities, name)) return entities[name]
  const match = /^#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}))$/.exec(name)
  if (!match) return undefined
  const code = match[1] === undefined ? Number.parseInt(match[2] ?? '', 16) : Number(match[1])
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined
  const char = String.fromCodePoint(code)
  return isXmlText(char) ? char : undefined
}
