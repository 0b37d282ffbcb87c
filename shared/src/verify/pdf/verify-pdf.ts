import { sameBytes } from '../bytes.ts'
import { verifySignature } from '../certificate/algorithm.ts'
import { type TrustStore, storeOf } from '../certificate/trust-store.ts'
import { type DetachedSignature, bindsCertificate, readDetached } from '../cms/signed-data.ts'
import type { Cryptography, Gap } from '../cryptography.ts'
import { judgeSigners, judgementLines } from '../judgement.ts'
import { type LogProof, parseProof } from '../../log/index.ts'
import type { Journal } from '../journal.ts'
import { judgeLog } from '../log.ts'
import type { VerifyOptions } from '../options.ts'
import type { CheckId, Seen } from '../report.ts'
import { judgeFields } from '../roles.ts'
import type { SignedBy } from '../signer.ts'
import { momentOf, momentText } from '../timestamp/line.ts'
import { parseInstant } from '../time.ts'
import { type Revision, readRevisions } from './file.ts'
import { type Form, hasExpectedFields, isReceipt, readForm } from './form.ts'
import { readHexadecimal } from './hexadecimal.ts'
import { type PdfSignature, coversRevision, instantOfPdf, readUpdate } from './update.ts'
import { PdfRefusal } from './value.ts'

export const pdfLines: readonly CheckId[] = [
  'pdf.structure',
  'pdf.revisions',
  'pdf.updates',
  'pdf.fields',
  'pdf.byterange',
  'cms.structure',
  'data.digest',
  'signature.digest',
  'signature.value',
  'signature.algorithms',
  'certificate.binding',
  'roles.declared',
  'log.inclusion',
  ...judgementLines,
]

/** The flow of one PDF file. */
export async function verifyPdf(bytes: Uint8Array, options: VerifyOptions, journal: Journal, seen: Seen): Promise<void> {
  journal.announce(pdfLines)
  const revisions = stage(journal, 'pdf.revisions', 'Tệp PDF bị hỏng, bị ghi lại hoặc có dữ liệu thừa', () => readRevisions(bytes))
  journal.pass('pdf.revisions', `${revisions.length} lần ghi nối tiếp, không có byte nào nằm ngoài.`)
  const [base, ...updates] = revisions
  if (base === undefined) return journal.halt('pdf.revisions', 'Tệp PDF rỗng.')
  if (stage(journal, 'pdf.structure', 'Cấu trúc PDF khác mẫu', () => isReceipt(base)))
    return journal.halt('pdf.structure', 'Đây là biên nhận chốt, không phải tệp ký; hãy kiểm tra bằng hocba audit receipt.')
  const form = stage(journal, 'pdf.structure', 'Cấu trúc PDF khác mẫu', () => readForm(base))
  journal.pass('pdf.structure', 'Đúng mẫu PDF, không có nội dung tự chạy.')
  seen.value = { ...seen.value, document: documentOf(form), digest: form.digest }
  journal.require('pdf.fields', hasExpectedFields(form.fields), 'Các ô chữ ký không phải các ô của mẫu.')
  journal.pass('pdf.fields', 'Các ô chữ ký đúng mẫu, đúng thứ tự.')
  journal.require('data.digest', /^[0-9a-f]{64}$/.test(form.digest), 'Thông tin tài liệu không nêu mã băm của dữ liệu.')
  journal.pass('data.digest', `Tệp nêu mã băm ${form.digest}; đối chiếu với tệp XML cùng mã.`)
  const proof = stage(journal, 'log.inclusion', 'Chứng minh nhật ký sai mẫu', () => readProof(form))
  const store = storeOf(options.trust, options.cryptography)
  await judgeLog(journal, { digest: form.digest, proof }, options.log, store.cryptography)
  const signatures = stage(journal, 'pdf.updates', 'Tệp bị sửa sau khi ký', () => readUpdates(base, updates, form))
  journal.pass('pdf.updates', 'Sau bản in chỉ có các chữ ký được thêm vào.')
  const signers = await judgeSignatures(journal, bytes, signatures, updates, options, store)
  judgeFields(journal, signers, form.signers)
  const foreseen = form.fields.map(({ role }) => role)
  const expectation = { roles: ['homeroom-teacher', 'principal', 'organisation'], foreseen, digest: form.digest } as const
  const reports = await judgeSigners(journal, signers, expectation, options)
  seen.value = { ...seen.value, signatures: reports }
}

function stage<T>(journal: Journal, id: CheckId, what: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof PdfRefusal) return journal.halt(id, `${what}: ${error.message}.`)
    throw error
  }
}

const formats = { 'hocba-grid-1': 'grid', 'hocba-transcript-1': 'transcript' } as const

/** Named in the document information; a subject teacher's field exists only in a grid. */
function documentOf({ format, fields }: Form): 'grid' | 'transcript' | null {
  if (format === 'hocba-grid-1' || format === 'hocba-transcript-1') return formats[format]
  return fields.some(({ role }) => role === 'subject-teacher') ? 'grid' : null
}

function readProof({ log }: Form): LogProof | undefined {
  const proof = log === undefined ? undefined : parseProof(log)
  if (proof?.ok === false) throw new PdfRefusal('HocbaLog')
  return proof?.value
}

function readUpdates(base: Revision, updates: readonly Revision[], { fields }: Form): readonly PdfSignature[] {
  const known = new Set(base.objects.keys())
  const signed = new Set<number>()
  return updates.map((revision) => {
    const signature = readUpdate(revision, fields, known, signed)
    for (const number of revision.objects.keys()) known.add(number)
    signed.add(signature.field.number)
    return signature
  })
}

async function judgeSignatures(
  journal: Journal,
  bytes: Uint8Array,
  signatures: readonly PdfSignature[],
  updates: readonly Revision[],
  options: VerifyOptions,
  store: TrustStore,
): Promise<readonly SignedBy[]> {
  const signers: SignedBy[] = []
  const digests = await store.cryptography.digestsAround(bytes, signatures.map(gapOf))
  for (const [index, signature] of signatures.entries()) {
    const { name: label, role } = signature.field
    const found = journal.failures
    const revision = updates[index]
    const covers = revision !== undefined && coversRevision(signature, revision)
    journal.require('pdf.byterange', covers, `${label}: ByteRange không phủ trọn tệp.`)
    const cms = readCms(journal, store, bytes, signature)
    await judgeCms(journal, label, cms, digests[index], store.cryptography)
    const time = instantOfPdf(signature.date)
    const claimed = time === undefined ? undefined : parseInstant(time)
    if (time === undefined || claimed === undefined) {
      journal.fail('signature.time', `${label}: thời điểm ký không đúng dạng (cần có múi giờ).`)
      continue
    }
    const { certificate, embedded, token, octets } = cms
    const moment = await momentOf(journal, { label, claimed, token, octets }, options)
    const sound = journal.failures === found
    signers.push({ label, role, certificate, embedded, moment, claimed, time: momentText(moment, time), sound })
  }
  journal.pass('pdf.byterange', 'Mỗi chữ ký phủ trọn tệp tại lúc ký; chữ ký cuối phủ toàn bộ tệp.')
  journal.pass('cms.structure', 'Chữ ký đúng mẫu PAdES.')
  journal.pass('signature.algorithms', 'Thuật toán thuộc danh sách cho phép.')
  journal.pass('signature.digest', 'Nội dung không thay đổi sau khi ký.')
  journal.pass('signature.value', 'Mọi chữ ký đúng với khóa của chứng thư.')
  journal.pass('certificate.binding', 'Mỗi chữ ký gắn với đúng chứng thư của nó.')
  return signers
}

function readCms(journal: Journal, store: TrustStore, bytes: Uint8Array, { field, contents }: PdfSignature): DetachedSignature {
  const octets = readHexadecimal(bytes.subarray(contents.start, contents.end))
  if (octets === undefined) return journal.halt('cms.structure', `${field.name}: /Contents không đúng dạng.`)
  try {
    return readDetached(octets, (der) => store.read(der))
  } catch {
    return journal.halt('cms.structure', `${field.name}: cấu trúc chữ ký (CMS) sai mẫu hoặc bị hỏng.`)
  }
}

const gapOf = ({ contents, byteRange }: PdfSignature): Gap => ({ ...contents, until: contents.end + (byteRange[3] ?? 0) })

async function judgeCms(
  journal: Journal,
  label: string,
  cms: DetachedSignature,
  digest: Uint8Array | undefined,
  cryptography: Cryptography,
): Promise<void> {
  const intact = digest !== undefined && sameBytes(cms.messageDigest, digest)
  journal.require('signature.digest', intact, `${label}: nội dung đã bị thay đổi sau khi ký.`)
  const holds = await verifySignature(cryptography, cms.certificate.key, cms.algorithm, cms.signature, cms.attributes)
  journal.require('signature.value', holds, `${label}: chữ ký không đúng.`)
  journal.require(
    'certificate.binding',
    await bindsCertificate(cryptography, cms),
    `${label}: chứng thư không phải chứng thư đã được ký kèm.`,
  )
}
