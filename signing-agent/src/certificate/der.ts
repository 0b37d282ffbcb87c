/** One DER element: its tag, its content, and the exact bytes of the whole, so that nothing is ever re-encoded. */
export interface DerElement {
  readonly tag: number
  readonly content: Uint8Array
  readonly bytes: Uint8Array
}

/** The elements that follow one another in `bytes`; indefinite and over-long lengths are refused. */
export function readDer(bytes: Uint8Array): readonly DerElement[] {
  const elements: DerElement[] = []
  let offset = 0
  while (offset < bytes.length) {
    const element = readElement(bytes, offset)
    elements.push(element)
    offset += element.bytes.length
  }
  return elements
}

/** The only element of `bytes`. */
export function readOne(bytes: Uint8Array): DerElement {
  const [element, ...rest] = readDer(bytes)
  if (element === undefined || rest.length > 0) throw new TypeError('one DER element expected')
  return element
}

function readElement(bytes: Uint8Array, start: number): DerElement {
  const tag = bytes[start]
  const first = bytes[start + 1]
  if (tag === undefined || first === undefined) throw new TypeError('truncated DER')
  const [length, header] = first < 0x80 ? [first, 2] : longLength(bytes, start + 2, first & 0x7f)
  const end = start + header + length
  if (end > bytes.length) throw new TypeError('truncated DER')
  return { tag, content: bytes.subarray(start + header, end), bytes: bytes.subarray(start, end) }
}

function longLength(bytes: Uint8Array, start: number, count: number): [number, number] {
  if (count === 0 || count > 4) throw new TypeError('unsupported DER length')
  const digits = bytes.subarray(start, start + count)
  return [digits.reduce((sum, byte) => sum * 256 + byte, 0), 2 + count]
}

/** Writes tag, shortest length and the concatenated parts. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const more = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 3
  if (length >= 0x100_0000) throw new RangeError('too long for a DER element')
  const element = Buffer.allocUnsafe(2 + more + length)
  element[0] = tag
  if (more === 0) element[1] = length
  else {
    element[1] = 0x80 | more
    element.writeUIntBE(length, 2, more)
  }
  let at = 2 + more
  for (const part of parts) {
    element.set(part, at)
    at += part.length
  }
  return element
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(0x30, ...parts)

export const octets = (content: Uint8Array): Uint8Array => der(0x04, content)

export const smallInteger = (value: number): Uint8Array => der(0x02, Uint8Array.of(value))

/** An INTEGER of unsigned digits, in its shortest form. */
export function positiveInteger(digits: Uint8Array): Uint8Array {
  const start = digits.findIndex((digit) => digit !== 0)
  const shortest = start < 0 ? Uint8Array.of(0) : digits.subarray(start)
  return (shortest[0] ?? 0) < 0x80 ? der(0x02, shortest) : der(0x02, Uint8Array.of(0), shortest)
}

export const derNull = Uint8Array.of(0x05, 0x00)

/** DER orders the members of a SET OF by their encodings. */
export const setOf = (...parts: readonly Uint8Array[]): Uint8Array => der(0x31, ...parts.toSorted(Buffer.compare))

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)))
}

function base128(value: number): number[] {
  const digits = [value % 128]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift((rest % 128) | 0x80)
  return digits
}

export function readOid(content: Uint8Array): string {
  const values: number[] = []
  let value = 0
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f)
    if (byte >= 0x80) continue
    values.push(value)
    value = 0
  }
  const [head = 0, ...rest] = values
  const first = Math.min(2, Math.floor(head / 40))
  return [first, head - first * 40, ...rest].join('.')
}
