import type { EventKind } from '@hocba/shared/log'
import type { SchoolEvent } from '../store/port.ts'

interface By {
  readonly actor: { readonly id: string }
  readonly session: { readonly id: string }
}

/** An event by a person in a session (I7). */
export const eventOf = (
  kind: EventKind,
  { actor, session }: By,
  at: string,
  body: SchoolEvent['body'],
  digest: string | null = null,
): SchoolEvent => ({
  kind,
  actor: actor.id,
  session: session.id,
  at,
  cause: null,
  digest,
  body,
})
