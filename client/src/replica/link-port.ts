import type { Awareness } from 'y-protocols/awareness'

/** What a replica needs of a link; `GridLink` is one, the tests pass another. */
export interface ReplicaLink {
  readonly ready: boolean
  readonly awareness: Awareness
  sendUpdate(update: Uint8Array): void
  connect(): void
  destroy(): void
}
