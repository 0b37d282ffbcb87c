import { type Result, err, fromBase64, fromHex, ok, toBase64, toHex } from '../core/index.ts'
import { type Leaf, leafText } from './leaf.ts'
import { type CheckSignature, type Checkpoint, type VerifierKey, openNote, parseNote } from './note.ts'
import { type AnyHash, isIncluded, leafInput } from './tree.ts'

/** That an entry stands in the log, for whoever has nothing but this and the school's key: in signed files and receipts. */
export interface LogProof {
  /** Place of the entry in the log, from 0. */
  readonly index: number
  /** The leaf as it was hashed. */
  readonly leaf: string
  /** Siblings from the leaf upwards, hex. */
  readonly path: readonly string[]
  /** The checkpoint that the path leads to, as its signed note. */
  readonly note: string
}

const header = 'c2sp.org/tlog-proof@v1'

/** The proof as one text (C2SP tlog-proof); `extra` carries the leaf. */
export const proofText = ({ index, leaf, path, note }: LogProof): string =>
  [
    header,
    `extra ${toBase64(new TextEncoder().encode(leaf))}`,
    `index ${index}`,
    ...path.map((node) => toBase64(fromHex(node))),
    '',
    note,
  ].join('\n')

const shape =
  /^c2sp\.org\/tlog-proof@v1\nextra ([A-Za-z0-9+/]+={0,2})\nindex (0|[1-9]\d{0,14})\n((?:[A-Za-z0-9+/]{43}=\n){0,64})\n([\s\S]+)$/

/** Strict: gives back only what `proofText` writes. */
export function parseProof(text: string): Result<LogProof, 'proof.malformed'> {
  const [, extra = '', index = '', hashes = '', note = ''] = shape.exec(text) ?? []
  const leaf = fromBase64(extra)
  const nodes = hashes.split('\n').slice(0, -1).map(fromBase64)
  if (leaf === undefined || nodes.some((node) => node?.length !== 32)) return err('proof.malformed')
  const path = nodes.flatMap((node) => (node === undefined ? [] : [toHex(node)]))
  const proof = { index: Number(index), leaf: new TextDecoder().decode(leaf), path, note }
  return parseNote(note).ok && proofText(proof) === text ? ok(proof) : err('proof.malformed')
}

/** What a proof says once its arithmetic holds; whether the school signed the checkpoint is asked apart. */
export interface Proven {
  readonly leaf: Leaf
  readonly checkpoint: Checkpoint
}

export type ProofFault = 'proof.malformed' | 'proof.path'

/** Computes the checkpoint's root again from the leaf and its path. */
export async function openProof({ index, leaf, path, note }: LogProof, hash: AnyHash): Promise<Result<Proven, ProofFault>> {
  const parsed = parseNote(note)
  const read = readLeaf(leaf)
  if (!parsed.ok || read === undefined || !path.every((node) => /^[0-9a-f]{64}$/.test(node))) return err('proof.malformed')
  const { checkpoint } = parsed.value
  const leafHash = await hash(leafInput(new TextEncoder().encode(leaf)))
  const proof = { index, size: checkpoint.size, leaf: leafHash, path: path.map(fromHex) }
  return (await isIncluded(proof, checkpoint.root, hash)) ? ok({ leaf: read, checkpoint }) : err('proof.path')
}

/** `foreign`: no signature by this key, as when the file is another school's. */
export type NoteStanding = 'signed' | 'forged' | 'foreign'

/** Whether the school's key signed the checkpoint. */
export async function standingOf(note: string, key: VerifierKey, check: CheckSignature): Promise<NoteStanding> {
  const parsed = parseNote(note)
  if (!parsed.ok) return 'forged'
  if (!parsed.value.signatures.some(({ name, keyHash }) => name === key.name && keyHash === key.keyHash)) return 'foreign'
  return (await openNote(note, key, check)).ok ? 'signed' : 'forged'
}

/** A leaf has one spelling, and is nothing but what `leafText` writes. */
function readLeaf(text: string): Leaf | undefined {
  try {
    const leaf = JSON.parse(text) as Leaf
    return leaf.v === 1 && leafText(leaf) === text ? leaf : undefined
  } catch {
    return undefined
  }
}
