import { Deviation } from './deviation.ts'
import type { Sections, Span } from './section.ts'

/** Who may write under which Yjs client id in this document; the caller binds the ids of accepted updates for good. */
export interface ClientBindings {
  ownerOf(client: number): string | undefined
}

/** The client ids that bring something new; each is free or this user's own (GATE-2, REMARK-2). */
export function newClients<S extends Span>(sections: Sections<S>, bindings: ClientBindings, user: string): readonly number[] {
  const clients: number[] = []
  for (const { client, end, known } of sections.values()) {
    if (end <= known) continue
    const owner = bindings.ownerOf(client)
    if (owner === undefined ? known > 0 : owner !== user) throw new Deviation('update.client', 'the client id belongs to somebody else')
    clients.push(client)
  }
  return clients
}
