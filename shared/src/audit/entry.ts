import { canonicalJson, fromBase64, fromHex, toHex } from '../core/index.ts'
import { type Hash, leafInput } from '../log/index.ts'
import { AuditFault, type AuditPlace } from './fault.ts'
import type { Line } from './lines.ts'

export type AuditLeaf = Line<'entry'>['leaf']
export type AuditRowPlace = NonNullable<AuditLeaf['place']>

/** What the checks need of cryptography; the browser, Node and tests bring their own. */
export interface AuditCrypto {
  readonly sha256: Hash
  /** HMAC-SHA256, hex. */
  readonly hmac: (key: Uint8Array, bytes: Uint8Array) => string
}

/** An entry whose commitments have been opened. */
export interface AuditEntry {
  readonly place: AuditPlace & { readonly entry: number }
  readonly index: number
  readonly leaf: AuditLeaf
  /** Leaf hash. */
  readonly hash: Uint8Array
  readonly changes: readonly unknown[]
  readonly erased: boolean
  /** Who stands behind the actor's random name. */
  readonly user: string
}

/** A line of type `entry` parsed from canonical text keeps its members' order, so its leaf's text is what `JSON.stringify` gives. */
export function leafHashOf(leaf: AuditLeaf, { sha256 }: AuditCrypto): Uint8Array {
  return sha256(leafInput(utf8.encode(JSON.stringify(leaf))))
}

/** @throws AuditFault `entry.commitment` */
export function openCommitments({ leaf, changes, salts, update, erased }: Line<'entry'>, place: AuditPlace, { hmac }: AuditCrypto): void {
  const fault = (): never => {
    throw new AuditFault('entry.commitment', place)
  }
  if (erased) {
    if (changes.length + salts.length > 0 || update !== null) fault()
    return
  }
  const hasUpdate = leaf.update !== null
  if (changes.length !== leaf.changes.length || salts.length !== changes.length + (hasUpdate ? 1 : 0) || hasUpdate !== (update !== null))
    fault()
  changes.forEach((change, at) => {
    if (hmac(fromHex(salts[at] ?? ''), utf8.encode(canonicalJson(change))) !== leaf.changes[at]) fault()
  })
  if (update === null) return
  const bytes = fromBase64(update)
  if (!bytes || hmac(fromHex(salts.at(-1) ?? ''), bytes) !== leaf.update) fault()
}

/** The name in leaves that this salt makes of a person. */
export const actorNameOf = (user: string, salt: string, { hmac }: AuditCrypto): string =>
  hmac(fromHex(salt), utf8.encode(user)).slice(0, 32)

export const digestOf = (bytes: Uint8Array, { sha256 }: AuditCrypto): string => toHex(sha256(bytes))

export const utf8 = new TextEncoder()
