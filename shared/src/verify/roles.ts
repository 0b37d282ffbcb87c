import { type Signer, type SigningRole, inSigningOrder, signingRoles } from '../signing/index.ts'
import { hex } from '../snapshot/index.ts'
import type { Cryptography } from './cryptography.ts'
import type { Journal } from './journal.ts'
import type { ApprovedCertificate, ExpectedSigner, LegalBasis, VerifyOptions } from './options.ts'
import type { SignedBy } from './signer.ts'

export const roleNames: Readonly<Record<SigningRole, string>> = {
  'subject-teacher': 'giáo viên bộ môn',
  'homeroom-teacher': 'giáo viên chủ nhiệm',
  principal: 'hiệu trưởng',
  organisation: 'đơn vị (con dấu)',
}

const rank = (role: SigningRole): number => signingRoles.indexOf(role)

/** Roles never go backwards from one signature of the file to the next. */
export function judgeOrder(journal: Journal, signers: readonly SignedBy[]): void {
  const backwards = signers.find((one, index) => signers.slice(0, index).some(({ role }) => rank(role) > rank(one.role)))
  if (!journal.require('roles.order', backwards === undefined, `${backwards?.label ?? ''}: ký sai thứ tự vai trò.`)) return
  journal.pass('roles.order', 'Thứ tự ký đúng: giáo viên bộ môn, giáo viên chủ nhiệm, hiệu trưởng, đơn vị.')
}

const isBy = (signed: SignedBy, declared: Signer): boolean => signed.role === declared.role && signed.certificate.uid === declared.uid

/** Every signature belongs to one declared signer of the snapshot, none to two: one person may hold two roles, never one role twice. */
export function judgeDeclared(journal: Journal, signers: readonly SignedBy[], declared: readonly Signer[]): void {
  const places = inSigningOrder(declared)
  const taken: number[] = []
  for (const signed of signers) {
    const place = places.findIndex((one, index) => isBy(signed, one) && !taken.includes(index))
    const stranger = `${signed.label}: người ký (${roleNames[signed.role]}) không phải người được ghi trong dữ liệu.`
    if (!journal.require('roles.declared', place >= 0, stranger)) continue
    // Whoever signed first, signatures stand in the declared order: a file has one spelling.
    journal.require(
      'roles.order',
      taken.every((other) => other < place),
      `${signed.label}: chữ ký không đứng đúng chỗ.`,
    )
    taken.push(place)
  }
  journal.pass('roles.declared', 'Người ký và vai trò khớp với người ký được ghi trong dữ liệu.')
}

const organisationUid = /^(?:MST|MNS):/

/**
 * A PDF declares the uid of each field's signer in its document information. One that does not still says whose certificates belong
 * in which place: the organisation's only under its seal.
 */
export function judgeFields(journal: Journal, signers: readonly SignedBy[], declared: ReadonlyMap<string, string> | undefined): void {
  for (const { label, role, certificate } of signers) {
    const fits = organisationUid.test(certificate.uid) === (role === 'organisation')
    journal.require('roles.declared', fits, `${label}: chứng thư không thuộc loại của vai trò (${roleNames[role]}).`)
  }
  for (const { label, role, certificate } of declared === undefined ? [] : signers) {
    const isDeclared = declared?.get(label) === certificate.uid
    journal.require('roles.declared', isDeclared, `${label}: người ký (${roleNames[role]}) không phải người được ghi trong tệp.`)
  }
  if (declared !== undefined) return journal.pass('roles.declared', 'Người ký khớp với người ký được ghi trong thông tin tài liệu.')
  journal.add(
    'roles.declared',
    'note',
    'PDF không ghi danh sách người ký; đối chiếu người ký bằng tệp XML cùng mã hoặc danh bạ của trường.',
  )
}

/** What must have been signed: the roles asked for, each by all its signers. */
export function judgeComplete(
  journal: Journal,
  signers: readonly SignedBy[],
  wanted: { readonly roles: readonly SigningRole[]; readonly foreseen: readonly SigningRole[] },
): void {
  if (!journal.require('roles.complete', signers.length > 0, 'Tệp chưa có chữ ký nào.')) return
  const roles = signingRoles.filter((role) => wanted.roles.includes(role))
  const missing = roles.filter((role) => {
    const needed = Math.max(1, wanted.foreseen.filter((one) => one === role).length)
    return signers.filter((one) => one.role === role).length < needed
  })
  const names = missing.map((role) => roleNames[role]).join(', ')
  if (!journal.require('roles.complete', missing.length === 0, `Còn thiếu chữ ký: ${names}.`)) return
  journal.pass('roles.complete', 'Đủ chữ ký của các vai trò phải ký.')
}

/** The directory's answer to who should have signed; a line "not asked" without it. */
export async function judgeExpected(
  journal: Journal,
  signers: readonly SignedBy[],
  digest: string,
  { expect, directory }: Pick<VerifyOptions, 'expect' | 'directory'>,
  cryptography: Cryptography,
): Promise<ReadonlyMap<string, LegalBasis>> {
  const answer = expect ?? (await directory?.(digest).catch(() => 'unreachable' as const))
  if (answer === 'unreachable') {
    journal.add('roles.expected', 'unknown', 'Không hỏi được danh bạ của trường.')
    return new Map()
  }
  if (answer !== undefined) {
    const identified = await Promise.all(signers.map((one) => identify(one, cryptography)))
    const bases = judgeApproved(journal, identified, answer)
    compareExpected(journal, identified, answer)
    return bases
  }
  const why = directory === undefined ? 'Không hỏi: chưa đối chiếu với danh bạ của trường.' : 'Danh bạ của trường không biết bản này.'
  journal.add('roles.expected', 'note', why)
  return new Map()
}

/** A signature with the SHA-256 of its certificate, by which the directory knows it. */
interface Identified extends SignedBy {
  readonly id: string
}

const identify = async (signed: SignedBy, cryptography: Cryptography): Promise<Identified> => ({
  ...signed,
  id: hex(await cryptography.digest('SHA-256', signed.certificate.der)),
})

const isOf = ({ role, id, certificate }: Identified, one: ExpectedSigner): boolean =>
  one.role === role && (one.uid === undefined ? (one.certificates ?? []).some(({ digest }) => digest === id) : one.uid === certificate.uid)

/** Each signature was made with a certificate that its holder had declared and the school approved by then (R70); gives back on what decisions. */
function judgeApproved(
  journal: Journal,
  signers: readonly Identified[],
  expect: readonly ExpectedSigner[],
): ReadonlyMap<string, LegalBasis> {
  const bases = new Map<string, LegalBasis>()
  for (const signed of signers) {
    const known = expect.find((one) => isOf(signed, one))?.certificates
    if (known === undefined) continue
    const approved = known.findLast(({ digest, ...one }) => digest === signed.id && isApprovedAt(one, signed.moment.date))
    if (approved !== undefined) bases.set(signed.label, approved.basis)
    journal.require(
      'roles.expected',
      approved !== undefined,
      `${signed.label}: khi ký, chứng thư chưa được khai báo và phê duyệt ở trường, đã bị vô hiệu, hoặc căn cứ ký đã hết hạn.`,
    )
  }
  return bases
}

/** From approval to its end, and no longer than the decision that it stands on. */
const isApprovedAt = ({ from, until, basis }: Omit<ApprovedCertificate, 'digest'>, moment: Date): boolean =>
  new Date(from) <= moment &&
  (until === undefined || moment < new Date(until)) &&
  (basis.until === undefined || moment <= new Date(`${basis.until}T23:59:59.999+07:00`))

function compareExpected(journal: Journal, signers: readonly Identified[], expect: readonly ExpectedSigner[]): void {
  for (const one of expect) {
    const found = signers.some((signed) => isOf(signed, one))
    journal.require('roles.expected', found, `Không có chữ ký của đúng người (${roleNames[one.role]}) theo danh bạ.`)
  }
  const named = new Set(expect.map(({ role }) => role))
  const stranger = signers.find((signed) => named.has(signed.role) && !expect.some((one) => isOf(signed, one)))
  journal.require('roles.expected', stranger === undefined, `${stranger?.label ?? ''}: người ký không có trong danh bạ cho vai trò này.`)
  journal.pass('roles.expected', 'Người ký khớp với danh bạ của trường.')
}
