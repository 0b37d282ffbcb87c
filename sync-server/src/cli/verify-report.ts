import type { Outcome, PresentStatus, SignatureReport, Verdict, VerifyReport } from '@hocba/shared/verify'

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
    ...report.signatures.map(signatureLine),
  ]
}

function signatureLine({ role, name, issuer, time, timeSource, status, now }: SignatureReport): string {
  const when = time === null ? 'không ghi thời gian' : `${time} (${timeSource === 'claimed' ? 'tự khai' : 'có dấu thời gian'})`
  return `  chữ ký ${(role ?? 'không rõ vai trò').padEnd(17)} ${name}, ${when}, cấp bởi ${issuer}: khi ký ${statuses[status]}, chứng thư hiện nay ${present[now]}`
}

/** The one line for a file that is not valid: the verdict and the checks that led to it. */
export function sentenceOf(report: VerifyReport): string {
  const failing = report.checks.filter((check) => check.ok === false).map((check) => check.id)
  return failing.length === 0 ? verdicts[report.verdict] : `${verdicts[report.verdict]}: ${failing.join(', ')}`
}
