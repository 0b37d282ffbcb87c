import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Snapshot, snapshotBytes } from '@hocba/shared/snapshot'
import type { Trust } from '@hocba/shared/verify'
import { readCrls, readPem } from '../../../signing-agent/src/certificate/chain.ts'
import {
  type DemoHolder,
  demoPin,
  ensureDemoCredentials,
  issueCredential,
  openAuthority,
} from '../../../signing-agent/src/certificate/demo.ts'
import { renderPdf } from '../../../signing-agent/src/pdf/render.ts'
import { type SigningKey, openKey, signPdf, signXml } from '../../../signing-agent/src/signer.ts'
import type { TimeStyle } from '../../../signing-agent/src/xml/element.ts'
import { people, school } from './snapshots.ts'

export const holders: readonly DemoHolder[] = Object.values(people).map(({ person, name, uid, role }) => ({
  account: person,
  name,
  uid,
  organisation: role === 'organisation',
}))

export interface SignedPair {
  readonly snapshot: Snapshot
  readonly digest: string
  readonly xml: Uint8Array
  readonly pdf: Uint8Array
}

/** A folder with a demo authority and credentials, and hands that sign with them. */
export interface Workshop {
  readonly dir: string
  readonly pki: (name: string) => string
  readonly trust: Trust
  readonly key: (account: string) => SigningKey
  /** Signs both files by all signers, or by the positions given, in that order. */
  readonly sign: (snapshot: Snapshot, options?: { readonly style?: TimeStyle; readonly positions?: readonly number[] }) => SignedPair
  readonly close: () => Promise<void>
}

/** The principal's key is on P-256 unless told otherwise, so that every tool sees files of both kinds of key. */
export async function openWorkshop(curved: readonly string[] = ['hieutruong']): Promise<Workshop> {
  const dir = await mkdtemp(join(tmpdir(), 'hocba-signing-'))
  const authority = await openAuthority(dir, new Date())
  for (const { account, ...holder } of holders.filter((one) => curved.includes(one.account)))
    await issueCredential(authority, account, { ...holder, organisation: school.name }, Buffer.from(demoPin), new Date(), 'p256')
  await ensureDemoCredentials(dir, holders, school, new Date())
  const keys = new Map<string, SigningKey>()
  for (const { account } of holders) {
    keys.set(account, await openKey(await readFile(join(dir, 'agent/credentials', `${account}.p12`)), Buffer.from(demoPin)))
  }
  const pki = (name: string): string => join(dir, 'pki', name)
  const text = (name: string): Promise<string> => readFile(pki(name), 'utf8')
  const key = (account: string): SigningKey => {
    const found = keys.get(account)
    if (found === undefined) throw new RangeError(account)
    return found
  }
  return {
    dir,
    pki,
    key,
    trust: { roots: readPem(await text('root.pem')), chain: readPem(await text('chain.pem')), crls: readCrls(await text('crl.pem')) },
    sign: (snapshot, options) => signAll(snapshot, key, options),
    close: () => rm(dir, { recursive: true, force: true }),
  }
}

export const digestOf = (snapshot: Snapshot): string => createHash('sha256').update(snapshotBytes(snapshot)).digest('hex')

function signAll(
  snapshot: Snapshot,
  key: Workshop['key'],
  options: { readonly style?: TimeStyle; readonly positions?: readonly number[] } = {},
): SignedPair {
  const digest = digestOf(snapshot)
  const start = Date.now() - 60_000
  let xml: Uint8Array | null = null
  let pdf = renderPdf(snapshot, digest)
  const positions = options.positions ?? snapshot.signers.map((_, position) => position)
  positions.forEach((position, index) => {
    const account = snapshot.signers[position]?.person ?? ''
    const time = vietnamTime(start + index * 1000)
    xml = signXml({ xml, snapshot, digest, position, key: key(account), time, style: options.style ?? 'xades' })
    pdf = signPdf({ pdf, snapshot, position, key: key(account), time })
  })
  if (xml === null) throw new RangeError('nobody signs')
  return { snapshot, digest, xml, pdf }
}

const vietnamTime = (at: number): string => new Date(at + 7 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+07:00')
