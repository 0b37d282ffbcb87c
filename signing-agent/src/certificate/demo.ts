import 'reflect-metadata'
import { KeyObject, createHash, generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makePfx } from '../key/pfx.ts'
import type { RevocationReason } from '@hocba/shared/wire'
import { X509CrlReason } from '@peculiar/x509'
import {
  type Holder,
  type Issuer,
  type KeyType,
  asIssuer,
  exportKey,
  generateKeys,
  makeHolder,
  makeIssuing,
  makeRevocationList,
  makeRoot,
} from './authority.ts'
import { readPem, toPem } from './chain.ts'

export const demoPin = '123456'

export interface DemoHolder {
  readonly account: string
  readonly name: string
  readonly uid: string
  readonly organisation?: boolean
}

interface Authority {
  readonly root: Issuer
  readonly issuing: Issuer
}

/**
 * The demo school's public key infrastructure: makes what is missing under `<dir>/pki` and `<dir>/agent`, renews the revocation
 * list, leaves every existing credential alone. Names come from the school's directory. Gives back everybody's certificate.
 */
export async function ensureDemoCredentials(
  dir: string,
  people: readonly DemoHolder[],
  school: { readonly name: string },
  now: Date,
): Promise<readonly { readonly account: string; readonly certificate: string }[]> {
  const open = await openAuthority(dir, now)
  const { folders } = open
  await publishTrust(open, now)
  await ensureLogKey(folders.authority, join(folders.pki, 'school.vkey'), school.name)
  const missing = people.filter((person) => !existsSync(join(folders.credentials, `${person.account}.pem`)))
  await Promise.all(
    missing.map((person) => issueCredential(open, person.account, { ...person, organisation: school.name }, Buffer.from(demoPin), now)),
  )
  return Promise.all(people.map(({ account }) => certificateOf(folders.credentials, account)))
}

/** The holder's own, DER in base64. */
async function certificateOf(dir: string, account: string): Promise<{ readonly account: string; readonly certificate: string }> {
  const [certificate] = readPem(await readFile(join(dir, `${account}.pem`), 'utf8'))
  if (certificate === undefined) throw new TypeError(`${account}.pem holds no certificate`)
  return { account, certificate: Buffer.from(certificate).toString('base64') }
}

/** The folders and keys of an authority that this computer keeps. */
export interface OpenAuthority extends Authority {
  readonly folders: Folders
}

/** Makes the authority when there is none yet. */
export async function openAuthority(dir: string, now: Date): Promise<OpenAuthority> {
  const folders = await makeFolders(dir)
  return { folders, ...(await ensureAuthority(folders, now)) }
}

const reasonCodes = {
  unspecified: X509CrlReason.unspecified,
  'key-compromise': X509CrlReason.keyCompromise,
  'affiliation-changed': X509CrlReason.affiliationChanged,
  superseded: X509CrlReason.superseded,
  cessation: X509CrlReason.cessationOfOperation,
} as const satisfies Readonly<Record<RevocationReason, X509CrlReason>>

export interface Revoked {
  readonly serial: string
  /** RFC 3339 */
  readonly at: string
  readonly reason: RevocationReason
}

/** What the issuing authority has revoked, as it will stand in every list from then on. */
export async function readRevoked({ authority }: Folders): Promise<readonly Revoked[]> {
  const path = join(authority, 'revoked.json')
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as readonly Revoked[]) : []
}

export const keepRevoked = ({ authority }: Folders, revoked: readonly Revoked[]): Promise<void> =>
  replaceFile(join(authority, 'revoked.json'), JSON.stringify(revoked))

export interface Folders {
  readonly pki: string
  readonly authority: string
  readonly credentials: string
}

async function makeFolders(dir: string): Promise<Folders> {
  const agent = join(dir, 'agent')
  const folders = { pki: join(dir, 'pki'), authority: join(agent, 'authority'), credentials: join(agent, 'credentials') }
  await mkdir(agent, { recursive: true, mode: 0o700 })
  await chmod(agent, 0o700)
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true })
  return folders
}

async function ensureAuthority({ authority: dir, pki }: Folders, now: Date): Promise<Authority> {
  if (!existsSync(join(dir, 'issuing.pem'))) {
    await keepEarlier(pki, dir)
    const root = await makeRoot(now)
    await saveIssuer(dir, 'root', root)
    await saveIssuer(dir, 'issuing', await makeIssuing(root, now))
  }
  return { root: await loadIssuer(dir, 'root'), issuing: await loadIssuer(dir, 'issuing') }
}

const published = ['root.pem', 'chain.pem', 'crl.pem'] as const

/** Trust material without its keys, as a restored backup brings it: files signed under it must still verify. */
async function keepEarlier(pki: string, dir: string): Promise<void> {
  for (const name of published) if (existsSync(join(pki, name))) await copyFile(join(pki, name), join(dir, `earlier-${name}`))
}

/** The certificate is written last: its presence means that the pair is whole. */
async function saveIssuer(dir: string, name: string, issuer: Issuer): Promise<void> {
  await replaceFile(join(dir, `${name}.key`), toPem('PRIVATE KEY', await exportKey(issuer.key)))
  await replaceFile(join(dir, `${name}.pem`), toPem('CERTIFICATE', new Uint8Array(issuer.certificate.rawData)))
}

async function loadIssuer(dir: string, name: string): Promise<Issuer> {
  const key = await readFile(join(dir, `${name}.key`), 'utf8')
  const [certificate] = readPem(await readFile(join(dir, `${name}.pem`), 'utf8'))
  if (certificate === undefined) throw new TypeError(`${name}.pem holds no certificate`)
  return asIssuer(certificate, Buffer.from(key.replace(/-----[^-]+-----|\s/g, ''), 'base64'))
}

/** Roots, chain and fresh revocation lists, where everybody reads them. */
export async function publishTrust({ folders, root, issuing }: OpenAuthority, now: Date): Promise<void> {
  const { pki, authority: dir } = folders
  const revoked = (await readRevoked(folders)).map(({ serial, at, reason }) => ({ serial, at: new Date(at), reason: reasonCodes[reason] }))
  const lists = [await makeRevocationList(issuing, now, revoked), await makeRevocationList(root, now)]
  const own = {
    'root.pem': toPem('CERTIFICATE', new Uint8Array(root.certificate.rawData)),
    'chain.pem': toPem('CERTIFICATE', new Uint8Array(issuing.certificate.rawData)),
    'crl.pem': lists.map((list) => toPem('X509 CRL', list)).join(''),
  }
  for (const name of published) {
    const earlier = join(dir, `earlier-${name}`)
    await replaceFile(join(pki, name), own[name] + (existsSync(earlier) ? await readFile(earlier, 'utf8') : ''), 0o644)
  }
}

/** The key that will sign the log's checkpoints; its public half as a C2SP signed-note verifier key. */
async function ensureLogKey(dir: string, publicFile: string, school: string): Promise<void> {
  if (existsSync(publicFile)) return
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  const name = noteName(school)
  const typed = Buffer.concat([Uint8Array.of(1), raw])
  const hash = createHash('sha256').update(`${name}\n`).update(typed).digest('hex').slice(0, 8)
  await replaceFile(join(dir, 'log.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  await replaceFile(publicFile, `${name}+${hash}+${typed.toString('base64')}\n`, 0o644)
}

/** A note's key name has no blanks and no plus sign. */
const noteName = (school: string): string =>
  school
    .normalize('NFC')
    .trim()
    .replace(/[\s+]+/g, '-')

/** A new key with its certificate, in a file that the PIN opens; gives back the serial number. */
export async function issueCredential(
  { folders, issuing }: OpenAuthority,
  account: string,
  holder: Holder,
  pin: Uint8Array,
  now: Date,
  type: KeyType = 'rsa',
): Promise<string> {
  const keys = await generateKeys(type)
  const certificate = await makeHolder(issuing, holder, keys.publicKey, now)
  const chain = [new Uint8Array(certificate.rawData), new Uint8Array(issuing.certificate.rawData)]
  const pfx = await makePfx(KeyObject.from(keys.privateKey), chain, pin, account)
  await replaceFile(join(folders.credentials, `${account}.p12`), pfx)
  await replaceFile(join(folders.credentials, `${account}.pem`), chain.map((one) => toPem('CERTIFICATE', one)).join(''))
  return certificate.serialNumber
}

async function replaceFile(path: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  await writeFile(`${path}.new`, content, { mode })
  await rename(`${path}.new`, path)
}
