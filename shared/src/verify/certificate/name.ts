import { type Der, DerError, childrenOf, expectTag, oidOf, sequenceOf, tags } from '../der.ts'

export interface NameAttribute {
  readonly type: string
  readonly value: string
}

/** A distinguished name: one list of attributes a relative name. */
export type DistinguishedName = readonly (readonly NameAttribute[])[]

export const attributeTypes = { commonName: '2.5.4.3', uid: '0.9.2342.19200300.100.1.1' } as const

/** RFC 4514 section 3, and what certificates in Vietnam carry besides. */
const keywords: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  STREET: '2.5.4.9',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  DC: '0.9.2342.19200300.100.1.25',
  UID: '0.9.2342.19200300.100.1.1',
}

export function nameOf(name: Der | undefined): DistinguishedName {
  return sequenceOf(name).map((relative) =>
    childrenOf(expectTag(relative, tags.set)).map((pair) => {
      const [type, value] = sequenceOf(pair)
      return { type: oidOf(type), value: stringOf(value) }
    }),
  )
}

const decoders: Readonly<Record<number, string>> = { 0x0c: 'utf-8', 0x13: 'utf-8', 0x16: 'utf-8', 0x1e: 'utf-16be' }

function stringOf(value: Der | undefined): string {
  const encoding = decoders[value?.tag ?? 0]
  if (value === undefined || encoding === undefined) throw new DerError('string in a name')
  return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(value.content)
}

/** The only value of a type, `''` when it is missing or ambiguous. */
export function valueIn(name: DistinguishedName, type: string): string {
  const values = name.flat().filter((attribute) => attribute.type === type)
  return values.length === 1 ? (values[0]?.value ?? '') : ''
}

/** Whether an RFC 4514 text names exactly this: same relative names in reverse order, same values. */
export function isNameText(text: string, name: DistinguishedName): boolean {
  const expected = name.toReversed()
  const found = splitOutside(text, ',')
  return found.length === expected.length && found.every((relative, index) => isRelativeName(relative, expected[index] ?? []))
}

function isRelativeName(text: string, relative: readonly NameAttribute[]): boolean {
  const parts = splitOutside(text, '+')
  return (
    parts.length === relative.length && parts.every((part) => relative.some((attribute) => isAttributeText(part.trimStart(), attribute)))
  )
}

function isAttributeText(text: string, { type, value }: NameAttribute): boolean {
  const equals = text.indexOf('=')
  const written = text.slice(0, equals).replace(/^OID\./i, '')
  const known = Object.hasOwn(keywords, written) ? keywords[written] : written
  return known === type && unescapeValue(text.slice(equals + 1)) === value
}

/** Splits at a separator that is neither escaped nor quoted. */
function splitOutside(text: string, separator: ',' | '+'): readonly string[] {
  if (!text.includes('\\')) return text.split(separator)
  const parts = ['']
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === separator) parts.push('')
    else parts[parts.length - 1] += char === '\\' ? text.slice(at, ++at + 1) : char
  }
  return parts
}

function unescapeValue(text: string): string | undefined {
  if (!text.includes('\\')) return text
  const bytes: number[] = []
  for (let rest = text; rest !== '';) {
    const hex = /^\\([0-9A-Fa-f]{2})/.exec(rest)
    const escaped = /^\\(["+,;<>\\ #=])/.exec(rest)
    const plain = /^[^\\]/u.exec(rest)
    const taken = hex ?? escaped ?? plain
    if (!taken) return undefined
    if (hex) bytes.push(Number.parseInt(hex[1] ?? '', 16))
    else bytes.push(...new TextEncoder().encode(escaped?.[1] ?? taken[0]))
    rest = rest.slice(taken[0].length)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))
  } catch {
    return undefined
  }
}
