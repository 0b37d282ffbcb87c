const [bad, upper, lower] = [0x80, 0x10, 0x20]

/** Value of a digit by its character code, and which case it is in. */
const digits = Uint8Array.from({ length: 256 }, (_, code) => {
  const char = String.fromCharCode(code)
  if (!/[0-9A-Fa-f]/.test(char)) return bad
  return Number.parseInt(char, 16) | (/[A-F]/.test(char) ? upper : 0) | (/[a-f]/.test(char) ? lower : 0)
})

/** Octets of a token `<…>` in one case only: a file has one spelling. `undefined` for any other token. */
export function readHexadecimal(token: Uint8Array): Uint8Array | undefined {
  const count = token.length - 2
  if (count < 2 || count > 65_536 || count % 2 !== 0 || token[0] !== 0x3c || token.at(-1) !== 0x3e) return undefined
  const bytes = new Uint8Array(count / 2)
  let seen = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const high = digits[token[2 * at + 1] ?? 0] ?? bad
    const low = digits[token[2 * at + 2] ?? 0] ?? bad
    bytes[at] = ((high & 0x0f) << 4) | (low & 0x0f)
    seen |= high | low
  }
  const hasBothCases = (seen & upper) !== 0 && (seen & lower) !== 0
  return (seen & bad) !== 0 || hasBothCases ? undefined : bytes
}
