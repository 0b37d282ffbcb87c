/** Base64 in its only canonical form: no white space, right padding, no stray bits. `undefined` for anything else. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text === '' || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined
  const binary = atob(text)
  if (btoa(binary) !== text) return undefined
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at)
  return bytes
}

export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const octet of bytes) binary += String.fromCharCode(octet)
  return btoa(binary)
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false
  return true
}

/** Octets of hexadecimal digits that were checked before. */
export function fromHex(digits: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(digits.length / 2)
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = (digit(digits, 2 * at) << 4) | digit(digits, 2 * at + 1)
  return bytes
}

/** Lower case. */
export function toHex(bytes: Uint8Array): string {
  let digits = ''
  for (const octet of bytes) digits += hexOf[octet] ?? ''
  return digits
}

const hexOf = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'))

function digit(digits: string, at: number): number {
  const code = digits.charCodeAt(at)
  return code < 0x3a ? code - 0x30 : (code & 0xdf) - 0x37
}
