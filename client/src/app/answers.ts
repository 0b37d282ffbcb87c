import type { Role } from '@hocba/shared/access'
import type { Amendment } from '@hocba/shared/amendment'
import type { CellValue, ColumnId, ColumnValue, GridState, Term } from '@hocba/shared/grid'
import type { TranscriptState } from '@hocba/shared/issue'
import type { SubjectKind } from '@hocba/shared/school'
import type { JobKind, SigningRole } from '@hocba/shared/signing'
import type { LegalBasis } from '@hocba/shared/verify'

/** The shapes of the server's answers, as /api/openapi.json documents them. */

export interface User {
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
}

export interface Me {
  readonly user: User
  readonly expiresAt: string
  readonly freshUntil: string
  readonly classes: readonly { readonly id: string; readonly homeroom?: true }[]
  readonly year: string
  readonly demo: boolean
  /** What the account owes before anything else. */
  readonly duty?: 'password' | 'second-factor'
  readonly children?: readonly { readonly id: string; readonly name: string }[]
}

/** A computer that signs for me with a key of mine. */
export interface PairedComputer {
  readonly id: string
  readonly name: string
  readonly pairedAt: string
  /** `null` when it has not asked for anything since the server was started. */
  readonly seenAt: string | null
}

export interface PairingOffer {
  readonly code: string
  readonly expiresAt: string
}

export interface SessionLine {
  readonly id: string
  /** `Chrome, Windows`; empty for a program. */
  readonly device: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly current: boolean
}

/** One look into a student's records. */
export interface ReadLine {
  readonly record: string
  readonly at: string
  readonly user: string
  readonly name: string
}

/** An account as its administrator sees it. */
export interface AccountLine extends PersonLine {
  readonly secondFactor: 'none' | 'required' | 'enrolled'
  readonly oneTime?: true
  readonly resetAskedBy?: string
}

export interface CertificateLine {
  readonly id: string
  readonly account: string
  readonly holder: string
  readonly state: 'declared' | 'approved' | 'disabled'
  readonly name: string
  readonly issuer: string
  readonly serial: string
  readonly notBefore: string
  readonly notAfter: string
  readonly approved: CertificateApproval | null
  /** Oldest first. */
  readonly earlier?: readonly CertificateApproval[]
  readonly disabled: {
    readonly at: string
    readonly reason: string
    readonly minutes: string
    readonly minutesDate?: string
    readonly minutesText?: string
  } | null
}

export interface CertificateApproval {
  readonly by: string
  readonly at: string
  readonly basis: LegalBasis
}

export interface SecondFactorState {
  readonly enrolled: boolean
  readonly required: boolean
  readonly asked: boolean
  readonly recoveryLeft: number
}

/** What a visitor may know before signing in. */
export interface Greeting {
  readonly demo: boolean
  readonly school?: string
}

export interface PersonLine extends User {
  readonly title: string
}

/** The heading of prescribed forms. */
export interface SchoolLine {
  readonly name: string
  readonly authority: string
  readonly place: string
  /** `2025-2026` */
  readonly year: string
}

export interface ClassLine {
  readonly id: string
  readonly grade: number
}

export interface GridLine {
  readonly id: string
  readonly className: string
  readonly subject: string
  readonly subjectName: string
  readonly kind: SubjectKind
  readonly term: Term
  readonly state: GridState
  readonly epoch: number
  readonly version: number
  readonly canWrite: boolean
  readonly filled: number
  readonly total: number
  readonly teachers: readonly string[]
}

export interface ColumnLine {
  readonly id: ColumnId
  readonly name: string
  readonly value: ColumnValue
}

export interface GridCard {
  readonly id: string
  readonly year: string
  readonly className: string
  readonly subject: string
  readonly subjectName: string
  readonly kind: SubjectKind
  readonly term: Term
  readonly state: GridState
  readonly epoch: number
  readonly version: number
  readonly rights: { readonly write: boolean; readonly lock: boolean; readonly freeze: boolean; readonly amend: boolean }
  readonly columns: readonly ColumnLine[]
  readonly students: readonly { readonly id: string; readonly name: string }[]
  readonly teachers: readonly { readonly id: string; readonly name: string }[]
}

export interface Completeness {
  readonly missing: readonly string[]
  readonly remarks: readonly string[]
}

export type OrderAction = 'lock' | 'unlock' | 'freeze' | 'issue' | 'revoke' | 'erase'

export type OrderScope =
  | { readonly grids: readonly string[] }
  | { readonly transcripts: readonly string[] }
  | { readonly entries: readonly number[] }
  | { readonly class?: string; readonly term?: Term; readonly year?: string }

export interface Order {
  readonly id: string
  readonly action: OrderAction
  readonly grids: readonly string[]
  readonly transcripts: readonly string[]
  readonly scope: OrderScope
  readonly reason: string
  readonly by: string
  readonly at: string
  readonly until?: string
  readonly executed: readonly string[]
}

export interface ProgressLine {
  readonly grid: string
  readonly className: string
  readonly subject: string
  readonly subjectName: string
  readonly term: Term
  readonly state: GridState
  readonly filled: number
  readonly total: number
  readonly teachers: readonly string[]
  readonly signed: number
  readonly signers: number
}

export interface Artefact {
  readonly kind: 'xml' | 'pdf'
  readonly version: number
  readonly state: 'signing' | 'signed' | 'superseded'
  readonly signedBy: readonly SigningRole[]
  /** Who has still to sign, in signing order. */
  readonly missing: readonly { readonly role: SigningRole; readonly person: string }[]
  readonly url: string
}

export interface AmendmentView extends Amendment {
  /** What the caller may do now. */
  readonly next: 'witness' | 'approve' | 'apply' | null
}

export interface JobLine {
  readonly id: string
  readonly kind: JobKind
  readonly subject: string
  readonly version: number
  readonly role: SigningRole
  readonly digest: string
  readonly title: string
  readonly className: string
  readonly signerName: string
  readonly students: number
}

export interface Batch {
  readonly id: string
  readonly state: 'waiting' | 'signing' | 'done' | 'failed'
  readonly total: number
  readonly done: number
  readonly failed: readonly { readonly job: string; readonly code: string }[]
}

export interface TranscriptLine {
  readonly id: string
  readonly version: number
  readonly student: string
  readonly name: string
  readonly className: string
  readonly state: TranscriptState
  readonly artefacts: readonly Artefact[]
  readonly promotion: string | null
  readonly study: string | null
  readonly title: string | null
  readonly signed: number
  readonly signers: number
}

export interface StudentMarks {
  readonly student: { readonly id: string; readonly name: string }
  readonly grids: readonly {
    readonly subject: string
    readonly subjectName: string
    readonly term: Term
    readonly state: GridState
    readonly columns: readonly ColumnLine[]
    readonly values: { readonly [column: string]: CellValue }
    readonly tb: CellValue
    readonly cn?: CellValue
    readonly remark: string
  }[]
}
