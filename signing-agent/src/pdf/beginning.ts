import { type Hash, createHash } from 'node:crypto'
import { press } from './press.ts'

/** The state of SHA-256 after the fonts, which most of a file is and all files begin with. */
let begun: Hash | undefined

/** SHA-256 over the first `end` octets of a file, to go on with. */
export function sha256To(file: Uint8Array, end: number): Hash {
  const { beginning } = press
  const isKnown = beginning.length <= end && Buffer.compare(beginning, file.subarray(0, beginning.length)) === 0
  if (!isKnown) return createHash('sha256').update(file.subarray(0, end))
  begun ??= createHash('sha256').update(beginning)
  return begun.copy().update(file.subarray(beginning.length, end))
}
