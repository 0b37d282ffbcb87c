import { isKeptByHomeroom } from '../../school/index.ts'
import { type Signer, type SigningRole, inSigningOrder, signingRoles } from '../../signing/index.ts'
import { type Snapshot, hex, snapshotBytes } from '../../snapshot/index.ts'
import { type SignedData, emitData, readData } from '../../xml/index.ts'
import { sameBytes, utf8 } from '../bytes.ts'
import { verifySignature } from '../certificate/algorithm.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { isNameText } from '../certificate/name.ts'
import { type TrustStore, storeOf } from '../certificate/trust-store.ts'
import type { Cryptography } from '../cryptography.ts'
import { type Expectation, judgeSigners, judgementLines } from '../judgement.ts'
import type { Journal } from '../journal.ts'
import { judgeLog } from '../log.ts'
import type { VerifyOptions } from '../options.ts'
import type { CheckId, Seen } from '../report.ts'
import { judgeDeclared } from '../roles.ts'
import type { SignedBy } from '../signer.ts'
import { momentOf, momentText } from '../timestamp/line.ts'
import { parseInstant } from '../time.ts'
import { canonicalize, isCanonical } from './canonical.ts'
import { type SignedDocument, collectIds, documentKind, readDocument } from './document.ts'
import { type XmlElement, elementsOf } from './element.ts'
import { XmlRefusal } from './limits.ts'
import { decodeXml, parseXml, withoutMark } from './parse.ts'
import { Targets, judgeCoverage, judgeDigests } from './references.ts'
import { schemaFault } from './schema.ts'
import { SignatureRefusal, type XmlSignature, readSignature } from './signature.ts'

export const xmlLines: readonly CheckId[] = [
  'xml.wellformed',
  'xml.plain',
  'xml.limits',
  'xml.schema',
  'xml.structure',
  'xml.canonical',
  'xml.ids',
  'xml.references',
  'data.digest',
  'signature.digest',
  'signature.value',
  'signature.algorithms',
  'certificate.binding',
  'roles.declared',
  'log.inclusion',
  ...judgementLines,
]

/** The flow of one XML file; what `seen` holds survives a halt, so that a broken file still says what it claims to be. */
export async function verifyXml(bytes: Uint8Array, options: VerifyOptions, journal: Journal, seen: Seen): Promise<void> {
  journal.announce(xmlLines)
  const { source, root } = parse(journal, bytes)
  const kind = documentKind(root)
  if (kind === undefined) return journal.halt('xml.structure', 'Không phải tệp bảng điểm hay học bạ số.')
  seen.value = { document: kind, digest: null, signatures: [] }
  const fault = await schemaFault(withoutMark(bytes), kind)
  journal.require('xml.schema', fault === undefined, `Không đúng lược đồ: ${fault ?? ''}`)
  journal.pass('xml.schema', 'Đúng lược đồ đã công bố.')
  const all = elementsOf(root)
  const document = readDocument(journal, root, all, kind)
  const ids = collectIds(journal, all)
  judgeForm(journal, source, root)
  const store = storeOf(options.trust, options.cryptography)
  const data = await readSnapshot(journal, document, store.cryptography)
  seen.value = { document: kind, digest: data.digest, signatures: [] }
  await judgeLog(journal, { digest: data.digest, proof: data.proof, snapshot: data.snapshot }, options.log, store.cryptography)
  const signatures = document.signatures.map((element) => readOne(journal, element))
  journal.pass('xml.structure', 'Một phần dữ liệu, chữ ký đúng chỗ.')
  journal.pass('signature.algorithms', 'Thuật toán thuộc danh sách cho phép.')
  const signers = await judgeSignatures(journal, signatures, { ids, data, store, options })
  judgeDeclared(journal, signers, data.snapshot.signers)
  seen.value = { ...seen.value, signatures: await judgeSigners(journal, signers, expectationOf(data), options) }
  await judgeSecond(journal, source, signers, options.second)
}

function parse(journal: Journal, bytes: Uint8Array): { readonly source: string; readonly root: XmlElement } {
  try {
    const source = decodeXml(bytes)
    const root = parseXml(source)
    journal.pass('xml.wellformed', 'Đọc được, mã hóa UTF-8.')
    journal.pass('xml.plain', 'Không có DTD, thực thể, chú thích hay chỉ thị xử lý.')
    journal.pass('xml.limits', 'Trong giới hạn kích thước.')
    return { source, root }
  } catch (error) {
    if (error instanceof XmlRefusal) return journal.halt(error.check, refusals[error.check])
    throw error
  }
}

const refusals = {
  'xml.wellformed': 'Tệp XML bị hỏng hoặc không phải UTF-8.',
  'xml.plain': 'Tệp chứa DTD, thực thể, CDATA, chú thích hoặc chỉ thị xử lý: không được phép.',
  'xml.limits': 'Tệp vượt giới hạn về độ sâu, số thuộc tính, số không gian tên hoặc số phần tử.',
} as const

/** The root in canonical form is the text of the file: no byte outside the signed parts has a second spelling. */
function judgeForm(journal: Journal, source: string, root: XmlElement): void {
  journal.require('xml.canonical', isCanonical(source, source.indexOf('<', 1), root), 'Tệp đã bị ghi lại (khác dạng chuẩn tắc).')
  journal.pass('xml.canonical', 'Tệp ở dạng chuẩn tắc.')
}

/** Rebuilds the JSON from the digested element and compares its digest with the number in the file. */
async function readSnapshot(journal: Journal, { data, kind }: SignedDocument, cryptography: Cryptography): Promise<SignedData> {
  const read = readData(data)
  if (!read.ok || read.value.kind !== kind) return journal.halt('data.digest', `Không đọc được dữ liệu: ${read.ok ? '' : read.error}`)
  const actual = await digestOf(read.value.snapshot, cryptography)
  const { id, digest, proof, snapshot } = read.value
  const written = emitData(snapshot, { id, digest, ...(proof === undefined ? {} : { proof }) })
  const holds = actual === digest && written === canonicalize(data)
  journal.require('data.digest', holds, 'Mã băm ghi trong tệp không khớp với dữ liệu.')
  journal.pass('data.digest', `Mã băm khớp với dữ liệu: ${digest}.`)
  return read.value
}

/** `undefined` for a snapshot that has no digest, because it is not NFC. */
const digestOf = async (snapshot: Snapshot, cryptography: Cryptography): Promise<string | undefined> => {
  try {
    return hex(await cryptography.digest('SHA-256', snapshotBytes(snapshot)))
  } catch {
    return undefined
  }
}

function readOne(journal: Journal, element: XmlElement): XmlSignature {
  try {
    return readSignature(element)
  } catch (error) {
    if (error instanceof SignatureRefusal) return journal.halt(error.check, `Chữ ký sai mẫu: ${error.message}.`)
    throw error
  }
}

interface Signed {
  readonly ids: ReadonlyMap<string, XmlElement>
  readonly data: SignedData
  readonly store: TrustStore
  readonly options: VerifyOptions
}

async function judgeSignatures(
  journal: Journal,
  signatures: readonly XmlSignature[],
  { ids, data, store, options }: Signed,
): Promise<readonly SignedBy[]> {
  const targets = new Targets(ids, store.cryptography)
  const certificates = signatures.map(({ id, certificates: all }) => all.map((der) => certificateIn(journal, store, id, der)))
  const roles = rolesOf(signatures, certificates, data.snapshot.signers)
  const signers: SignedBy[] = []
  for (const [index, signature] of signatures.entries()) {
    const [certificate, ...embedded] = certificates[index] ?? []
    const role = roles[index]
    if (certificate === undefined || role === undefined) {
      journal.fail('roles.declared', `${signature.id}: không xác định được vai trò của người ký.`)
      continue
    }
    const earlier = signatures.filter((_, other) => rank(roles[other]) < rank(role))
    const found = journal.failures
    judgeCoverage(journal, signature, data.id, earlier)
    await judgeDigests(journal, signature, targets)
    await judgeValue(journal, signature, certificate, store.cryptography)
    await judgeBinding(journal, signature, certificate, store.cryptography)
    const claimed = parseInstant(signature.timeText)
    if (claimed === undefined) {
      journal.fail('signature.time', `${signature.id}: thời điểm ký không đúng dạng (cần có múi giờ).`)
      continue
    }
    const value = ids.get(signature.valueId)
    const octets = utf8(value === undefined ? '' : canonicalize(value))
    const moment = await momentOf(journal, { label: signature.id, claimed, token: signature.token, octets }, options)
    const sound = journal.failures === found
    const time = momentText(moment, signature.timeText)
    signers.push({ label: signature.id, role, certificate, embedded, moment, claimed, time, sound })
  }
  journal.pass('xml.references', 'Mỗi chữ ký bao gồm dữ liệu, thời điểm ký và các chữ ký trước.')
  journal.pass('signature.digest', 'Nội dung không thay đổi sau khi ký.')
  journal.pass('signature.value', 'Mọi chữ ký đúng với khóa của chứng thư.')
  journal.pass('certificate.binding', 'Mỗi chữ ký gắn với đúng chứng thư của nó.')
  return signers
}

function certificateIn(journal: Journal, store: TrustStore, label: string, der: Uint8Array): Certificate {
  try {
    return store.read(der)
  } catch {
    return journal.halt('certificate.path', `${label}: không đọc được chứng thư kèm theo.`)
  }
}

const rank = (role: SigningRole | undefined): number => (role === undefined ? signingRoles.length : signingRoles.indexOf(role))

/** The claimed role; in the plain style the one that the next declared signer with this certificate's uid has. */
function rolesOf(
  signatures: readonly XmlSignature[],
  certificates: readonly (readonly Certificate[])[],
  declared: readonly Signer[],
): readonly (SigningRole | undefined)[] {
  const open = [...inSigningOrder(declared)]
  return signatures.map(({ claimed }, index) => {
    const uid = certificates[index]?.[0]?.uid
    const place = open.findIndex((signer) => signer.uid === uid && (claimed === undefined || claimed.role === signer.role))
    const [signer] = place < 0 ? [] : open.splice(place, 1)
    return claimed?.role ?? signer?.role
  })
}

async function judgeValue(journal: Journal, signature: XmlSignature, certificate: Certificate, cryptography: Cryptography): Promise<void> {
  const message = utf8(canonicalize(signature.signedInfo))
  const holds = await verifySignature(cryptography, certificate.key, { key: signature.key, hash: 'SHA-256' }, signature.value, message)
  journal.require('signature.value', holds, `${signature.id}: chữ ký không đúng.`)
}

/** KeyInfo is not signed: the certificate is bound by its digest, the subject name by comparison. */
async function judgeBinding(
  journal: Journal,
  signature: XmlSignature,
  certificate: Certificate,
  cryptography: Cryptography,
): Promise<void> {
  const named = isNameText(signature.subjectName, certificate.subject)
  journal.require('certificate.binding', named, `${signature.id}: X509SubjectName không phải tên trong chứng thư.`)
  if (signature.claimed === undefined) return
  const bound = sameBytes(signature.claimed.certificateDigest, await cryptography.digest('SHA-256', certificate.der))
  journal.require('certificate.binding', bound, `${signature.id}: chứng thư không phải chứng thư đã được ký kèm.`)
}

/** The roles of the document's kind (contract: Signing); the homeroom teacher's grids have no subject teacher. */
function expectationOf({ kind, snapshot, digest }: SignedData): Expectation {
  const leaders: readonly SigningRole[] = ['homeroom-teacher', 'principal', 'organisation']
  const taught = kind === 'grid' && snapshot.format === 'hocba-grid-1' && !isKeptByHomeroom(snapshot.subject)
  return { roles: taught ? ['subject-teacher', ...leaders] : leaders, foreseen: snapshot.signers.map(({ role }) => role), digest }
}

/** Only a file that has passed everything here is shown to another program: a hostile one would cost it minutes. */
async function judgeSecond(journal: Journal, xml: string, signers: readonly SignedBy[], ask: VerifyOptions['second']): Promise<void> {
  if (ask === undefined || journal.failed) return
  const certificates = signers.map(({ certificate }) => certificate.der)
  const agrees = await ask(xml, certificates)
  if (!journal.require('signature.second', agrees, 'Chương trình kiểm tra thứ hai không chấp nhận chữ ký.')) return
  journal.pass('signature.second', 'Chương trình kiểm tra thứ hai cũng chấp nhận mọi chữ ký.')
}
