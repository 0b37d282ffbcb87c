import type { CellValue, ColumnId, GridId, GridState, Term } from '../grid/index.ts'
import type { School, SubjectId, SubjectKind } from '../school/index.ts'
import type { Signer } from '../signing/role.ts'

/** A correction that is part of a later version (004 II.2: old value, new value, who, when, reason). */
export interface AmendedCell {
  readonly amendment: string
  readonly cell: string
  readonly before: CellValue
  readonly after: CellValue
  readonly reason: string
  readonly requester: string
  readonly witnesses: readonly string[]
  readonly approver: string
  readonly at: string
}

export interface SnapshotStudent {
  readonly id: string
  readonly name: string
  readonly birthDate: string
  /** One entry per stored column, `null` only where a freeze tolerated it. Marks in tenths. */
  readonly values: { readonly [column in ColumnId]?: CellValue }
  /** `tb`, and in term 2 `cn`: tenths, `D`/`CD`, or `null`; absent for the homeroom grid and in primary school, where nothing is computed. */
  readonly computed: { readonly tb?: CellValue; readonly cn?: CellValue }
  readonly remark: string
}

/**
 * What is signed when a grid is frozen. Its digest is the SHA-256 of the RFC 8785 JSON of exactly this;
 * checkpoint, layout and signing data are not part of it. Texts are NFC.
 */
export interface GridSnapshot {
  readonly format: 'hocba-grid-1'
  readonly school: School
  readonly grid: GridId
  /** `2025-2026` */
  readonly year: string
  readonly class: string
  readonly subject: { readonly id: SubjectId; readonly name: string; readonly kind: SubjectKind }
  readonly term: Term
  readonly rulebook: string
  readonly version: number
  /** The grid's own sequence of the freeze or applied amendment. */
  readonly seq: number
  readonly epoch: number
  readonly state: Extract<GridState, 'frozen'>
  readonly frozenAt: string
  /** Id of the principal's order. */
  readonly order: string
  /** Digest of the version before. */
  readonly replaces?: string
  /** In term 2: digest of term 1's snapshot, which the year average was made from. */
  readonly term1?: string
  readonly columns: readonly ColumnId[]
  readonly signers: readonly Signer[]
  readonly students: readonly SnapshotStudent[]
  readonly amendments: readonly AmendedCell[]
}
