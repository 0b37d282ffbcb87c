import type { LegalBasis } from './options.ts'
import type { SigningRole } from '../signing/index.ts'
import type { DocumentKind } from '../xml/index.ts'

/** Every line a report can have, in report order; shared/docs/spec/verify.md explains each. */
export const checkIds = [
  'input.size',
  'xml.wellformed',
  'xml.plain',
  'xml.limits',
  'xml.schema',
  'xml.structure',
  'xml.canonical',
  'xml.ids',
  'xml.references',
  'pdf.structure',
  'pdf.revisions',
  'pdf.updates',
  'pdf.fields',
  'pdf.byterange',
  'cms.structure',
  'data.digest',
  'signature.digest',
  'signature.value',
  'signature.second',
  'signature.algorithms',
  'signature.time',
  'signature.timesource',
  'timestamp.token',
  'certificate.binding',
  'certificate.path',
  'certificate.validity',
  'certificate.usage',
  'certificate.revocation',
  'certificate.present',
  'roles.declared',
  'roles.order',
  'roles.complete',
  'roles.expected',
  'log.inclusion',
  'register.state',
  'pair.digest',
] as const

export type CheckId = (typeof checkIds)[number]

export type Verdict = 'valid' | 'superseded' | 'revoked' | 'invalid' | 'unknown'

/** `note` never lowers the verdict: not asked, or said for information. */
export type Outcome = 'passed' | 'failed' | 'unknown' | 'superseded' | 'revoked' | 'note'

export interface Check {
  readonly id: CheckId
  /** `null`: not asked, informative, or not reached. */
  readonly ok: boolean | null
  /** Vietnamese: what was found and what to do. */
  readonly detail: string
  readonly outcome: Outcome
}

/** What a certificate is worth today; a signature made before it expired keeps its worth. */
export type PresentStatus = 'good' | 'expired' | 'revoked' | 'unknown' | 'untrusted'

export interface SignatureReport {
  readonly role: SigningRole | null
  /** Common name of the certificate. */
  readonly name: string
  readonly issuer: string
  /** Lower-case hex. */
  readonly serial: string
  /** RFC 3339 */
  readonly time: string | null
  readonly timeSource: 'claimed' | 'timestamped'
  /** On what decision the person signs in this role, when the school's directory said so (001 art. 6). */
  readonly basis?: LegalBasis
  /** Of the signature and its certificate at the time of signing; the verdict goes by it (001 art. 17.3b). */
  readonly status: 'good' | 'bad' | 'unknown'
  /** Of the certificate at the time of checking (001 art. 10.2a). */
  readonly now: PresentStatus
}

export interface VerifyReport {
  readonly verdict: Verdict
  readonly kind: 'xml' | 'pdf'
  readonly document: DocumentKind | null
  /** The snapshot digest that the file names; trustworthy only together with the verdict. */
  readonly digest: string | null
  readonly checks: readonly Check[]
  readonly signatures: readonly SignatureReport[]
}

/** What was read so far; survives a halt, so that a broken file still says what it claims to be. */
export interface Seen {
  value: Pick<VerifyReport, 'document' | 'digest' | 'signatures'>
}

const oks: Readonly<Record<Outcome, boolean | null>> = {
  passed: true,
  failed: false,
  unknown: false,
  superseded: false,
  revoked: false,
  note: null,
}

export const check = (id: CheckId, outcome: Outcome, detail: string): Check => ({ id, ok: oks[outcome], detail, outcome })

/** Worst first. A broken file is invalid whatever the register says of its digest. */
const severity: readonly (readonly [Outcome, Verdict])[] = [
  ['failed', 'invalid'],
  ['unknown', 'unknown'],
  ['revoked', 'revoked'],
  ['superseded', 'superseded'],
]

/** The verdict is the worst line. */
export function verdictOf(checks: readonly Check[]): Verdict {
  const worst = severity.find(([outcome]) => checks.some((one) => one.outcome === outcome))
  return worst?.[1] ?? 'valid'
}
