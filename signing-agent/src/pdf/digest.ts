import { type Hash, createHash } from 'node:crypto'
import { press } from './press.ts'

/** SHA-256 over the octets of a memory from `start` to `end`, to go on with. */
interface Begun {
  readonly hash: Hash
  readonly start: number
  readonly end: number
}

/** A file only grows, and each signature is over all that stood before it: nobody reads the pages again for the next one. */
const begun = new WeakMap<ArrayBufferLike, Begun>()

/** SHA-256 over the first `end` octets of a file, to go on with. They do not change any more. */
export function sha256To(file: Uint8Array, end: number): Hash {
  const known = begun.get(file.buffer)
  const isUsable = known?.start === file.byteOffset && known.end <= end
  const { hash, end: from } = isUsable ? known : beginningOf(file, end)
  hash.update(file.subarray(from, end))
  begun.set(file.buffer, { hash, start: file.byteOffset, end })
  return hash.copy()
}

/** What is known of a file is known of its copy. */
export function sameDigest(file: Uint8Array, copy: Uint8Array): void {
  const known = begun.get(file.buffer)
  if (known?.start !== file.byteOffset || known.end > file.length) return
  begun.set(copy.buffer, { hash: known.hash.copy(), start: copy.byteOffset, end: known.end })
}

/** Fonts are most of a file, and all files begin with them. */
let fonts: Hash | undefined

function beginningOf(file: Uint8Array, end: number): Pick<Begun, 'hash' | 'end'> {
  const { beginning } = press
  const isKnown = beginning.length <= end && Buffer.compare(beginning, file.subarray(0, beginning.length)) === 0
  if (!isKnown) return { hash: createHash('sha256'), end: 0 }
  fonts ??= createHash('sha256').update(beginning)
  return { hash: fonts.copy(), end: beginning.length }
}
