import * as node from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import { type SigningRole, signingRoles } from '@hocba/shared/signing'
import { nodeCryptography, verifyFile } from '@hocba/shared/verify'
import { checkEd25519 } from './log.ts'
import type { PublishedFolder } from './trust.ts'
import type { SignedFiles, Work } from './work.ts'

const cryptography = nodeCryptography(node)

/** Verifies finished files against the published trust material, with the same code that everybody else verifies with. */
export const verifierOf =
  (folder: PublishedFolder, now: () => Date) =>
  async (files: SignedFiles, work: Work): Promise<void> => {
    const { trust, logKey: key } = folder.read()
    if (!key) throw new Fault('store.unavailable', { detail: 'Khóa ký nhật ký của trường chưa sẵn sàng.' })
    const options = { trust, at: now(), require: completeRoles(work), log: { key, check: checkEd25519 }, cryptography }
    for (const file of [files.xml, files.pdf]) {
      const report = await verifyFile(file, options)
      if (report.verdict === 'valid' && report.digest === work.job.digest) continue
      const bad = report.checks.filter(({ ok }) => ok === false).map(({ id }) => id)
      throw new Fault('artefact.invalid', { detail: `Tệp vừa ký không qua được kiểm tra: ${bad.join(', ')}` })
    }
  }

/** Roles before this one are complete; in this one a colleague may still be missing. */
const completeRoles = ({ job, snapshot }: Work): readonly SigningRole[] =>
  signingRoles.slice(0, signingRoles.indexOf(job.role)).filter((role) => snapshot.signers.some((signer) => signer.role === role))
