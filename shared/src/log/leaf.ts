/** What a row of the school's log is about; grid rows carry the grid's own sequence, events do not. */
export type GridKind = 'edit' | 'remark' | 'lock' | 'unlock' | 'freeze' | 'amend'

export const eventKinds = [
  'order',
  'amend-request',
  'amend-witness',
  'amend-approve',
  'amend-reject',
  'amend-withdraw',
  'sign',
  'initialise',
  'issue',
  'revoke',
  'replace',
  'read',
  'export',
  'account',
  'role',
  'assignment',
  'delegation',
  'certificate',
  'login-risk',
  'restore',
  'erase',
] as const

/** Events of the school beside its grids. */
export type EventKind = (typeof eventKinds)[number]

/**
 * What stands in the tree for one row: who did what, where and when, and commitments to what it changed.
 * Marks have some hundred values, so a plain hash would be plain text: `HMAC-SHA256(salt, canonical JSON of the change)`, hex, a
 * random salt of 32 octets for each. Body and salts may be erased; the leaf stays.
 */
export interface Leaf {
  readonly v: 1
  readonly kind: GridKind | EventKind
  /** RFC 3339 with zone, the server's clock. */
  readonly at: string
  /** A random name; who it stands for is kept beside the log. */
  readonly actor: string
  readonly session: string
  readonly cause: string | null
  readonly changes: readonly string[]
  /** Commitment to the author's original bytes. */
  readonly update: string | null
  /** SHA-256, hex, of what the row made: a snapshot, a transcript, a signed file. */
  readonly digest: string | null
  readonly place: Place | null
}

/** Where a grid row stands in its grid. */
export interface Place {
  readonly grid: string
  /** 1, 2, 3 … */
  readonly seq: number
  readonly epoch: number
  readonly document: 'cells' | 'remarks'
  /** Hash of the grid's leaf before, hex. */
  readonly prev: string | null
  /** Yjs client ids that the row binds to its actor. */
  readonly clients: readonly number[]
}

/** RFC 8785 text, written out by hand: it is made for every edit. */
export function leafText({ v, kind, at, actor, session, cause, changes, update, digest, place }: Leaf): string {
  const text = JSON.stringify
  return `{"actor":${text(actor)},"at":${text(at)},"cause":${text(cause)},"changes":${text(changes)},"digest":${text(digest)},"kind":"${kind}","place":${place ? placeText(place) : 'null'},"session":${text(session)},"update":${text(update)},"v":${v}}`
}

const placeText = ({ grid, seq, epoch, document, prev, clients }: Place): string =>
  `{"clients":[${clients.join()}],"document":"${document}","epoch":${epoch},"grid":${JSON.stringify(grid)},"prev":${JSON.stringify(prev)},"seq":${seq}}`
