import type { SubjectId } from './subject.ts'

/**
 * What ties a person to a class, subject, group or student (001 art. 4.2c): rights follow assignments and end with them.
 * Dates are `YYYY-MM-DD`, both inclusive; `until` is absent while the assignment lasts.
 */
export type Assignment = {
  readonly person: string
  readonly from: string
  readonly until?: string
} & AssignmentScope

export type AssignmentScope =
  | { readonly kind: 'teaches'; readonly class: string; readonly subject: SubjectId }
  | { readonly kind: 'homeroom'; readonly class: string }
  | { readonly kind: 'heads'; readonly subjects: readonly SubjectId[] }
  | { readonly kind: 'guards'; readonly student: string }
  /** The principal's delegation of orders and approvals (000 art. 7.1). */
  | { readonly kind: 'delegate' }

/** The assignments in force on a day. */
export const inForce = (assignments: readonly Assignment[], day: string): readonly Assignment[] =>
  assignments.filter((one) => one.from <= day && (one.until === undefined || day <= one.until))
