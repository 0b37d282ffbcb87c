/** Base45 (RFC 9285): octets in the letters that a QR code packs best. */
const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

const letter = (value: number): string => letters.charAt(value)

export function toBase45(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 2) {
    const [first = 0, second] = bytes.subarray(at, at + 2)
    const value = second === undefined ? first : first * 256 + second
    text += letter(value % 45) + letter(Math.floor(value / 45) % 45) + (second === undefined ? '' : letter(Math.floor(value / 2025)))
  }
  return text
}

/** `undefined` for anything that `toBase45` does not write. */
export function fromBase45(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 3 === 1) return undefined
  const bytes: number[] = []
  for (let at = 0; at < text.length; at += 3) {
    const group = Array.from(text.slice(at, at + 3), (one) => letters.indexOf(one))
    const value = group.reduce((sum, digit, place) => sum + digit * 45 ** place, 0)
    if (group.includes(-1) || value > (group.length === 2 ? 0xff : 0xffff)) return undefined
    if (group.length === 3) bytes.push(Math.floor(value / 256))
    bytes.push(value % 256)
  }
  return Uint8Array.from(bytes)
}
