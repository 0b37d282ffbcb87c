import { type Result, err, fromBase64, fromHex, ok, toBase64, toHex } from '../core/index.ts'

/** A tree's head as the school's signing agent vouches for it: a checkpoint in a signed note (C2SP tlog-checkpoint, signed-note). */
export interface Checkpoint {
  /** Whose log: the key's name, and the line of history behind a stroke. */
  readonly origin: string
  readonly size: number
  /** 32 octets */
  readonly root: Uint8Array<ArrayBuffer>
}

export interface SignedNote {
  readonly checkpoint: Checkpoint
  /** The bytes under the signature, text with its last newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export interface NoteSignature {
  readonly name: string
  /** 4 octets, hex */
  readonly keyHash: string
  readonly signature: Uint8Array<ArrayBuffer>
}

/** A C2SP verifier key: `<name>+<8 hex>+<base64 of 0x01 and the Ed25519 public key>`. */
export interface VerifierKey {
  readonly name: string
  readonly keyHash: string
  /** 32 octets */
  readonly publicKey: Uint8Array<ArrayBuffer>
}

export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${toBase64(root)}\n`

/** The note as it is kept and sent. */
export const signedNote = (text: string, key: Pick<VerifierKey, 'name' | 'keyHash'>, signature: Uint8Array): string =>
  `${text}\n— ${key.name} ${toBase64(Uint8Array.of(...fromHex(key.keyHash), ...signature))}\n`

/** Strict: nothing but the three lines and well-formed signatures. */
export function parseNote(note: string): Result<SignedNote, 'note.malformed'> {
  const [, text, below] = /^((?:[^\n]+\n){3})\n((?:— [^\s+]+ [A-Za-z0-9+/]+={0,2}\n)+)$/.exec(note) ?? []
  if (text === undefined || below === undefined) return err('note.malformed')
  const [origin = '', size = '', rootText = ''] = text.split('\n')
  const root = fromBase64(rootText)
  if (!/^(0|[1-9]\d{0,14})$/.test(size) || root?.length !== 32) return err('note.malformed')
  const signatures = below
    .trimEnd()
    .split('\n')
    .map((line) => signatureOf(line))
  if (signatures.some((one) => one === undefined)) return err('note.malformed')
  return ok({ checkpoint: { origin, size: Number(size), root }, text, signatures: signatures.filter((one) => one !== undefined) })
}

function signatureOf(line: string): NoteSignature | undefined {
  const [, name = '', body = ''] = line.split(' ')
  const bytes = fromBase64(body)
  if (bytes?.length !== 68) return undefined
  return { name, keyHash: toHex(bytes.slice(0, 4)), signature: bytes.slice(4) }
}

export function parseVerifierKey(text: string): VerifierKey | undefined {
  const [, name, keyHash, body] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text.trim()) ?? []
  const bytes = body === undefined ? undefined : fromBase64(body)
  if (name === undefined || keyHash === undefined || bytes?.length !== 33 || bytes[0] !== 1) return undefined
  return { name, keyHash, publicKey: bytes.slice(1) }
}

/** Checks Ed25519 over `text`. */
export type CheckSignature = (publicKey: Uint8Array, signature: Uint8Array, text: Uint8Array) => boolean | Promise<boolean>

/** A checkpoint has three short lines; whatever is longer is not remembered. */
const longestRemembered = 1_024

/** The files of a batch carry the same checkpoint: what was checked of exactly these bytes is not computed again. */
export function remembering(check: CheckSignature, most = 64): CheckSignature {
  const known = new Map<string, boolean>()
  return async (publicKey, signature, text) => {
    if (text.length > longestRemembered) return check(publicKey, signature, text)
    const bytes = [publicKey, signature, text].map(toHex).join()
    const holds = known.get(bytes) ?? (await check(publicKey, signature, text))
    known.set(bytes, holds)
    for (const oldest of known.keys()) if (known.size > most) known.delete(oldest)
    return holds
  }
}

/** The checkpoint of a note that the key signed, of that key's own log. */
export async function openNote(
  note: string,
  key: VerifierKey,
  check: CheckSignature,
): Promise<Result<Checkpoint, 'note.malformed' | 'note.signature'>> {
  const parsed = parseNote(note)
  if (!parsed.ok) return parsed
  const { checkpoint, text, signatures } = parsed.value
  const mine = signatures.find(({ name, keyHash }) => name === key.name && keyHash === key.keyHash)
  const isOwn = checkpoint.origin === key.name || checkpoint.origin.startsWith(`${key.name}/`)
  if (!mine || !isOwn || !(await check(key.publicKey, mine.signature, new TextEncoder().encode(text)))) return err('note.signature')
  return ok(checkpoint)
}
