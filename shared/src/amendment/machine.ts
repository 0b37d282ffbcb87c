import type { Transitions } from '../core/machine.ts'

export type AmendmentState = 'requested' | 'witnessed' | 'approved' | 'applied' | 'rejected' | 'withdrawn'

/** `witness` leads on only when every witness has consented; the caller raises it then. */
export type AmendmentEvent = 'witness' | 'approve' | 'apply' | 'reject' | 'withdraw'

/** Witnesses first, then the approver, then the change in the requester's own session (004 II.2). */
export const amendmentMachine: Transitions<AmendmentState, AmendmentEvent> = {
  requested: { witness: 'witnessed', reject: 'rejected', withdraw: 'withdrawn' },
  witnessed: { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' },
  approved: { apply: 'applied', withdraw: 'withdrawn' },
  applied: {},
  rejected: {},
  withdrawn: {},
}
