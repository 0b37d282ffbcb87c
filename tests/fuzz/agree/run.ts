import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyFile } from '@hocba/shared/verify'
import type { Workshop } from '../../conformance/signing/workshop.ts'
import { Random } from '../../property/document/support/random.ts'
import type { Jdk } from '../../support/jdk.ts'
import { pdfSignatures, xmlsecAll } from '../../support/outside.ts'
import { pdfChanges, randomSnapshot, xmlChanges } from './samples.ts'

type Party = 'hocba' | 'jdk' | 'xmlsec1' | 'pdfsig'

interface Sample {
  readonly name: string
  readonly kind: 'xml' | 'pdf'
  readonly path: string
  readonly good: boolean
  readonly signatures: number
  readonly bytes: Uint8Array
}

export interface Agreement {
  readonly snapshots: number
  /** Files that each party has judged. */
  readonly judged: ReadonlyMap<Party, number>
  readonly disagreements: readonly string[]
}

/** Signs, tampers and asks everybody, so many snapshots at a time; a PDF of every `pdfEvery`-th, for pdfsig is a process a file. */
export async function agree(
  workshop: Workshop,
  jdk: Jdk,
  seed: number,
  range: { readonly from: number; readonly to: number; readonly pdfEvery: number },
): Promise<Agreement> {
  const samples: Sample[] = []
  for (let n = range.from; n < range.to; n += 1) samples.push(...samplesOf(workshop, seed, n, n % range.pdfEvery === 0))
  for (const { path, bytes } of samples) writeFileSync(path, bytes)
  const disagreements: string[] = []
  const judged = new Map<Party, number>()
  const hear = (party: Party, { name, good }: Sample, accepted: boolean, why = ''): void => {
    judged.set(party, (judged.get(party) ?? 0) + 1)
    if (accepted !== good) disagreements.push(`${name}: ${party} ${accepted ? 'accepts' : 'refuses'} ${why}`)
  }
  const options = { trust: workshop.trust, at: new Date() }
  for (const sample of samples) {
    const { verdict, checks } = await verifyFile(sample.bytes, options)
    const why = checks
      .filter(({ ok }) => ok === false)
      .map(({ id }) => id)
      .join()
    hear('hocba', sample, verdict === 'valid', why)
  }
  const xml = samples.filter(({ kind }) => kind === 'xml')
  const answers = jdk.answers(xml.map(({ path }) => path))
  xml.forEach((sample, index) => hear('jdk', sample, answers[index] === `OK ${sample.signatures}`, answers[index]))
  const opinions = xmlsecAll(join(workshop.dir, 'pki'), xml)
  xml.forEach((sample, index) => hear('xmlsec1', sample, opinions[index] ?? false))
  for (const sample of samples) {
    if (sample.kind === 'pdf') hear('pdfsig', sample, pdfSignatures(sample.path).valid.length === sample.signatures)
  }
  return { snapshots: range.to - range.from, judged, disagreements }
}

function samplesOf(workshop: Workshop, seed: number, n: number, withPdf: boolean): readonly Sample[] {
  const random = new Random(Math.imul(seed + 1, 0x9e3779b1) + n)
  random.next()
  const snapshot = randomSnapshot(random)
  const style = random.pick(['xades', 'signature-properties'] as const)
  const { xml, pdf } = workshop.sign(snapshot, { style })
  const signatures = snapshot.signers.length
  const sample = (kind: 'xml' | 'pdf', what: string, bytes: Uint8Array): Sample => ({
    name: `${kind} ${n} ${style}: ${what}`,
    kind,
    path: join(workshop.dir, `${n}-${what === 'good' ? 'good' : 'bad'}.${kind}`),
    good: what === 'good',
    signatures,
    bytes,
  })
  const [change, make] = random.pick(Object.entries(xmlChanges))
  const tampered = new TextEncoder().encode(make(new TextDecoder().decode(xml), random))
  const both = [sample('xml', 'good', xml), sample('xml', change, tampered)]
  if (!withPdf) return both
  const [edit, apply] = random.pick(Object.entries(pdfChanges))
  const edited = Uint8Array.from(Buffer.from(apply(Buffer.from(pdf).toString('latin1'), random), 'latin1'))
  return [...both, sample('pdf', 'good', pdf), sample('pdf', edit, edited)]
}
