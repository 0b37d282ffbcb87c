import type { CellKey, CellValue, GridId } from '../grid/index.ts'
import type { AmendmentState } from './machine.ts'

export type Slot = 'witness1' | 'witness2' | 'approver'

export interface Party {
  readonly slot: Slot
  readonly user: string
  readonly done: boolean
  readonly at?: string
}

export interface CellChange {
  readonly cell: CellKey
  readonly before: CellValue
  readonly after: CellValue
}

/** A correction after the freeze: what everybody consents to is named by `digest`. */
export interface Amendment {
  readonly id: string
  readonly grid: GridId
  /** The epoch and version the request was made on; a later one makes it stale. */
  readonly epoch: number
  readonly changes: readonly CellChange[]
  readonly reason: string
  readonly requester: string
  readonly at: string
  readonly digest: string
  readonly state: AmendmentState
  readonly parties: readonly Party[]
  readonly closed?: { readonly by: string; readonly at: string; readonly reason: string }
  readonly applied?: { readonly at: string; readonly seq: number; readonly version: number }
}

/** The content that every party consents to; its canonical JSON is hashed. */
export const amendmentContent = (
  amendment: Pick<Amendment, 'id' | 'grid' | 'epoch' | 'changes' | 'reason' | 'requester' | 'at'>,
): object => ({
  id: amendment.id,
  grid: amendment.grid,
  epoch: amendment.epoch,
  changes: amendment.changes,
  reason: amendment.reason,
  requester: amendment.requester,
  at: amendment.at,
})

/** Which act is open to `user` now, or `null`. */
export function nextAct(amendment: Amendment, user: string): 'witness' | 'approve' | 'apply' | null {
  const mine = (slots: readonly Slot[]): boolean =>
    amendment.parties.some((party) => slots.includes(party.slot) && party.user === user && !party.done)
  if (amendment.state === 'requested' && mine(['witness1', 'witness2'])) return 'witness'
  if (amendment.state === 'witnessed' && mine(['approver'])) return 'approve'
  if (amendment.state === 'approved' && amendment.requester === user) return 'apply'
  return null
}
