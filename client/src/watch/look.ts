import { fromHex } from '@hocba/shared/core'
import { type AnyHash, type CheckSignature, type Checkpoint, isGrown, openNote, parseVerifierKey } from '@hocba/shared/log'

/** What the server itself knows to be wrong with its log. */
export type Trouble = { readonly kind: 'rewound' | 'forked'; readonly size: number } | { readonly kind: 'altered'; readonly index: number }

export interface LogHead {
  readonly note: string | null
  readonly origin: string | null
  readonly trouble: Trouble | null
}

/** Where history began anew, and who accepted that. */
export interface Line {
  readonly line: number
  readonly at: string
  readonly by: string
  readonly reason: string
}

/** What this browser found when it compared the server's log with the checkpoint it remembers. */
export type Finding =
  | { readonly kind: 'good' }
  | { readonly kind: 'rewound' }
  | { readonly kind: 'altered'; readonly index: number }
  /** The head is not the remembered one grown, or is signed by somebody else. */
  | { readonly kind: 'rewritten'; readonly size: number }
  | { readonly kind: 'restored'; readonly line: Line }

/** What the browser remembers of the log, whoever is signed in: nothing in it is personal. */
export interface Memory {
  note: string | null
  key: string | null
}

export interface LogServer {
  head(): Promise<LogHead>
  /** The verifier key as published. */
  key(): Promise<string>
  consistency(from: number, to: number): Promise<readonly string[]>
  /** Shows the server a note that it may not know; its answer to it. */
  witness(note: string): Promise<Trouble | null>
  lines(): Promise<readonly Line[]>
}

/**
 * Compares the log with what this browser has seen of it before, and remembers the newer head if the old one continues in it (I12).
 * Only what is found by this browser's own arithmetic is called rewritten; what the server admits is told as such.
 */
export async function look(server: LogServer, memory: Memory): Promise<Finding> {
  const head = await server.head()
  const kept = await remembered(memory)
  const trouble = head.trouble ?? (kept ? await server.witness(kept.note) : null)
  if (trouble) return told(trouble)
  if (head.note === null) return good
  memory.key ??= await server.key()
  const now = await opened(head.note, memory.key)
  const rewritten: Finding = { kind: 'rewritten', size: kept?.checkpoint.size ?? 0 }
  if (!now) return rewritten
  if (kept && kept.checkpoint.origin !== now.origin) return restored(server, now)
  if (kept && now.size < kept.checkpoint.size) return good // the server has what we remember, and has just said so
  if (kept && !(await continues(server, kept.checkpoint, now))) return rewritten
  memory.note = head.note
  return good
}

const good: Finding = { kind: 'good' }

function told(trouble: Trouble): Finding {
  if (trouble.kind === 'altered') return trouble
  return trouble.kind === 'rewound' ? { kind: 'rewound' } : { kind: 'rewritten', size: trouble.size }
}

async function remembered({ note, key }: Memory): Promise<{ readonly note: string; readonly checkpoint: Checkpoint } | undefined> {
  const checkpoint = note !== null && key !== null ? await opened(note, key) : undefined
  return note !== null && checkpoint ? { note, checkpoint } : undefined
}

async function opened(note: string, key: string): Promise<Checkpoint | undefined> {
  const parsed = parseVerifierKey(key)
  const result = parsed && (await openNote(note, parsed, checkEd25519))
  return result?.ok ? result.value : undefined
}

async function continues(server: LogServer, old: Checkpoint, now: Checkpoint): Promise<boolean> {
  const path = old.size === now.size ? [] : await server.consistency(old.size, now.size)
  return isGrown(old, now, path.map(fromHex), sha256)
}

/** A new line is told to everybody once; the page remembers its head when a person has read that. */
async function restored(server: LogServer, now: Checkpoint): Promise<Finding> {
  const lines = await server.lines()
  const line = lines.find((one) => now.origin.endsWith(`/${one.line}`)) ?? lines.at(-1)
  return line ? { kind: 'restored', line } : { kind: 'rewritten', size: now.size }
}

const sha256: AnyHash = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)))

/** A browser without Ed25519 (before 2025) still does the arithmetic; the agent and other browsers check the signature. */
const checkEd25519: CheckSignature = async (raw, signature, text) => {
  try {
    const key = await crypto.subtle.importKey('raw', new Uint8Array(raw), 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(text))
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotSupportedError'
  }
}
