import type { Party, Slot } from '../amendment/amendment.ts'
import { type Result, err, ok } from '../core/result.ts'
import type { Office, PolicyProfile } from './profile.ts'

const slots: readonly Slot[] = ['witness1', 'witness2', 'approver']

/**
 * The people of an amendment: all distinct and none of them the requester; where a person would hold two slots,
 * the slot passes to the next office the profile names. Refused when an office is vacant and has no substitute.
 */
export function partiesOf(
  profile: PolicyProfile,
  requester: string,
  holder: (office: Office) => string | undefined,
  delegated: boolean,
): Result<readonly Party[], Slot> {
  const offices = delegated ? profile.delegated : profile.amendment
  const parties: Party[] = []
  for (const slot of slots) {
    const taken = new Set([requester, ...parties.map((party) => party.user)])
    const user = offices[slot].map(holder).find((one) => one !== undefined && !taken.has(one))
    if (user === undefined) return err(slot)
    parties.push({ slot, user, done: false })
  }
  return ok(parties)
}
