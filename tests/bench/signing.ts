/** Files signed and verified a second of processor time, against the bare RSA rate and the common verifiers. Linux only. */
import * as node from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nodeCryptography, verifyFile } from '@hocba/shared/verify'
import { type Workshop, openWorkshop } from '../conformance/signing/workshop.ts'
import { figure, median, printTable, ratio } from './measure/table.ts'
import { opensslRate, processRate, run, xmlsecArgs } from './signing/outside.ts'
import { rate } from './signing/rate.ts'
import { partLength } from '../../signing-agent/src/parts.ts'
import { gridOf, pdfOf, signRaw, signedPart, transcriptOf, xmlOf } from './signing/samples.ts'
import { inWorker, transcriptsWith, work } from './signing/threads.ts'

const rounds = Number(process.env['HOCBA_BENCH_ROUNDS'] ?? 7)
const seconds = Number(process.env['HOCBA_BENCH_SECONDS'] ?? 1)
/** Transcripts of a school. */
const schoolYear = 1_500

if (inWorker) await work()
else await measure()

async function measure(): Promise<void> {
  const workshop = await openWorkshop([])
  await reportSigning(workshop)
  await reportThreads()
  await reportVerification(workshop)
  await workshop.close()
}

type Work = (n: number) => unknown

/** Compilers are still at work in the first seconds: an agent that signs a school's year has them behind it. */
const warmUp = 3

/** The rates of several kinds of work, measured in turn, several rounds, medians. */
async function interleaved(kinds: Readonly<Record<string, Work>>): Promise<Readonly<Record<string, number>>> {
  const rates = new Map(Object.keys(kinds).map((name) => [name, [] as number[]]))
  for (const one of Object.values(kinds)) await rate(one, warmUp * seconds)
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, one] of Object.entries(kinds)) rates.get(name)?.push(await rate(one, seconds))
  }
  return Object.fromEntries([...rates].map(([name, of]) => [name, median(of)]))
}

interface Kind {
  readonly name: string
  readonly signatures: number
  readonly work: Work
}

/** Of one round: parts a second, and signatures for each one that the machine can do at best. */
interface Measure {
  readonly parts: number
  readonly share: number
}

/** Each kind in turn, between two measures of the bare rate: the machine's own speed changes within seconds. */
async function besideRaw(kinds: readonly Kind[]): Promise<{ readonly raw: number; readonly found: readonly (readonly Measure[])[] }> {
  for (const work of [signRaw, ...kinds.map((kind) => kind.work)]) await rate(work, warmUp * seconds)
  const raw: number[] = [await rate(signRaw, seconds)]
  const found = kinds.map((): Measure[] => [])
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { signatures, work }] of kinds.entries()) {
      const before = raw.at(-1) ?? 0
      const parts = await rate(work, seconds)
      const after = await rate(signRaw, seconds)
      raw.push(after)
      found[index]?.push({ parts, share: (parts * partLength * signatures * 2) / (before + after) })
    }
  }
  return { raw: median(raw), found }
}

async function reportSigning(workshop: Workshop): Promise<void> {
  const kind = (name: string, signatures: number, ...what: [typeof gridOf, Parameters<typeof signedPart>[3]]): Kind => ({
    name,
    signatures,
    work: (n) => signedPart(workshop, n, ...what),
  })
  const kinds = [
    kind('XML of a grid of 42 students: emit and 4 signatures', 4, gridOf, ['xml']),
    kind('XML of a transcript: emit and 3 signatures', 3, transcriptOf, ['xml']),
    kind('PDF of a transcript: render and 3 signatures', 3, transcriptOf, ['pdf']),
    kind('transcript: XML and PDF, 3 signatures each', 6, transcriptOf, ['xml', 'pdf']),
  ]
  const { raw, found } = await besideRaw(kinds)
  const openssl = opensslRate()
  const rows = kinds.map(({ name, signatures }, index) => {
    const measures = found[index] ?? []
    const files = median(measures.map(({ parts }) => parts)) * partLength
    const shares = measures.map(({ share }) => share)
    return [name, figure(files), figure(files * signatures), ratio(median(shares)), ratio(Math.min(...shares)), ratio(Math.max(...shares))]
  })
  printTable(
    `Signing in parts of ${partLength}, a second of processor time, RSA-2048 and SHA-256, one thread, ${rounds} rounds, medians`,
    ['', 'files/s', 'signatures/s', 'share of raw', 'least', 'most'],
    [
      ['node:crypto sign, nothing else', '', figure(raw), '1.00', '', ''],
      ...rows,
      ['openssl speed rsa2048, for orientation', '', figure(openssl), ratio(openssl / raw), '', ''],
    ],
  )
}

async function reportThreads(): Promise<void> {
  const found: Record<1 | 2, number[]> = { 1: [], 2: [] }
  for (let round = 0; round < Math.min(rounds, 3); round += 1) {
    for (const threads of [1, 2] as const) found[threads].push(await transcriptsWith(threads, schoolYear * seconds))
  }
  const one = median(found[1])
  printTable(
    'Transcripts (XML and PDF, 6 signatures) a second of real time',
    ['', 'transcripts/s', 'ratio'],
    ([1, 2] as const).map((threads) => [
      `${threads} worker thread${threads > 1 ? 's' : ''}`,
      figure(median(found[threads])),
      ratio(median(found[threads]) / one),
    ]),
  )
}

async function reportVerification(workshop: Workshop): Promise<void> {
  const sample = gridOf(0)
  const [xml, pdf] = [xmlOf(workshop, sample), pdfOf(workshop, sample)]
  const [xmlFile, pdfFile] = [join(workshop.dir, 'bench.xml'), join(workshop.dir, 'bench.pdf')]
  writeFileSync(xmlFile, xml)
  writeFileSync(pdfFile, pdf)
  const options = { trust: workshop.trust, at: new Date(), cryptography: nodeCryptography(node) }
  const check = async (file: Uint8Array): Promise<void> => {
    const { verdict, checks } = await verifyFile(file, options)
    if (verdict !== 'valid') throw new Error(`${verdict}: ${JSON.stringify(checks.filter((one) => one.ok !== true))}`)
  }
  const ours = await interleaved({ xml: () => check(xml), pdf: () => check(pdf) })
  const pki = join(workshop.dir, 'pki')
  const { length } = sample.snapshot.signers
  // xmlsec1 checks the one signature it is pointed at: a file costs it as many runs as it has signatures.
  const process4 = rateOfAll(length, (n) => processRate('xmlsec1', xmlsecArgs(pki, xmlFile, n), 10))
  const library4 = rateOfAll(length, (n) => 200 * processRate('xmlsec1', xmlsecArgs(pki, xmlFile, n, 200), 1))
  run('pdfsig', ['-no-ocsp', pdfFile])
  const pdfsig = processRate('pdfsig', ['-no-ocsp', pdfFile], 20)
  printTable(
    `Verification of a grid's files with ${length} signatures, files a second of processor time`,
    ['', 'files/s', 'ratio'],
    [
      [
        'XML: verifyFile (structure, schema, names, paths, revocation, digest)',
        figure(ours['xml'] ?? 0),
        ratio((ours['xml'] ?? 0) / library4),
      ],
      ['XML: xmlsec1 inside one process (--repeat), signatures only', figure(library4), '1.00'],
      ['XML: xmlsec1, a process a signature', figure(process4), ratio(process4 / library4)],
      ['PDF: verifyFile', figure(ours['pdf'] ?? 0), ratio((ours['pdf'] ?? 0) / pdfsig)],
      ['PDF: pdfsig, a process a file', figure(pdfsig), '1.00'],
    ],
  )
}

/** Files a second when each of its signatures is checked at a rate of its own. */
function rateOfAll(signatures: number, rateOf: (n: number) => number): number {
  const times = Array.from({ length: signatures }, (_, index) => 1 / rateOf(index + 1))
  return 1 / times.reduce((sum, time) => sum + time, 0)
}
