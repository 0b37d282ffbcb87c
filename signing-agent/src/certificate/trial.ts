import 'reflect-metadata'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '@hocba/shared/core'
import type { RevocationReason } from '@hocba/shared/wire'
import * as x509 from '@peculiar/x509'
import type { Holder, KeyType } from './authority.ts'
import { readPem } from './chain.ts'
import { type OpenAuthority, issueCredential, keepRevoked, openAuthority, publishTrust, readRevoked } from './demo.ts'
import { readCertificate } from './subject.ts'

/** A certificate that was made or ended. */
export interface Done {
  readonly serial: string
}

/**
 * The authority for trying things out, for a school without a licensed one; every certificate says so in its issuer's name.
 * @throws Fault `credential.unfit` where the school trusts somebody else already: its roots are not mixed with this one
 */
async function open(dir: string, now: Date): Promise<OpenAuthority> {
  const isOurs = existsSync(join(dir, 'agent/authority/issuing.pem'))
  if (!isOurs && existsSync(join(dir, 'pki/root.pem')))
    throw new Fault('credential.unfit', {
      detail: 'Trường đã dùng chứng thư của nơi cấp khác; cơ quan chứng thực thử không được thêm vào.',
    })
  return openAuthority(dir, now)
}

/** A new key and certificate for somebody who has none. */
export async function issue(
  dir: string,
  account: string,
  holder: Holder,
  pin: Uint8Array,
  now: Date,
  type: KeyType = 'rsa',
): Promise<Done> {
  const authority = await open(dir, now)
  if (existsSync(join(authority.folders.credentials, `${account}.pem`)))
    throw new Fault('credential.unfit', { detail: `${account} đã có chứng thư; dùng hocba ca renew để cấp lại.` })
  await publishTrust(authority, now)
  return { serial: await issueCredential(authority, account, holder, pin, now, type) }
}

/** A new key of the same kind and its certificate for the same person; the one before stays valid until its end, unless it is revoked. */
export async function renew(dir: string, account: string, pin: Uint8Array, now: Date): Promise<Done> {
  const authority = await open(dir, now)
  const present = await certificateOf(authority, account)
  const { commonName: name, uid, key } = readCertificate(present)
  const [organisation = ''] = new x509.X509Certificate(Uint8Array.from(present)).subjectName.getField('O')
  return { serial: await issueCredential(authority, account, { name, uid, organisation }, pin, now, key === 'rsa' ? 'rsa' : 'p256') }
}

/** Ends a certificate and publishes the list that says so: of the account, or by its serial number when it was renewed since. */
export async function revoke(
  dir: string,
  { account, serial, reason }: { readonly account: string; readonly serial?: string; readonly reason: RevocationReason },
  now: Date,
): Promise<Done> {
  const authority = await open(dir, now)
  const ended = serial ?? readCertificate(await certificateOf(authority, account)).serialHex
  const known = await readRevoked(authority.folders)
  if (known.some((one) => one.serial === ended)) throw new Fault('credential.unfit', { detail: 'Chứng thư này đã bị thu hồi.' })
  await keepRevoked(authority.folders, [...known, { serial: ended, at: now.toISOString(), reason }])
  await publishTrust(authority, now)
  return { serial: ended }
}

/** Publishes fresh revocation lists; they count for a year. */
export async function publish(dir: string, now: Date): Promise<void> {
  await publishTrust(await open(dir, now), now)
}

async function certificateOf({ folders }: OpenAuthority, account: string): Promise<Uint8Array> {
  const pem = await readFile(join(folders.credentials, `${account}.pem`), 'utf8').catch(() => '')
  const [certificate] = readPem(pem)
  if (certificate === undefined) throw new Fault('credential.missing', { detail: `${account} chưa có chứng thư của cơ quan này.` })
  return certificate
}
