import { KeyObject, createHash, sign, webcrypto } from 'node:crypto'
import { type Signer, type SigningRole, inSigningOrder } from '@hocba/shared/signing'
import type { Trust } from '@hocba/shared/verify'
import {
  type Holder,
  type Issuer,
  type KeyPair,
  generateKeys,
  makeHolder,
  makeIssuing,
  makeRevocationList,
  makeRoot,
} from '../../signing-agent/src/certificate/authority.ts'

export interface TestKey {
  readonly signer: Signer
  readonly certificate: Uint8Array
  /** RFC 4514 */
  readonly subject: string
  readonly key: KeyObject
}

export interface TestSchool {
  readonly root: Issuer
  readonly issuing: Issuer
  readonly trust: Trust
  readonly keys: readonly TestKey[]
}

export const clock = new Date('2026-06-20T08:00:00+07:00')
export const signingTime = '2026-06-20T08:00:00+07:00'
const organisation = 'Trường THCS Đống Đa, Hà Nội'

const person = (role: SigningRole, id: string, name: string, uid: string): Signer => ({ role, person: id, name, title: 'Giáo viên', uid })

export const declared = inSigningOrder([
  person('subject-teacher', 'gv.khtn1', 'Nguyễn Thị Ánh', 'CCCD:001'),
  person('subject-teacher', 'gv.khtn2', 'Trần Văn Đức', 'CCCD:002'),
  person('homeroom-teacher', 'gv.van', 'Lê Thị Hằng', 'CCCD:003'),
  person('principal', 'hieutruong', 'Phạm Quốc Việt', 'CCCD:004'),
  person('organisation', 'vanthu', organisation, 'MST:0100000001'),
])

export async function makeSchool(now = clock): Promise<TestSchool> {
  const root = await makeRoot(now)
  const issuing = await makeIssuing(root, now)
  const der = (issuer: Issuer): Uint8Array => new Uint8Array(issuer.certificate.rawData)
  const crls = [await makeRevocationList(issuing, now), await makeRevocationList(root, now)]
  const keys = await Promise.all(declared.map((signer) => makeKey(issuing, signer)))
  return { root, issuing, keys, trust: { roots: [der(root)], chain: [der(issuing)], crls } }
}

export const makeKey = async (issuing: Issuer, signer: Signer): Promise<TestKey> => certify(issuing, signer, await generateKeys())

export async function makeEcdsaKey(issuing: Issuer, signer: Signer, now = clock): Promise<TestKey> {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  return certify(issuing, signer, pair, now)
}

async function certify(issuing: Issuer, signer: Signer, pair: KeyPair, now = clock): Promise<TestKey> {
  const holder: Holder = { name: signer.name, uid: signer.uid, organisation }
  const certificate = await makeHolder(issuing, holder, pair.publicKey, now)
  const escaped = (text: string): string => text.replace(/[",+]/g, '\\$&')
  const subject = `CN=${escaped(signer.name)},UID=${signer.uid},O=${escaped(organisation)},C=VN`
  return { signer, certificate: new Uint8Array(certificate.rawData), subject, key: KeyObject.from(pair.privateKey) }
}

export const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()

export const signBytes = (key: KeyObject, bytes: Uint8Array | string): Buffer =>
  sign('sha256', Buffer.from(bytes as string), { key, dsaEncoding: 'ieee-p1363' })
