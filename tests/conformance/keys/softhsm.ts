import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PKCS11 } from 'pkcs11js'
import { ck, loadCryptoki } from '../../../signing-agent/src/key/token/cryptoki.ts'
import { type Material, pin } from './credentials.ts'

const libraries = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
]

/** SoftHSM's PKCS#11 library, where Debian and others put it. */
export const softhsmLibrary = (): string => libraries.find((path) => existsSync(path)) ?? libraries[0] ?? ''

/** Points SoftHSM, in this process and its children, at tokens below `dir`. */
export function useTokens(dir: string): void {
  mkdirSync(join(dir, 'tokens'), { recursive: true })
  writeFileSync(
    join(dir, 'softhsm2.conf'),
    `directories.tokendir = ${join(dir, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  )
  process.env['SOFTHSM2_CONF'] = join(dir, 'softhsm2.conf')
}

const util = (...args: readonly string[]): void => void execFileSync('softhsm2-util', args, { stdio: 'pipe' })

/** A token with one key, its certificate and the issuer's. */
export function makeToken(dir: string, label: string, { key, certificate, issuer }: Material): void {
  util('--init-token', '--free', '--label', label, '--so-pin', '87654321', '--pin', pin)
  const pem = join(dir, `${label}.pem`)
  writeFileSync(pem, key.export({ type: 'pkcs8', format: 'pem' }))
  util('--import', pem, '--token', label, '--label', label, '--id', 'a1', '--pin', pin)
  withToken(label, (library, session) => {
    for (const [id, value] of [
      ['a1', certificate],
      ['ca', issuer],
    ] as const)
      library.C_CreateObject(session, certificateObject(id, value))
  })
}

/** Works on a token with its holder's login, read and write, and leaves no trace of it in this process. */
export function withToken(label: string, work: (library: PKCS11, session: Buffer) => void): void {
  const library = loadCryptoki(softhsmLibrary())
  try {
    const slot = library.C_GetSlotList(true).find((one) => library.C_GetTokenInfo(one).label.trim() === label)
    if (slot === undefined) throw new RangeError(label)
    const session = library.C_OpenSession(slot, ck.flag.serialSession | 2)
    library.C_Login(session, ck.user, pin)
    work(library, session)
  } finally {
    library.C_Finalize()
    library.close()
  }
}

const certificateObject = (id: string, value: Uint8Array) => [
  { type: ck.attribute.class, value: ck.object.certificate },
  { type: 0x80, value: 0 }, // CKA_CERTIFICATE_TYPE: X.509
  { type: 1, value: true }, // CKA_TOKEN
  { type: 2, value: false }, // CKA_PRIVATE
  { type: 0x101, value: Buffer.from('3000', 'hex') }, // CKA_SUBJECT
  { type: ck.attribute.id, value: Buffer.from(id, 'hex') },
  { type: ck.attribute.value, value: Buffer.from(value) },
]
