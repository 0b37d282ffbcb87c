import type { OutboxRow, Row } from '../outbox/index.ts'

/** What the status line says (contract, Pages). */
export type SaveState = 'saving' | 'local' | 'saved' | 'signed-out' | 'read-only' | 'refused'

export interface ReplicaStatus<R extends Row = OutboxRow> {
  readonly state: SaveState
  /** Actions of this user that the server has not acknowledged. */
  readonly pending: number
  readonly refused: readonly R[]
  readonly online: boolean
  /** The browser keeps nothing: unsent work is lost when the window closes, and the page must say so. */
  readonly memoryOnly: boolean
}

/** What one status line says of several documents: the worst that is true of any, and what waits in all together. */
export function jointStatus(statuses: readonly ReplicaStatus<Row>[]): ReplicaStatus<Row> {
  return {
    state: worst.find((state) => statuses.some((status) => status.state === state)) ?? 'saved',
    pending: statuses.reduce((sum, status) => sum + status.pending, 0),
    refused: statuses.flatMap((status) => status.refused),
    online: statuses.every((status) => status.online),
    memoryOnly: statuses.some((status) => status.memoryOnly),
  }
}

const worst: readonly SaveState[] = ['signed-out', 'saving', 'local', 'refused', 'read-only', 'saved']

export interface StatusFacts<R extends Row> {
  readonly pending: number
  readonly refused: readonly R[]
  readonly online: boolean
  readonly stored: boolean
  readonly memoryOnly: boolean
  readonly signedOut: boolean
  readonly writable: boolean
}

/** "Saved" is said when nothing waits for an acknowledgement, and for no other reason. */
export function statusOf<R extends Row>(facts: StatusFacts<R>): ReplicaStatus<R> {
  const { pending, refused, online, memoryOnly } = facts
  return { state: stateOf(facts), pending, refused, online, memoryOnly }
}

function stateOf({ pending, refused, online, stored, signedOut, writable }: StatusFacts<Row>): SaveState {
  if (signedOut) return 'signed-out'
  if (pending > 0) return !online && stored ? 'local' : 'saving'
  if (refused.length > 0) return 'refused'
  return writable ? 'saved' : 'read-only'
}
