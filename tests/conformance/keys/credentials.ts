import { type KeyObject, generateKeyPairSync, webcrypto } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asIssuer, makeHolder } from '../../../signing-agent/src/certificate/authority.ts'
import { readPem, toPem } from '../../../signing-agent/src/certificate/chain.ts'
import { demoPin } from '../../../signing-agent/src/certificate/demo.ts'
import { makePfx, openPfx } from '../../../signing-agent/src/key/pfx.ts'
import { people } from '../signing/snapshots.ts'
import type { Workshop } from '../signing/workshop.ts'

export const pin = '246810'

/** One person's key with the certificates that say whose it is. */
export interface Material {
  readonly account: string
  readonly key: KeyObject
  readonly certificate: Uint8Array
  readonly issuer: Uint8Array
}

const uids = Object.fromEntries(Object.values(people).map(({ person, name, uid }) => [person, { name, uid }]))

/** An RSA key for the mathematics teacher, a P-256 key for the teacher of literature, both certified by the workshop's authority. */
export async function makeMaterials({ dir }: Workshop): Promise<readonly [Material, Material]> {
  const folder = join(dir, 'agent/authority')
  const [issuer = new Uint8Array()] = readPem(await readFile(join(folder, 'issuing.pem'), 'utf8'))
  const pkcs8 = Buffer.from((await readFile(join(folder, 'issuing.key'), 'utf8')).replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const authority = await asIssuer(issuer, pkcs8)
  const made = async (account: string, type: 'rsa' | 'ec'): Promise<Material> => {
    const pair = type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const algorithm = type === 'rsa' ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } : { name: 'ECDSA', namedCurve: 'P-256' }
    const spki = pair.publicKey.export({ type: 'spki', format: 'der' })
    const publicKey = await webcrypto.subtle.importKey('spki', spki, algorithm, true, ['verify'])
    const { name, uid } = uids[account] ?? { name: account, uid: '' }
    const certificate = await makeHolder(authority, { name, uid, organisation: 'Trường THCS Lê Quý Đôn' }, publicKey, new Date())
    return { account, key: pair.privateKey, certificate: new Uint8Array(certificate.rawData), issuer }
  }
  return [await made('gv.toan', 'rsa'), await made('gv.van', 'ec')]
}

/** The RSA key and certificate that the workshop made for an account. */
export async function materialOf({ dir }: Workshop, account: string): Promise<Material> {
  const { key, certificates } = await openPfx(await readFile(join(dir, 'agent/credentials', `${account}.p12`)), Buffer.from(demoPin))
  const [certificate = new Uint8Array(), issuer = new Uint8Array()] = certificates
  return { account, key, certificate, issuer }
}

/** The material as files of the lowest assurance. */
export async function writePfx(dir: string, { account, key, certificate, issuer }: Material): Promise<void> {
  await writeFile(join(dir, `${account}.p12`), await makePfx(key, [certificate, issuer], Buffer.from(pin), account))
  await writeFile(join(dir, `${account}.pem`), [certificate, issuer].map((one) => toPem('CERTIFICATE', one)).join(''))
}
