import { sameBytes } from '../bytes.ts'
import type { Journal } from '../journal.ts'
import type { PresentStatus, SignatureReport } from '../report.ts'
import type { Certificate } from './certificate.ts'
import type { VerifyOptions } from '../options.ts'
import type { AskStatus } from './ocsp.ts'
import { findPath } from './path.ts'
import { type RevocationStatus, type SigningMoment, revocationOf } from './revocation.ts'
import type { TrustStore } from './trust-store.ts'

/** Both sides of 001 art. 10.2a and 17.3b: what the certificate was worth when it signed, and what it is worth today. */
export interface CertificateStatus {
  readonly signing: SignatureReport['status']
  readonly now: PresentStatus
}

export interface CertificateUse {
  /** Names the signature in details: `CKS-2` or `CKS_gvcn`. */
  readonly label: string
  readonly certificate: Certificate
  readonly embedded: readonly Certificate[]
  readonly moment: SigningMoment
}

/** Path, usage, validity and revocation of one signature's certificate; every line is written even when an earlier one failed. */
export async function judgeCertificate(
  journal: Journal,
  store: TrustStore,
  use: CertificateUse,
  { at, status }: Pick<VerifyOptions, 'at' | 'status'>,
): Promise<CertificateStatus> {
  const { label, certificate } = use
  const usable = judgeUsage(journal, label, certificate)
  const path = await findPath(store, certificate, use.embedded)
  if (path === undefined) {
    journal.fail('certificate.path', `${label}: chứng thư không do tổ chức chứng thực tin cậy nào cấp.`)
    return { signing: 'bad', now: 'untrusted' }
  }
  const authorities = path.slice(1)
  const strangers = use.embedded.filter(
    (one, index) =>
      !authorities.some((link) => sameBytes(link.der, one.der)) ||
      use.embedded.slice(0, index).some((other) => sameBytes(other.der, one.der)),
  )
  const whole = journal.require(
    'certificate.path',
    strangers.length === 0,
    `${label}: tệp kèm chứng thư thừa hoặc không thuộc đường dẫn tin cậy.`,
  )
  const valid = judgeValidity(journal, use, path)
  const revocation = await worstRevocation(store, use, path, at, status)
  const state = recordRevocation(journal, label, revocation)
  return { signing: usable && whole && valid ? state : 'bad', now: recordPresent(journal, label, path, revocation, at) }
}

function judgeUsage(journal: Journal, label: string, { authority, usage, unknownCritical }: Certificate): boolean {
  const maySign = usage !== undefined && (usage.digitalSignature || usage.nonRepudiation)
  return [
    journal.require('certificate.usage', !authority, `${label}: ký bằng chứng thư của tổ chức chứng thực.`),
    journal.require('certificate.usage', maySign, `${label}: chứng thư không được cấp để ký số.`),
    journal.require('certificate.usage', !unknownCritical, `${label}: chứng thư có ràng buộc bắt buộc mà chương trình không hiểu.`),
  ].every(Boolean)
}

function judgeValidity(journal: Journal, { label, moment }: CertificateUse, path: readonly Certificate[]): boolean {
  const inside = path.every(({ notBefore, notAfter }) => notBefore <= moment.date && moment.date <= notAfter)
  return journal.require('certificate.validity', inside, `${label}: chứng thư không còn hiệu lực tại thời điểm ký.`)
}

const severity = ['good', 'revoked-later', 'unknown', 'revoked'] as const

async function worstRevocation(
  store: TrustStore,
  use: CertificateUse,
  path: readonly Certificate[],
  at: Date,
  ask: AskStatus | undefined,
): Promise<RevocationStatus> {
  const links = path.slice(0, -1).map((link, index) => [link, path[index + 1] ?? link] as const)
  const found = await Promise.all(links.map(([link, issuer]) => revocationOf(store, link, issuer, use.moment, at, ask)))
  return found.reduce((a, b) => (severity.indexOf(b.state) > severity.indexOf(a.state) ? b : a))
}

const reasons = {
  'no-list': 'không có danh sách thu hồi (CRL) của nơi cấp',
  stale: 'danh sách thu hồi (CRL) đã quá hạn',
  compromised: 'khóa đã bị lộ và thời điểm ký chỉ do người ký khai',
} as const

function recordRevocation(journal: Journal, label: string, status: RevocationStatus): SignatureReport['status'] {
  switch (status.state) {
    case 'good':
      return 'good'
    case 'revoked-later':
      journal.add('certificate.revocation', 'passed', `${label}: chứng thư còn tốt khi ký, bị thu hồi sau đó (${status.at.toISOString()}).`)
      return 'good'
    case 'revoked':
      journal.fail('certificate.revocation', `${label}: chứng thư đã bị thu hồi từ ${status.at.toISOString()}, trước khi ký.`)
      return 'bad'
    case 'unknown':
      journal.add('certificate.revocation', 'unknown', `${label}: chưa xác định được tình trạng thu hồi: ${reasons[status.reason]}.`)
      return 'unknown'
  }
}

/** Said for information: a certificate that expires or is revoked later takes nothing from what it signed before. */
function recordPresent(
  journal: Journal,
  label: string,
  path: readonly Certificate[],
  revocation: RevocationStatus,
  at: Date,
): PresentStatus {
  const { state } = revocation
  const compromised = state === 'unknown' && revocation.reason === 'compromised'
  if (compromised || state === 'revoked' || state === 'revoked-later') {
    journal.add(
      'certificate.present',
      'note',
      `${label}: tại thời điểm kiểm tra chứng thư đã bị thu hồi; chữ ký được xét theo thời điểm ký.`,
    )
    return 'revoked'
  }
  const ended = path.map(({ notAfter }) => notAfter).find((end) => end < at)
  if (ended !== undefined) {
    const when = ended.toISOString()
    journal.add('certificate.present', 'note', `${label}: chứng thư đã hết hạn từ ${when}; chữ ký được xét theo thời điểm ký.`)
    return 'expired'
  }
  if (state === 'good') return 'good'
  journal.add('certificate.present', 'note', `${label}: chưa rõ chứng thư còn dùng được tại thời điểm kiểm tra hay không.`)
  return 'unknown'
}
