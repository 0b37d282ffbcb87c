import { transcode } from 'node:buffer'
import { createHash } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import type { LogProof } from '@hocba/shared/log'
import type { Snapshot } from '@hocba/shared/snapshot'
import { dataText, documentFrame, kindOf } from '@hocba/shared/xml'
import { proofIn } from './proof.ts'

/** The file of a snapshot before anybody has signed it. */
export interface UnsignedFile {
  /** Of the snapshot, lower-case hex. */
  readonly digest: string
  /** JSON of what the file carries of the log. */
  readonly proof: string
  readonly bytes: Buffer
  /** Where the first signature goes: what stands before is the same in every file of this snapshot, and so is what stands behind. */
  readonly start: number
  /** The Id of the data element. */
  readonly dataId: string
  /** Base64 SHA-256 of the data's canonical form. */
  readonly dataDigest: string
}

/** A signature that a file has. */
export interface PresentSignature {
  readonly n: number
  /** Offset of its element in the file. */
  readonly start: number
  /** The SignatureValue in base64. */
  readonly value: string
}

/** `DL-` and a UUID made of the digest: the same snapshot has the same data element in every program. */
function dataId(digest: string): string {
  const parts = [digest.slice(0, 8), digest.slice(8, 12), digest.slice(12, 16), digest.slice(16, 20), digest.slice(20, 32)]
  return `DL-${parts.join('-')}`
}

/** A snapshot never changes, and several people sign the same one. */
const written = new WeakMap<Snapshot, UnsignedFile>()

/**
 * What a file is but for its signatures; with the proof that its first signer gave it.
 * @throws Fault `digest.mismatch` for a file that does not begin with this snapshot's data
 */
export function unsignedOf(file: Uint8Array, snapshot: Snapshot, digest: string): UnsignedFile {
  const known = written.get(snapshot)
  if (known?.digest === digest && startsLike(file, known)) return known
  const unsigned = writeUnsigned(snapshot, digest, proofIn(file))
  if (!startsLike(file, unsigned)) throw new Fault('digest.mismatch')
  return unsigned
}

export function writeUnsigned(snapshot: Snapshot, digest: string, proof: LogProof | undefined): UnsignedFile {
  const proofText = JSON.stringify(proof ?? null)
  const known = written.get(snapshot)
  if (known?.digest === digest && known.proof === proofText) return known
  const id = dataId(digest)
  const { canonicalTag, tag, content } = dataText(snapshot, { id, digest, ...(proof === undefined ? {} : { proof }) })
  const [before, between, after] = documentFrame(kindOf(snapshot))
  const bytes = utf8(before + tag + content + between + after)
  // The frame and the tag are ASCII: their letters are octets.
  const start = bytes.length - after.length
  const inside = bytes.subarray(before.length + tag.length, start - between.length)
  const made = {
    digest,
    proof: proofText,
    bytes,
    start,
    dataId: id,
    dataDigest: createHash('sha256').update(canonicalTag).update(inside).digest('base64'),
  }
  written.set(snapshot, made)
  return made
}

let scratch = Buffer.alloc(0)

/** By way of UTF-16, which is written as it stands and recoded many letters at a time: Vietnamese text takes half as long. */
function utf8(text: string): Buffer {
  if (scratch.length < 2 * text.length) scratch = Buffer.allocUnsafeSlow(4 * text.length)
  return transcode(scratch.subarray(0, scratch.write(text, 'utf16le')), 'utf16le', 'utf8')
}

const startsLike = (file: Uint8Array, { bytes, start }: UnsignedFile): boolean =>
  file.length >= start && bytes.compare(file, 0, start, 0, start) === 0

const signatureStart = /<Signature xmlns="http:\/\/www\.w3\.org\/2000\/09\/xmldsig#" Id="CKS-(\d{1,2})">/y
const signatureEnd = '</Signature>'

/**
 * The signatures of the file in their order: nothing but signatures stands between its data and its end.
 * @throws Fault `digest.mismatch`
 */
export function readSignatures(bytes: Uint8Array, unsigned: UnsignedFile): readonly PresentSignature[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const end = file.length - (unsigned.bytes.length - unsigned.start)
  const isWhole = end >= unsigned.start && unsigned.bytes.compare(file, end, file.length, unsigned.start) === 0
  if (!isWhole) throw new Fault('digest.mismatch')
  // One character an octet: the offsets are those of the octets.
  const text = file.toString('latin1', unsigned.start, end)
  const found: PresentSignature[] = []
  for (let at = 0; at < text.length;) {
    signatureStart.lastIndex = at
    const n = Number(signatureStart.exec(text)?.[1] ?? Number.NaN)
    const value = valueIn(text, n, at)
    const stop = text.indexOf(signatureEnd, value.end) + signatureEnd.length
    const isNext = n > (found.at(-1)?.n ?? 0) && stop > value.end
    if (!isNext || text.slice(value.end, stop).includes('<Signature ')) throw new Fault('digest.mismatch')
    found.push({ n, start: unsigned.start + at, value: value.text })
    at = stop
  }
  return found
}

function valueIn(text: string, n: number, from: number): { readonly text: string; readonly end: number } {
  const tag = `<SignatureValue Id="GTCK-${n}">`
  const start = text.indexOf(tag, from) + tag.length
  const end = text.indexOf('<', start)
  const value = text.slice(start, end)
  if (start < from + tag.length || !/^[A-Za-z0-9+/=]+$/.test(value)) throw new Fault('digest.mismatch')
  return { text: value, end }
}
