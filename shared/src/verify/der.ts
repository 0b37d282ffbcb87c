/** One DER element; `bytes` is the whole with header, so that nothing is ever re-encoded. */
export interface Der {
  readonly tag: number
  readonly content: Uint8Array
  readonly bytes: Uint8Array
}

export class DerError extends Error {
  override readonly name = 'DerError'
}

/** Nesting of what is read in this product is far below this. */
const depthLimit = 32

/** Exactly one element with strict DER lengths, checked down to the leaves. */
export function readDer(bytes: Uint8Array): Der {
  const element = readAt(bytes, 0)
  if (element.bytes.length !== bytes.length) throw new DerError('bytes after the element')
  checkNested(element, 0)
  return element
}

/** The element at the beginning of `bytes`, checked like `readDer`; what follows it is the caller's business. */
export function readLeading(bytes: Uint8Array): Der {
  const element = readAt(bytes, 0)
  checkNested(element, 0)
  return element
}

/** The elements directly inside a constructed one. */
export function childrenOf(element: Der): readonly Der[] {
  const children: Der[] = []
  for (let at = 0; at < element.content.length;) {
    const child = readAt(element.content, at)
    children.push(child)
    at += child.bytes.length
  }
  return children
}

function checkNested(element: Der, depth: number): void {
  if (depth > depthLimit) throw new DerError('nested too deeply')
  if ((element.tag & 0x20) !== 0) for (const child of childrenOf(element)) checkNested(child, depth + 1)
}

function readAt(bytes: Uint8Array, start: number): Der {
  const tag = bytes[start]
  const first = bytes[start + 1]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new DerError('header')
  const { length, header } = first < 0x80 ? { length: first, header: 2 } : longLength(bytes, start + 2, first & 0x7f)
  const from = start + header
  if (from + length > bytes.length) throw new DerError('length beyond the end')
  return { tag, content: bytes.subarray(from, from + length), bytes: bytes.subarray(start, from + length) }
}

function longLength(bytes: Uint8Array, at: number, count: number): { readonly length: number; readonly header: number } {
  if (count < 1 || count > 4) throw new DerError('form of length')
  let length = 0
  for (let index = 0; index < count; index += 1) {
    const byte = bytes[at + index]
    if (byte === undefined) throw new DerError('length')
    length = length * 256 + byte
  }
  if (length < 0x80 || bytes[at] === 0) throw new DerError('length not in its shortest form')
  return { length, header: 2 + count }
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** The element when it is there and of this tag. */
export function expectTag(element: Der | undefined, tag: number): Der {
  if (element?.tag !== tag) throw new DerError(`tag ${tag} expected`)
  return element
}

export const sequenceOf = (element: Der | undefined): readonly Der[] => childrenOf(expectTag(element, tags.sequence))

export function oidOf(element: Der | undefined): string {
  const { content } = expectTag(element, tags.oid)
  const values: number[] = []
  let value = 0
  for (const byte of content) {
    if (value === 0 && byte === 0x80) throw new DerError('object identifier')
    value = value * 128 + (byte & 0x7f)
    if (byte >= 0x80) continue
    values.push(value)
    value = 0
  }
  const head = values[0]
  if (head === undefined || (content.at(-1) ?? 0x80) >= 0x80) throw new DerError('object identifier')
  const first = Math.min(2, Math.floor(head / 40))
  return [first, head - first * 40, ...values.slice(1)].join('.')
}

/** The octets of a BIT STRING without unused bits. */
export function bitsOf(element: Der | undefined): Uint8Array {
  const { content } = expectTag(element, tags.bitString)
  if (content[0] !== 0) throw new DerError('unused bits')
  return content.subarray(1)
}

/** A small INTEGER. */
export function integerOf(element: Der | undefined): number {
  const { content } = expectTag(element, tags.integer)
  if (content.length < 1 || content.length > 4) throw new DerError('integer')
  return content.reduce((sum, byte) => sum * 256 + byte, 0)
}

/** UTCTime or GeneralizedTime in the forms that RFC 5280 allows. */
export function timeOf(element: Der | undefined): Date {
  const text = String.fromCharCode(...(element?.content ?? []))
  const utc = /^(\d\d)(\d{10})Z$/.exec(text)
  if (element?.tag === tags.utcTime && utc) return calendar(`${Number(utc[1]) >= 50 ? '19' : '20'}${utc[1]}${utc[2]}`)
  if (element?.tag === tags.generalizedTime && /^\d{14}Z$/.test(text)) return calendar(text.slice(0, 14))
  throw new DerError('time')
}

function calendar(digits: string): Date {
  const iso = digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z')
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) throw new DerError('time')
  return date
}
