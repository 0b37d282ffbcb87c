import { fromHex } from '../bytes.ts'

/** Where a token stands in the file. */
export interface Span {
  readonly start: number
  readonly end: number
}

export type PdfValue =
  | null
  | boolean
  | number
  | { readonly kind: 'name'; readonly name: string }
  /** `text` has one character a byte, or the digits of a hexadecimal string as they are written. */
  | ({ readonly kind: 'string'; readonly text: string; readonly hex: boolean } & Span)
  | { readonly kind: 'array'; readonly items: readonly PdfValue[] }
  | PdfDictionary
  | { readonly kind: 'reference'; readonly number: number }

export interface PdfDictionary {
  readonly kind: 'dictionary'
  readonly entries: ReadonlyMap<string, PdfValue>
}

/** The file is not of the profile; the message says where. */
export class PdfRefusal extends Error {
  override readonly name = 'PdfRefusal'
}

const kindOfValue = (value: PdfValue | undefined): string => (typeof value === 'object' && value !== null ? value.kind : typeof value)

export function dictionary(value: PdfValue | undefined, what: string): PdfDictionary {
  if (typeof value === 'object' && value !== null && value.kind === 'dictionary') return value
  throw new PdfRefusal(`${what}: ${kindOfValue(value)}`)
}

export function reference(value: PdfValue | undefined, what: string): number {
  if (typeof value === 'object' && value !== null && value.kind === 'reference') return value.number
  throw new PdfRefusal(`${what}: ${kindOfValue(value)}`)
}

export function items(value: PdfValue | undefined, what: string): readonly PdfValue[] {
  if (typeof value === 'object' && value !== null && value.kind === 'array') return value.items
  throw new PdfRefusal(`${what}: ${kindOfValue(value)}`)
}

export function string(value: PdfValue | undefined, what: string): Extract<PdfValue, { kind: 'string' }> {
  if (typeof value === 'object' && value !== null && value.kind === 'string') return value
  throw new PdfRefusal(`${what}: ${kindOfValue(value)}`)
}

/** A text string: UTF-16 with its mark in upper-case hexadecimal, or letters of ASCII. */
export function textOf({ text, hex }: Extract<PdfValue, { kind: 'string' }>): string {
  if (!hex) return text
  if (!/^FEFF(?:[0-9A-F]{4})*$/.test(text)) throw new PdfRefusal('text string')
  const octets = fromHex(text.slice(4))
  let letters = ''
  for (let at = 0; at < octets.length; at += 2) letters += String.fromCharCode(((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0))
  return letters
}

export const isName = (value: PdfValue | undefined, name: string): boolean =>
  typeof value === 'object' && value !== null && value.kind === 'name' && value.name === name

/** Same value, whatever its place in the file. */
export function isSame(a: PdfValue | undefined, b: PdfValue | undefined): boolean {
  return a !== undefined && b !== undefined && plain(a) === plain(b)
}

function plain(value: PdfValue): string {
  if (value === null || typeof value !== 'object') return String(value)
  switch (value.kind) {
    case 'name':
      return `/${value.name}`
    case 'string':
      return value.hex ? `<${value.text}>` : JSON.stringify(value.text)
    case 'reference':
      return `${value.number} R`
    case 'array':
      return `[${value.items.map(plain).join(' ')}]`
    case 'dictionary':
      return `<<${[...value.entries]
        .map(([key, one]) => `/${key} ${plain(one)}`)
        .toSorted()
        .join(' ')}>>`
  }
}
