import { canonicalJson, toHex } from '../core/index.ts'
import type { Hash } from '../log/index.ts'
import { AuditFault } from './fault.ts'
import { type AnyLine, type LineType, lineShapes } from './lines.ts'
import { isObject } from './shape.ts'

/** Blank and 64 hexadecimal digits; the line feed has been taken off. */
const tail = 65

/** Takes the lines of an export apart: chain, canonical JSON, form. */
export class LineReader {
  readonly #hash: Hash
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  #before = new Uint8Array(32)
  #line = 0

  constructor(hash: Hash) {
    this.#hash = hash
  }

  /** Lines read so far. */
  get line(): number {
    return this.#line
  }

  /** `bytes` without the line feed. */
  read(bytes: Uint8Array): AnyLine {
    this.#line += 1
    const place = { line: this.#line }
    const json = this.#linked(bytes)
    const value = this.#parse(json)
    if (value === undefined) throw new AuditFault('line.json', place)
    const shape = isObject(value) && typeof value['type'] === 'string' ? shapeOf(value['type']) : undefined
    if (!shape?.(value)) throw new AuditFault('line.shape', place)
    return value
  }

  /** The JSON of a line whose hash goes on from the line before. */
  #linked(bytes: Uint8Array): Uint8Array {
    const place = { line: this.#line }
    const end = bytes.length - tail
    if (end < 1 || bytes[end] !== 0x20) throw new AuditFault('line.chain', place)
    const input = new Uint8Array(32 + end)
    input.set(this.#before)
    input.set(bytes.subarray(0, end), 32)
    const hash = this.#hash(input)
    if (toText(bytes, end + 1) !== toHex(hash)) throw new AuditFault('line.chain', place)
    this.#before = new Uint8Array(hash)
    return bytes.subarray(0, end)
  }

  #parse(json: Uint8Array): unknown {
    try {
      const text = this.#decoder.decode(json)
      const value: unknown = JSON.parse(text)
      const order = orderIn(value)
      if (order === 'forbidden') return undefined
      return (order === 'sorted' ? JSON.stringify(value) : canonicalJson(value)) === text ? value : undefined
    } catch {
      return undefined
    }
  }
}

const shapeOf = (type: string): ((value: unknown) => value is AnyLine) | undefined =>
  Object.hasOwn(lineShapes, type) ? lineShapes[type as LineType] : undefined

type Order = 'sorted' | 'unsure' | 'forbidden'

/**
 * Whether every object lists its members in canonical order, so that `JSON.stringify`, which is several times faster, gives canonical text;
 * `forbidden` where a number is not whole, a surrogate stands alone, or a member's name is not ASCII.
 */
function orderIn(value: unknown): Order {
  if (typeof value === 'string') return value.isWellFormed() ? 'sorted' : 'forbidden'
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'sorted' : 'forbidden'
  if (typeof value !== 'object' || value === null) return 'sorted'
  let order: Order = 'sorted'
  let before: string | undefined
  const isList = Array.isArray(value)
  for (const name of Object.keys(value)) {
    const within = orderIn((value as Readonly<Record<string, unknown>>)[name])
    if (within === 'forbidden' || (!isList && !isAscii(name))) return 'forbidden'
    // Engines list names that look like indexes first, whatever the text says.
    if (within === 'unsure' || (!isList && (isIndex(name) || (before !== undefined && name <= before)))) order = 'unsure'
    before = name
  }
  return order
}

/** So that the order of code units is that of code points, and every language sorts alike. */
const isAscii = (name: string): boolean => /^[\x20-\x7e]*$/.test(name)

const isIndex = (name: string): boolean => /^\d+$/.test(name)

/** The octets as they would be as ASCII. */
function toText(bytes: Uint8Array, from: number): string {
  let text = ''
  for (let at = from; at < bytes.length; at += 1) text += String.fromCharCode(bytes[at] ?? 0)
  return text
}
