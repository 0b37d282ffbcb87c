/** Compresses in the zlib format. */
export type Deflate = (bytes: Uint8Array, level: number) => Uint8Array

const encoder = new TextEncoder()

/** Bytes of operators and dictionaries, which have no letter outside ASCII. */
export const ascii = (text: string): Uint8Array => encoder.encode(text)

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** `12 0 obj … endobj` with a dictionary or any other PDF text as its value. What is made for every document is all ASCII: a letter is an octet. */
export const objectText = (number: number, value: string): string => `${number} 0 obj\n${value}\nendobj\n`

/** A stream object as it is; `entries` are further dictionary entries. To deflate what is used once costs more time than it saves room. */
export const streamText = (number: number, entries: string, content: string): string =>
  objectText(number, `${streamHead(entries, content.length)}${content}\nendstream`)

const streamHead = (entries: string, length: number): string => `<< ${entries}${entries === '' ? '' : ' '}/Length ${length} >>\nstream\n`

/** A stream object deflated as well as can be, for what all documents share. */
export function packedStream(number: number, entries: string, content: Uint8Array, deflate: Deflate): Uint8Array {
  const packed = deflate(content, 9)
  const head = streamHead(`${entries}${entries === '' ? '' : ' '}/Filter /FlateDecode`, packed.length)
  return concat([ascii(`${number} 0 obj\n${head}`), packed, ascii('\nendstream\nendobj\n')])
}

/** A text string: UTF-16BE with byte order mark, in hexadecimal. */
export const textString = (text: string): string => `<FEFF${utf16Hex(text)}>`

const digits: string[] = []

const hexOfCode = (code: number): string => (digits[code] ??= code.toString(16).toUpperCase().padStart(4, '0'))

/** The text's UTF-16 units in hexadecimal: what the fonts take as character codes. */
export function utf16Hex(text: string): string {
  const codes: string[] = []
  for (let index = 0; index < text.length; index++) codes.push(hexOfCode(text.charCodeAt(index)))
  return codes.join('')
}

/** `D:20260620080000+07'00'` from RFC 3339 with zone. */
export function pdfDate(time: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|([+-]\d\d):(\d\d))$/.exec(time)
  if (!match) throw new TypeError('a PDF date needs RFC 3339 with zone')
  const [, year, month, day, hour, minute, second, zone, zoneHour, zoneMinute] = match
  return `D:${year}${month}${day}${hour}${minute}${second}${zone === 'Z' ? "+00'00'" : `${zoneHour}'${zoneMinute}'`}`
}

const hundredths: string[] = []

/** Two decimals at most, no exponent. Coordinates on paper are few: each is written out once. */
export function num(value: number): string {
  const rounded = Math.round(value * 100)
  if (rounded >= 0 && rounded < 100_000) return (hundredths[rounded] ??= String(rounded / 100))
  return String(rounded / 100)
}

export interface XrefEntry {
  readonly number: number
  readonly offset: number
}

/** A classic cross-reference section: runs of consecutive object numbers, entries of twenty bytes. */
export function xrefSection(entries: readonly XrefEntry[]): string {
  const runs: XrefEntry[][] = []
  for (const entry of entries.toSorted((a, b) => a.number - b.number)) {
    const run = runs.at(-1)
    if (run !== undefined && run.at(-1)?.number === entry.number - 1) run.push(entry)
    else runs.push([entry])
  }
  return `xref\n${runs.map(runText).join('')}`
}

const runText = (run: readonly XrefEntry[]): string => `${run[0]?.number ?? 0} ${run.length}\n${run.map(entryText).join('')}`

const entryText = ({ number, offset }: XrefEntry): string =>
  number === 0 ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`
