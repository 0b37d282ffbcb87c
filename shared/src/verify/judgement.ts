import type { SigningRole } from '../signing/index.ts'
import { type CertificateStatus, judgeCertificate } from './certificate/judge.ts'
import { storeOf } from './certificate/trust-store.ts'
import type { Journal } from './journal.ts'
import type { VerifyOptions } from './options.ts'
import type { CheckId, SignatureReport } from './report.ts'
import { judgeComplete, judgeExpected, judgeOrder } from './roles.ts'
import type { SignedBy } from './signer.ts'
import { judgeTimes } from './time.ts'

/** The lines that both formats share once their signatures are read. */
export const judgementLines: readonly CheckId[] = [
  'signature.time',
  'signature.timesource',
  'certificate.path',
  'certificate.validity',
  'certificate.usage',
  'certificate.revocation',
  'certificate.present',
  'roles.order',
  'roles.complete',
  'roles.expected',
]

export interface Expectation {
  /** Required when the caller does not say otherwise. */
  readonly roles: readonly SigningRole[]
  /** The role of every signer that the file itself foresees: declared in the snapshot, or a field of the PDF. */
  readonly foreseen: readonly SigningRole[]
  /** Of the snapshot: the school's directory is asked by it. */
  readonly digest: string
}

/** Everything about who signed and when; gives back the signatures as the report shows them. */
export async function judgeSigners(
  journal: Journal,
  signers: readonly SignedBy[],
  expectation: Expectation,
  options: VerifyOptions,
): Promise<readonly SignatureReport[]> {
  const store = storeOf(options.trust, options.cryptography)
  const statuses: CertificateStatus[] = []
  for (const signer of signers) statuses.push(await judgeCertificate(journal, store, signer, options))
  journal.pass('certificate.path', 'Mọi chứng thư dẫn tới một gốc tin cậy.')
  journal.pass('certificate.usage', 'Mọi chứng thư được cấp để ký số.')
  journal.pass('certificate.validity', 'Mọi chứng thư có hiệu lực tại thời điểm ký.')
  journal.pass('certificate.revocation', 'Không chứng thư nào bị thu hồi tại thời điểm ký.')
  journal.pass('certificate.present', 'Tại thời điểm kiểm tra mọi chứng thư còn hiệu lực và không bị thu hồi.')
  const mistimed = judgeTimes(journal, signers, options.at)
  judgeOrder(journal, signers)
  const roles = options.require ?? [...new Set([...expectation.roles, ...expectation.foreseen])]
  judgeComplete(journal, signers, { roles, foreseen: expectation.foreseen })
  const bases = await judgeExpected(journal, signers, expectation.digest, options, store.cryptography)
  return signers.map((signer, index) => {
    const { signing, now } = statuses[index] ?? { signing: 'unknown', now: 'unknown' }
    const stands = signer.sound && !mistimed.has(signer.label) && !journal.broken
    const basis = bases.get(signer.label)
    return { ...reportOf(signer, stands ? signing : 'bad', now), ...(basis && { basis }) }
  })
}

const reportOf = (
  { role, certificate, moment, time }: SignedBy,
  status: SignatureReport['status'],
  now: SignatureReport['now'],
): SignatureReport => ({
  role,
  name: certificate.commonName,
  issuer: certificate.issuerName,
  serial: certificate.serial,
  time,
  timeSource: moment.source,
  status,
  now,
})
