export { fromBase64, fromHex, sameBytes } from '../core/index.ts'

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/**
 * One character a byte, for patterns over binary files: ASCII stands for itself, the upper half for some other character each.
 */
export const oneCharacterEach = (bytes: Uint8Array): string => new TextDecoder('windows-1252').decode(bytes)

export async function sha256(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)))
}
