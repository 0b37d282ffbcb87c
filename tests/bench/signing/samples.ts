import { constants, createHash, generateKeyPairSync, sign } from 'node:crypto'
import { partLength } from '../../../signing-agent/src/parts.ts'
import { renderPdf } from '../../../signing-agent/src/pdf/render.ts'
import { preparePdf } from '../../../signing-agent/src/pdf/sign.ts'
import { signPdf, signXml } from '../../../signing-agent/src/signer.ts'
import { prepareXml } from '../../../signing-agent/src/xml/sign.ts'
import type { Snapshot } from '@hocba/shared/snapshot'
import { gridSnapshot, signersOf, transcriptSnapshot } from '../../conformance/signing/snapshots.ts'
import { type Workshop, digestOf } from '../../conformance/signing/workshop.ts'

/** A minute ago: the demo certificates begin at the start of the run. */
const time = new Date(Date.now() - 60_000 + 7 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+07:00')
const accounts = ['gv.toan', 'gv.van', 'hieutruong', 'vanthu']

/** A snapshot with its digest, as the server hands it to the agent: making both is no part of signing. */
export interface Sample {
  readonly snapshot: Snapshot
  readonly digest: string
}

const sample = (snapshot: Snapshot): Sample => ({ snapshot, digest: digestOf(snapshot) })
const pool = <T>(count: number, make: (n: number) => T): readonly T[] => Array.from({ length: count }, (_, n) => make(n))
const grids = pool(32, (n) => sample({ ...gridSnapshot('2025-6A.TOAN.HK1', signersOf(...accounts)), seq: 1_000 + n }))

/** A school's students: each has a name, marks and remarks of their own; the teachers who attest are the class's. */
const transcripts = pool(1_500, (n) => {
  const { student, subjects, ...year } = transcriptSnapshot()
  const of = (text: string): string => `${text} (${n + 1})`
  return sample({
    ...year,
    student: { ...student, id: `6A-${n}`, name: `${student.name} ${'ÁBCĐÊ'[n % 5]}`, personalId: String(79_314_000_000 + n) },
    subjects: subjects.map((one, at) => ({ ...one, ...(one.kind === 'scored' ? { hk1: (n + at) % 101 } : {}), remark: of(one.remark) })),
    absences: n % 45,
    remark: of(year.remark),
  })
})

/** Another object each time: nothing kept for one snapshot may serve the next. */
function pick(samples: readonly Sample[], n: number): Sample {
  const found = samples[n % samples.length]
  if (found === undefined) throw new RangeError('no sample')
  return { ...found, snapshot: { ...found.snapshot } }
}

/** A frozen grid of 42 students with four signers. */
export const gridOf = (n: number): Sample => pick(grids, n)

/** A student's transcript with three signers. */
export const transcriptOf = (n: number): Sample => pick(transcripts, n)

export function xmlOf(workshop: Workshop, { snapshot, digest }: Sample): Uint8Array {
  let xml: Uint8Array | null = null
  snapshot.signers.forEach(({ person }, position) => {
    xml = signXml({ xml, snapshot, digest, position, key: workshop.key(person), time })
  })
  return xml ?? new Uint8Array()
}

export function pdfOf(workshop: Workshop, { snapshot, digest }: Sample): Uint8Array {
  let pdf = renderPdf(snapshot, digest)
  snapshot.signers.forEach(({ person }, position) => {
    pdf = signPdf({ pdf, snapshot, position, key: workshop.key(person), time })
  })
  return pdf
}

/** `xml`, `pdf` or both of a snapshot, signed so far. */
type Files = Partial<Record<'xml' | 'pdf', Uint8Array>>

/**
 * The files of the `n`th part, role after role, as the agent signs them: all that a person's PIN is typed for is prepared, then signed,
 * then put together.
 */
export function signedPart(workshop: Workshop, n: number, of: (n: number) => Sample, kinds: readonly (keyof Files)[]): readonly Files[] {
  const samples = Array.from({ length: partLength }, (_, index) => of(n * partLength + index))
  const positions = samples[0]?.snapshot.signers.keys() ?? []
  return [...positions].reduce(
    (files: readonly Files[], position) => signedOnce(workshop, samples, position, files, kinds),
    samples.map(() => ({})),
  )
}

/** One more signature on each of the files. */
function signedOnce(
  workshop: Workshop,
  samples: readonly Sample[],
  position: number,
  files: readonly Files[],
  kinds: readonly (keyof Files)[],
): readonly Files[] {
  const { certificate, chain, sign } = workshop.key(samples[0]?.snapshot.signers[position]?.person ?? '')
  const prepare = {
    xml: ({ snapshot, digest }: Sample, xml: Uint8Array | null) =>
      prepareXml({ xml, snapshot, digest, position, certificate, time, style: 'xades' }),
    pdf: ({ snapshot, digest }: Sample, pdf: Uint8Array | null) =>
      preparePdf({ pdf: pdf ?? renderPdf(snapshot, digest), snapshot, position, certificate, chain, time }),
  }
  const prepared = samples.map((sample, index) =>
    kinds.map((kind) => ({ kind, file: prepare[kind](sample, files[index]?.[kind] ?? null) })),
  )
  const signed = prepared.map((both) => both.map(({ kind, file }) => ({ kind, file, signature: sign(file.digest) })))
  return signed.map((both) => Object.fromEntries(both.map(({ kind, file, signature }) => [kind, file.finish(signature)])))
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const hash = createHash('sha256').update('raw').digest()

/** What the machine can do at best: one RSA-2048 signature by Node over 32 bytes. */
export const signRaw = (): Uint8Array => sign('sha256', hash, { key: privateKey, padding: constants.RSA_PKCS1_PADDING })
