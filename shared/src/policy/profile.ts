import type { Slot } from '../amendment/amendment.ts'
import type { SigningRole } from '../signing/role.ts'

/** Who may fill a slot: the head of a list that is free and not the requester takes it. */
export type Office = 'principal' | 'vice-principal' | 'homeroom-teacher' | 'registrar' | 'records-officer'

/** A regulation as data (design: five regulations, one program). */
export interface PolicyProfile {
  readonly id: string
  readonly rulebook: 'TT22/2021'
  /** Who signs a grid and a transcript, in order. */
  readonly signing: {
    readonly grid: readonly SigningRole[]
    readonly homeroomGrid: readonly SigningRole[]
    readonly transcript: readonly SigningRole[]
  }
  /** For each slot of an amendment, the offices in order of preference. */
  readonly amendment: { readonly [slot in Slot]: readonly Office[] }
  /** The same when the vice-principal approves by delegation. */
  readonly delegated: { readonly [slot in Slot]: readonly Office[] }
}
