/** A text string: UTF-16BE with byte order mark, in hexadecimal. */
export const textString = (text: string): string => `<FEFF${utf16Hex(text)}>`

const digits: string[] = []

const hexOfCode = (code: number): string => (digits[code] ??= code.toString(16).toUpperCase().padStart(4, '0'))

/** The text's UTF-16 units in hexadecimal: what the fonts take as character codes. */
export function utf16Hex(text: string): string {
  let hex = ''
  for (let index = 0; index < text.length; index++) hex += hexOfCode(text.charCodeAt(index))
  return hex
}

/** `D:20260620080000+07'00'` from RFC 3339 with zone. */
export function pdfDate(time: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|([+-]\d\d):(\d\d))$/.exec(time)
  if (!match) throw new TypeError('a PDF date needs RFC 3339 with zone')
  const [, year, month, day, hour, minute, second, zone, zoneHour, zoneMinute] = match
  return `D:${year}${month}${day}${hour}${minute}${second}${zone === 'Z' ? "+00'00'" : `${zoneHour}'${zoneMinute}'`}`
}

/** Two decimals at most, no exponent. */
export const num = (value: number): string => String(Math.round(value * 100) / 100)
