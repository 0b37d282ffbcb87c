import type { CellKey } from '@hocba/shared/grid'
import { type Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as encoding from 'lib0/encoding'
import { messageType } from '@hocba/shared/wire'

/** Somebody else who has the grid open. Who they are is stamped by the server; a client says only where its cursor is. */
export interface Presence {
  readonly client: number
  readonly user: { readonly id: string; readonly name: string }
  readonly cell: CellKey | null
  /** The corners of what they have selected, as `student/column`, when it is more than the cell. */
  readonly range: readonly [string, string] | null
}

/** The others as far as the server vouches for them: a state without its stamp is not shown. */
export function presenceOf(awareness: Awareness): readonly Presence[] {
  const others: Presence[] = []
  for (const [client, state] of awareness.getStates()) {
    if (client === awareness.clientID) continue
    const { user, cell, range } = state as Claimed
    if (typeof user?.id !== 'string' || typeof user.name !== 'string') continue
    others.push({
      client,
      user: { id: user.id, name: user.name },
      cell: typeof cell === 'string' ? (cell as CellKey) : null,
      range: rangeOf(range),
    })
  }
  return others
}

interface Claimed {
  readonly user?: { readonly id?: unknown; readonly name?: unknown }
  readonly cell?: unknown
  readonly range?: unknown
}

function rangeOf(range: unknown): Presence['range'] {
  if (!Array.isArray(range)) return null
  const [from, to]: readonly unknown[] = range
  return typeof from === 'string' && typeof to === 'string' ? [from, to] : null
}

/** The frame that tells the server our own cursor, and nobody else's: relaying others is the server's work. */
export function ownAwareness(awareness: Awareness): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, messageType.awareness)
  encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [awareness.clientID]))
  return encoding.toUint8Array(encoder)
}
