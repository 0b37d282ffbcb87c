import type { CellValue } from '../grid/index.ts'
import type { School, Student, SubjectId, SubjectKind } from '../school/index.ts'
import type { Signer } from '../signing/role.ts'

export type Level = 'T' | 'K' | 'D' | 'CD'

export interface ThreeTerms<T> {
  readonly hk1: T
  readonly hk2: T
  readonly cn: T
}

/** How a teacher's signature under a frozen grid reaches the transcript (001 art. 14.5, contract: Signing). */
export interface Attestation {
  readonly grid: string
  readonly version: number
  readonly digest: string
  readonly person: string
  /** RFC 4514 subject of the certificate. */
  readonly certificate: string
  readonly time: string
  /** Base64 SignatureValue of the teacher's XML signature. */
  readonly signatureValue: string
}

export interface TranscriptSubject extends ThreeTerms<CellValue> {
  readonly id: SubjectId
  readonly name: string
  readonly kind: Extract<SubjectKind, 'scored' | 'comment'>
  readonly remark: string
  readonly attestations: readonly Attestation[]
}

/** One student's school year in the form of Circular 22. Digest as for a grid snapshot. */
export interface TranscriptSnapshot {
  readonly format: 'hocba-transcript-1'
  /** 128 random bits, hex; names the transcript in the register and in addresses. */
  readonly id: string
  readonly version: number
  readonly replaces?: string
  readonly school: School
  readonly year: string
  readonly class: string
  readonly student: Omit<Student, 'class'>
  readonly rulebook: string
  readonly createdAt: string
  readonly order: string
  readonly signers: readonly Signer[]
  readonly subjects: readonly TranscriptSubject[]
  readonly study: ThreeTerms<Level | null>
  /** Raised by Circular 22 art. 9.3. */
  readonly adjusted: ThreeTerms<boolean>
  readonly conduct: ThreeTerms<Level | null>
  /** Half-days of the year. */
  readonly absences: number
  readonly promotion: 'promoted' | 'retained' | 're-assessment' | 'summer-training' | 'decision-required' | null
  readonly title: 'XS' | 'G' | null
  readonly remark: string
  /** The frozen grids it was made from. */
  readonly sources: readonly { readonly grid: string; readonly version: number; readonly digest: string }[]
}
