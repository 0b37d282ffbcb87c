import type { LegalBasis, Outcome, PresentStatus, SignatureReport, Verdict, VerifyReport } from '@hocba/shared/verify'

const verdicts: Readonly<Record<Verdict, string>> = {
  valid: 'HỢP LỆ',
  superseded: 'ĐÃ ĐƯỢC THAY THẾ bằng bản mới hơn',
  revoked: 'ĐÃ BỊ THU HỒI',
  invalid: 'KHÔNG HỢP LỆ',
  unknown: 'CHƯA XÁC ĐỊNH ĐƯỢC',
}

const marks: Readonly<Record<Outcome, string>> = { passed: '✓', failed: '✗', unknown: '?', superseded: '!', revoked: '✗', note: '–' }

const present: Readonly<Record<PresentStatus, string>> = {
  good: 'còn hiệu lực',
  expired: 'đã hết hạn',
  revoked: 'đã bị thu hồi',
  unknown: 'chưa rõ',
  untrusted: 'không tin cậy',
}

const statuses: Readonly<Record<SignatureReport['status'], string>> = { good: 'tốt', bad: 'hỏng', unknown: 'chưa rõ' }

/** The report as a person reads it: the verdict, every check, every signature. */
export function reportLines(file: string, report: VerifyReport): readonly string[] {
  return [
    `${file}: ${verdicts[report.verdict]} (${report.verdict})`,
    ...(report.digest === null ? [] : [`  mã băm bản chốt: ${report.digest}`]),
    ...report.checks.map((check) => `  ${marks[check.outcome]} ${check.id.padEnd(24)} ${check.detail}`),
    ...report.signatures.flatMap((signature) => [
      signatureLine(signature),
      ...(signature.basis ? [`    căn cứ: ${basisText(signature.basis)}`] : []),
    ]),
  ]
}

const decisions: Readonly<Record<LegalBasis['kind'], string>> = {
  appointment: 'quyết định bổ nhiệm',
  assignment: 'quyết định phân công',
  approval: 'văn bản chấp thuận của cơ quan quản lý',
}

const day = (date: string): string => date.split('-').toReversed().join('/')

/** On what the person signed in this role, as the school had it on record when they did (001 art. 6). */
const basisText = ({ kind, number, date, until }: LegalBasis): string =>
  `${decisions[kind]} số ${number} ngày ${day(date)}${until === undefined ? '' : `, đến hết ngày ${day(until)}`}`

function signatureLine({ role, name, issuer, time, timeSource, status, now }: SignatureReport): string {
  const when = time === null ? 'không ghi thời gian' : `${time} (${timeSource === 'claimed' ? 'tự khai' : 'có dấu thời gian'})`
  return `  chữ ký ${(role ?? 'không rõ vai trò').padEnd(17)} ${name}, ${when}, cấp bởi ${issuer}: khi ký ${statuses[status]}, chứng thư hiện nay ${present[now]}`
}

/** The one line for a file that is not valid: the verdict and the checks that led to it. */
export function sentenceOf(report: VerifyReport): string {
  const failing = report.checks.filter((check) => check.ok === false).map((check) => check.id)
  return failing.length === 0 ? verdicts[report.verdict] : `${verdicts[report.verdict]}: ${failing.join(', ')}`
}
