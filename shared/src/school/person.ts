import type { Role } from '../access/role.ts'

export interface Person {
  /** The account name: `gv.toan`. People are named by it on the wire and in the log. */
  readonly id: string
  readonly name: string
  /** What is printed under a signature: `Hiệu trưởng`, `Giáo viên`. */
  readonly title: string
  readonly roles: readonly Role[]
  /** The citizen id (or, for the organisation, tax code) that stands in the subject UID of the person's certificate. */
  readonly uid: string
}
