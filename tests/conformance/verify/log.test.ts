import { canonicalBytes } from '@hocba/shared/core'
import { type Leaf, type LogProof, parseProof, proofText } from '@hocba/shared/log'
import type { Snapshot } from '@hocba/shared/snapshot'
import { type VerifyOptions, type VerifyReport, verifyFile } from '@hocba/shared/verify'
import { describe, expect, it } from 'vitest'
import { sampleGrid, sampleTranscript } from '../../support/sample-snapshot.ts'
import { clock, makeKey, makeSchool, sha256 } from '../../support/school-keys.ts'
import { signPdf } from '../../support/sign-pdf.ts'
import { signXml } from '../../support/sign-xml.ts'
import { leafOf, makeLog, otherLeaves } from '../../support/test-log.ts'

const school = await makeSchool()
const log = makeLog()
const key = { key: log.key, check: log.check }

const digestOf = (snapshot: Snapshot): string => sha256(canonicalBytes(snapshot)).toString('hex')
const keysOf = (snapshot: Snapshot): typeof school.keys => (snapshot.format === 'hocba-grid-1' ? school.keys : school.keys.slice(2))

/** The snapshot's entry among six others. */
function proofOf(snapshot: Snapshot, change: Partial<Leaf> = {}, from = log): LogProof {
  const others = otherLeaves(6)
  return from.prove([...others.slice(0, 3), leafOf(snapshot, digestOf(snapshot), change), ...others.slice(3)], 3)
}

const xmlOf = (snapshot: Snapshot, proof?: LogProof): Uint8Array =>
  new TextEncoder().encode(signXml(snapshot, keysOf(snapshot), proof === undefined ? {} : { proof }))

const pdfOf = (snapshot: Snapshot, proof?: LogProof): Uint8Array =>
  signPdf(snapshot, keysOf(snapshot), school.trust.chain, undefined, proof)

const verify = (file: Uint8Array, options: Partial<VerifyOptions> = { log: key }): Promise<VerifyReport> =>
  verifyFile(file, { trust: school.trust, at: clock, ...options })

const lineOf = ({ checks }: VerifyReport): string | undefined => checks.find(({ id }) => id === 'log.inclusion')?.outcome

describe('a file’s place in the log', () => {
  it.each([sampleGrid, sampleTranscript])('VERIFY-14 XML and PDF prove that the snapshot is on record: $format', async (snapshot) => {
    const proof = proofOf(snapshot)
    for (const file of [xmlOf(snapshot, proof), pdfOf(snapshot, proof)]) {
      const report = await verify(file)
      expect(report.checks.filter(({ ok }) => ok === false)).toEqual([])
      expect([report.verdict, lineOf(report), report.digest]).toEqual(['valid', 'passed', digestOf(snapshot)])
    }
  })

  it('VERIFY-14 without the log’s key the line is a note; a file without a proof is unknown to whoever has the key', async () => {
    const report = await verify(xmlOf(sampleGrid, proofOf(sampleGrid)), {})
    expect([report.verdict, lineOf(report)]).toEqual(['valid', 'note'])
    expect([(await verify(xmlOf(sampleGrid), {})).verdict, (await verify(xmlOf(sampleGrid))).verdict]).toEqual(['valid', 'unknown'])
    expect([(await verify(pdfOf(sampleGrid), {})).verdict, (await verify(pdfOf(sampleGrid))).verdict]).toEqual(['valid', 'unknown'])
  })

  it('VERIFY-14 a checkpoint that another key signed is unknown', async () => {
    const report = await verify(xmlOf(sampleGrid, proofOf(sampleGrid, {}, makeLog('Trường-khác'))))
    expect([report.verdict, lineOf(report)]).toEqual(['unknown', 'unknown'])
  })

  const good = proofOf(sampleGrid)
  const place = (JSON.parse(good.leaf) as Leaf).place
  const wrong: readonly (readonly [string, LogProof])[] = [
    ['another place', { ...good, index: good.index + 1 }],
    ['a node of the path changed', { ...good, path: ['00'.repeat(32), ...good.path.slice(1)] }],
    ['a shorter path', { ...good, path: good.path.slice(1) }],
    ['another time in the entry', { ...good, leaf: good.leaf.replace('10:00:00', '11:00:00') }],
    ['an entry spelt otherwise', { ...good, leaf: good.leaf.replace('{', '{ ') }],
    ['the entry of another snapshot', proofOf(sampleGrid, { digest: 'ab'.repeat(32) })],
    ['the entry of another place in the grid', proofOf(sampleGrid, { place: place && { ...place, seq: place.seq + 1 } })],
    ['a checkpoint that nobody signed', { ...good, note: good.note.replace(/(— \S+ \S{8})./, (_, head: string) => `${head}!`) }],
    ['a checkpoint with a forged signature', { ...good, note: forged(good.note) }],
  ]

  it.each(wrong)('VERIFY-14 %s is invalid, also without the key where the arithmetic tells', async (name, proof) => {
    const report = await verify(xmlOf(sampleGrid, proof))
    expect([report.verdict, lineOf(report)]).toEqual(['invalid', 'failed'])
    const blind = await verify(xmlOf(sampleGrid, proof), {})
    expect(blind.verdict).toBe(name === 'a checkpoint with a forged signature' ? 'valid' : 'invalid')
  })

  it('VERIFY-14 a wrong proof in a PDF is invalid', async () => {
    const report = await verify(pdfOf(sampleGrid, { ...good, index: good.index + 1 }))
    expect([report.verdict, lineOf(report)]).toEqual(['invalid', 'failed'])
  })

  it('LEAF-2 a proof is a C2SP tlog-proof, in one spelling', () => {
    const text = proofText(good)
    expect(text.split('\n').slice(0, 3)).toEqual([
      'c2sp.org/tlog-proof@v1',
      `extra ${Buffer.from(good.leaf).toString('base64')}`,
      'index 3',
    ])
    expect(parseProof(text)).toEqual({ ok: true, value: good })
    for (const other of [text.replace('index 3', 'index 03'), `${text}\n`, text.replace('@v1', '@v2'), text.replace('\n\n', '\n')])
      expect(parseProof(other)).toEqual({ ok: false, error: 'proof.malformed' })
  })

  it('VERIFY-5 a PDF names the uid of each field’s signer', async () => {
    const stranger = await makeKey(school.issuing, { ...school.keys[3]?.signer, uid: 'CCCD:999' } as (typeof school.keys)[number]['signer'])
    const keys = school.keys.map((one, index) => (index === 3 ? { ...stranger, signer: one.signer } : one))
    const report = await verify(signPdf(sampleGrid, keys, school.trust.chain), {})
    expect(report.checks.filter(({ ok }) => ok === false).map(({ id }) => id)).toEqual(['roles.declared'])
  })
})

/** The same note with one letter of its signature changed. */
function forged(note: string): string {
  const at = note.length - 10
  return `${note.slice(0, at)}${note[at] === 'A' ? 'B' : 'A'}${note.slice(at + 1)}`
}
