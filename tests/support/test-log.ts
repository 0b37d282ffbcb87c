import { type KeyObject, createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { toHex } from '@hocba/shared/core'
import {
  type CheckSignature,
  type Leaf,
  type LogProof,
  type NodeAt,
  Prover,
  type VerifierKey,
  checkpointText,
  leafInput,
  leafText,
  nodeInput,
  parseVerifierKey,
  signedNote,
} from '@hocba/shared/log'
import type { GridSnapshot, Snapshot } from '@hocba/shared/snapshot'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/** A school's log of any entries, with a key of its own. */
export interface TestLog {
  readonly key: VerifierKey
  readonly vkey: string
  readonly check: CheckSignature
  /** The proof of one of `leaves`, under a checkpoint over all of them. */
  readonly prove: (leaves: readonly string[], index: number) => LogProof
  readonly consistency: (leaves: readonly string[], from: number) => readonly string[]
}

export function makeLog(name = 'Trường-THCS-Đống-Đa'): TestLog {
  // The name decides the key: what a test sees once it sees always.
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), sha256(Buffer.from(name))])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey)
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  const typed = Buffer.concat([Uint8Array.of(1), raw])
  const hash = createHash('sha256').update(`${name}\n`).update(typed).digest('hex').slice(0, 8)
  const vkey = `${name}+${hash}+${typed.toString('base64')}`
  const key = parseVerifierKey(vkey)
  if (!key) throw new TypeError('a verifier key')
  return {
    key,
    vkey,
    check: (_, signature, text) => verify(null, text, publicKey, signature),
    prove: (leaves, index) => proofOf(key, privateKey, leaves, index),
    consistency: (leaves, from) => proverOf(leaves).consistency(from, leaves.length).map(toHex),
  }
}

function proofOf(key: VerifierKey, privateKey: KeyObject, leaves: readonly string[], index: number): LogProof {
  const prover = proverOf(leaves)
  const text = checkpointText({ origin: `${key.name}/1`, size: leaves.length, root: Uint8Array.from(prover.root(leaves.length)) })
  const note = signedNote(text, key, sign(null, Buffer.from(text), privateKey))
  return { index, leaf: leaves[index] ?? '', path: prover.inclusion(index, leaves.length).map(toHex), note }
}

function proverOf(leaves: readonly string[]): Prover {
  const nodeAt: NodeAt = (level, place) =>
    level === 0
      ? sha256(leafInput(Buffer.from(leaves[place] ?? '')))
      : sha256(nodeInput(nodeAt(level - 1, place * 2), nodeAt(level - 1, place * 2 + 1)))
  return new Prover(nodeAt, sha256)
}

/** The entry that froze a grid, or made a transcript. */
export const leafOf = (snapshot: Snapshot, digest: string, change: Partial<Leaf> = {}): string =>
  leafText({
    v: 1,
    kind: snapshot.format === 'hocba-grid-1' ? 'freeze' : 'initialise',
    at: '2026-01-12T10:00:00.000+07:00',
    actor: '5f'.repeat(16),
    session: '7c'.repeat(16),
    cause: snapshot.order,
    changes: [],
    update: null,
    digest,
    place: snapshot.format === 'hocba-grid-1' ? placeOf(snapshot) : null,
    ...change,
  })

const placeOf = ({ grid, seq, epoch }: GridSnapshot): Leaf['place'] => ({
  grid,
  seq,
  epoch,
  document: 'cells',
  prev: 'ab'.repeat(32),
  clients: [],
})

/** Entries of no interest, to make the tree of any size. */
export const otherLeaves = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => JSON.stringify({ other: at }))
