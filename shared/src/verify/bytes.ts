export { fromBase64, fromHex, sameBytes } from '../core/index.ts'

const encoder = new TextEncoder()

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text)

/** One character a byte (ISO 8859-1), for patterns over binary files. Widened first: no decoder of single bytes is as fast. */
export const oneCharacterEach = (bytes: Uint8Array): string =>
  new TextDecoder('utf-16le', { ignoreBOM: true }).decode(new Uint16Array(bytes))
