import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Snapshot } from '@hocba/shared/snapshot'
import { verifyFile } from '@hocba/shared/verify'
import type { Workshop } from '../../conformance/signing/workshop.ts'
import type { Jdk } from '../../support/jdk.ts'
import { cmsAccepts, pdfSignatures, run, xmlsecAll } from '../../support/outside.ts'

/** Both files of each snapshot, signed by everybody, before every tool; gives back who refuses what. */
export async function refusals(workshop: Workshop, jdk: Jdk, snapshots: readonly Snapshot[]): Promise<readonly string[]> {
  const options = { trust: workshop.trust, at: new Date() }
  const pki = join(workshop.dir, 'pki')
  const found: string[] = []
  const files = snapshots.map((snapshot, index) => {
    const name = `${snapshot.class}-${snapshot.format === 'hocba-grid-1' ? snapshot.grid : snapshot.id}`
    const paths = { xml: join(workshop.dir, `year-${index}.xml`), pdf: join(workshop.dir, `year-${index}.pdf`) }
    const { xml, pdf } = workshop.sign(snapshot)
    writeFileSync(paths.xml, xml)
    writeFileSync(paths.pdf, pdf)
    return { name, paths, xml, pdf, signatures: snapshot.signers.length }
  })
  const say = (tool: string, name: string, accepted: boolean): void => {
    if (!accepted) found.push(`${name}: ${tool}`)
  }
  const answers = jdk.answers(files.map(({ paths }) => paths.xml))
  const opinions = xmlsecAll(
    pki,
    files.map(({ paths, signatures }) => ({ path: paths.xml, signatures })),
  )
  for (const [index, { name, paths, xml, pdf, signatures }] of files.entries()) {
    say('jdk', name, answers[index] === `OK ${signatures}`)
    say('xmlsec1', name, opinions[index] ?? false)
    const { valid, whole } = pdfSignatures(paths.pdf)
    say('pdfsig', name, valid.length === signatures && whole.length === 1)
    say('qpdf', name, run('qpdf', ['--check', paths.pdf]).status === 0)
    say('openssl', name, cmsAccepts(pki, workshop.dir, pdf) === signatures)
    for (const file of [xml, pdf]) say('hocba', name, (await verifyFile(file, options)).verdict === 'valid')
  }
  return found
}
