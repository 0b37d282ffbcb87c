import { sameDigest } from './digest.ts'

/** How far the memory of a file with room behind it is written. */
const written = new WeakMap<ArrayBufferLike, number>()

/** Remembers that what follows the file in its memory is free: its next signature is appended there. */
export function keepRoom<T extends Uint8Array>(file: T): T {
  written.set(file.buffer, file.byteOffset + file.length)
  return file
}

/**
 * The file with `more` octets behind it, whatever they hold: where it stands if the room there is free, else elsewhere. The room is
 * given away once: who appends to the same file again, or to an earlier state of it, gets a copy.
 */
export function roomBehind(file: Uint8Array, more: number): Buffer<ArrayBuffer> {
  const { buffer, byteOffset, length } = file
  const end = byteOffset + length
  if (buffer instanceof ArrayBuffer && written.get(buffer) === end && end + more <= buffer.byteLength) {
    written.delete(buffer)
    return Buffer.from(buffer, byteOffset, length + more)
  }
  const copy = Buffer.allocUnsafeSlow(length + more)
  copy.set(file)
  sameDigest(file, copy)
  return copy
}

/** The file with these octets behind it, and room behind them if the file had it. */
export function appended(file: Uint8Array, octets: Uint8Array): Buffer {
  const longer = roomBehind(file, octets.length)
  longer.set(octets, file.length)
  return keepRoom(longer)
}
