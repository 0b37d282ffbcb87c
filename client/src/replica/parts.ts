import type { Doc } from 'yjs'
import type { LinkEvents } from '../link/index.ts'
import type { LocalStore, OwnWindow } from '../local/index.ts'
import type { ReplicaLink } from './link-port.ts'

/** What a replica is made of; the clock and the link are passed in. */
export interface ReplicaParts {
  readonly gridId: string
  readonly store: LocalStore
  readonly window: OwnWindow
  /** Milliseconds since 1970, this computer's clock. */
  readonly now: () => number
  readonly link: (confirmed: Doc, events: LinkEvents) => ReplicaLink
  /** Calls back after a pause in milliseconds; returns how to give up. */
  readonly later: (pause: number, run: () => void) => () => void
}
