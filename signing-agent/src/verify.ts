import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '@hocba/shared/core'
import { parseVerifierKey } from '@hocba/shared/log'
import { type SigningRole, signingRoles } from '@hocba/shared/signing'
import { type VerifyOptions, verifyFile } from '@hocba/shared/verify'
import { readCrls, readPem } from './certificate/chain.ts'
import { checkEd25519 } from './log.ts'
import type { SignedFiles, Work } from './work.ts'

/** Verifies finished files against the published trust material, with the same code that everybody else verifies with. */
export const verifierOf =
  (pki: string, now: () => Date) =>
  async (files: SignedFiles, work: Work): Promise<void> => {
    const options = { trust: await readTrust(pki), at: now(), require: completeRoles(work), log: await readLogKey(pki) }
    for (const file of [files.xml, files.pdf]) {
      const report = await verifyFile(file, options)
      if (report.verdict === 'valid' && report.digest === work.job.digest) continue
      const bad = report.checks.filter((check) => check.ok === false).map((check) => check.id)
      throw new Fault('artefact.invalid', { detail: `Tệp vừa ký không qua được kiểm tra: ${bad.join(', ')}` })
    }
  }

/** Roles before this one are complete; in this one a colleague may still be missing. */
const completeRoles = ({ job, snapshot }: Work): readonly SigningRole[] =>
  signingRoles.slice(0, signingRoles.indexOf(job.role)).filter((role) => snapshot.signers.some((signer) => signer.role === role))

async function readLogKey(pki: string): Promise<NonNullable<VerifyOptions['log']>> {
  const key = parseVerifierKey(await readFile(join(pki, 'school.vkey'), 'utf8'))
  if (!key) throw new Fault('store.unavailable', { detail: 'Khóa ký nhật ký của trường chưa sẵn sàng.' })
  return { key, check: checkEd25519 }
}

/** `tsa.pem` only where the school has an authority for time stamps. */
export async function readTrust(pki: string): Promise<VerifyOptions['trust']> {
  const [roots, chain, crls] = await Promise.all(['root.pem', 'chain.pem', 'crl.pem'].map((name) => readFile(join(pki, name), 'utf8')))
  const stamps = await readFile(join(pki, 'tsa.pem'), 'utf8').catch(() => '')
  return { roots: readPem(roots ?? ''), chain: readPem(chain ?? ''), crls: readCrls(crls ?? ''), timestamps: readPem(stamps) }
}
