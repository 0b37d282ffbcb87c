import { createHmac, hash, randomFillSync } from 'node:crypto'
import { type Leaf, leafText } from '@hocba/shared/log'

/** What a leaf says openly; the rest of a row is committed to. */
export type Cover = Omit<Leaf, 'v' | 'changes' | 'update'>

/** What stands behind a leaf's commitments. */
export interface Body {
  /** Each as canonical JSON. */
  readonly changes: readonly string[]
  readonly update: Uint8Array | null
}

export interface Sealed {
  readonly text: string
  /** RFC 6962 leaf hash. */
  readonly leaf: Buffer
  /** One of 32 octets for each change, then one for the update. */
  readonly salts: Buffer
}

const saltBytes = 32
/** Of SHA-256. */
const blockBytes = 64

const pool = Buffer.alloc(64 * 1024)
let used = pool.length

/** Random octets, asked of the system many at a time; each is given out once. */
function chance(count: number): Buffer {
  if (count > pool.length) return randomFillSync(Buffer.alloc(count))
  if (used + count > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += count
  return Buffer.from(pool.subarray(used - count, used))
}

/** Makes the leaf of a new row, with fresh salts. */
export function seal(cover: Cover, body: Body): Sealed {
  const salts = chance(saltBytes * (body.changes.length + (body.update ? 1 : 0)))
  const text = leafText(leafOf(cover, body, salts))
  return { text, salts, leaf: leafHash(text) }
}

/** The leaf of a row that was sealed with these salts. */
export function leafOf(cover: Cover, { changes, update }: Body, salts: Uint8Array): Leaf {
  const salt = (at: number): Uint8Array => salts.subarray(at * saltBytes, (at + 1) * saltBytes)
  return {
    ...cover,
    v: 1,
    changes: changes.map((change, at) => commitment(salt(at), change)),
    update: update && commitment(salt(changes.length), update),
  }
}

/** RFC 6962: a zero octet, which is U+0000 in UTF-8, and the entry. */
export const leafHash = (text: string): Buffer => sha256(`\0${text}`)

/** By way of a string, which Node hands over in a third of the time of a buffer. */
export const sha256 = (bytes: Uint8Array | string): Buffer => Buffer.from(hash('sha256', bytes, 'binary'), 'binary')

/** Room for one block of HMAC and what it is over; grows with the largest value. */
let scratch = Buffer.alloc(blockBytes + 8 * 1024)

/** HMAC-SHA256 (RFC 2104) of two single hashes: an Hmac object for each value costs more than its hashing. */
function commitment(salt: Uint8Array, value: string | Uint8Array): string {
  const most = typeof value === 'string' ? value.length * 3 : value.length
  if (scratch.length < blockBytes + most) scratch = Buffer.alloc(blockBytes + most * 2)
  pad(salt, 0x36)
  const length = typeof value === 'string' ? scratch.write(value, blockBytes) : copied(value)
  const inner = hash('sha256', scratch.subarray(0, blockBytes + length), 'binary')
  pad(salt, 0x5c)
  scratch.write(inner, blockBytes, 'binary')
  return hash('sha256', scratch.subarray(0, blockBytes + 32), 'hex')
}

function pad(salt: Uint8Array, octet: number): void {
  scratch.fill(octet, salt.length, blockBytes)
  for (let at = 0; at < salt.length; at += 1) scratch[at] = (salt[at] ?? 0) ^ octet
}

function copied(value: Uint8Array): number {
  scratch.set(value, blockBytes)
  return value.length
}

/** The name that stands for a person in leaves: it tells nothing, and with its salt it names nobody else. */
export const actorNameOf = (user: string, salt: Uint8Array): string => createHmac('sha256', salt).update(user).digest('hex').slice(0, 32)

/** Salts as an export lists them, hex. */
export const saltsOf = (salts: Uint8Array): readonly string[] =>
  Array.from({ length: salts.length / saltBytes }, (_, at) =>
    Buffer.from(salts.subarray(at * saltBytes, (at + 1) * saltBytes)).toString('hex'),
  )
