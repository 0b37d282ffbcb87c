import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agree } from '../../fuzz/agree/run.ts'
import { refusals } from '../../fuzz/year/tools.ts'
import { Jdk } from '../../support/jdk.ts'
import { describeWith } from '../../support/tools.ts'
import { gridSnapshot, signersOf, transcriptSnapshot } from './snapshots.ts'
import { type Workshop, openWorkshop } from './workshop.ts'

const seed = 20_260_620

describeWith(['javac', 'java', 'xmlsec1', 'pdfsig', 'qpdf', 'openssl'], 'other verifiers', () => {
  let workshop: Workshop
  let jdk: Jdk

  beforeAll(async () => {
    workshop = await openWorkshop()
    jdk = new Jdk(fileURLToPath(new URL('../../support/jdk/Verify.java', import.meta.url)))
  })

  afterAll(async () => {
    jdk.close()
    await workshop.close()
  })

  test('VERIFY-38 the JDK accepts every signature of either kind of file and either style, and none of a changed file', () => {
    const snapshots = [
      gridSnapshot('2025-6A.KHTN.HK2', signersOf('gv.khtn1', 'gv.khtn2', 'gv.van', 'hieutruong', 'vanthu'), 45),
      gridSnapshot('2025-6A.GVCN.HK1', signersOf('gv.van', 'hieutruong', 'vanthu')),
      transcriptSnapshot(),
    ]
    const paths = snapshots.flatMap((snapshot, index) =>
      (['xades', 'signature-properties'] as const).flatMap((style) => {
        const { xml } = workshop.sign(snapshot, { style })
        const good = join(workshop.dir, `jdk-${index}-${style}.xml`)
        writeFileSync(good, xml)
        writeFileSync(
          `${good}.bad`,
          Buffer.from(xml)
            .toString('utf8')
            .replace(/(<SigningTime[^>]*>\d{3})\d/, '$19'),
        )
        return [good, `${good}.bad`]
      }),
    )
    const answers = jdk.answers(paths)
    expect(answers.filter((_, index) => index % 2 === 0)).toEqual(snapshots.flatMap(({ signers }) => Array(2).fill(`OK ${signers.length}`)))
    expect(answers.filter((_, index) => index % 2 === 1).filter((answer) => answer.startsWith('OK'))).toEqual([])
  })

  test('VERIFY-39 both files of a grid and of a transcript pass every tool', async () => {
    const grid = gridSnapshot('2025-6A.TOAN.HK1', signersOf('gv.toan', 'gv.van', 'hieutruong', 'vanthu'), 12)
    expect(await refusals(workshop, jdk, [grid, transcriptSnapshot()])).toEqual([])
  })

  test(`VERIFY-38 seed ${seed}: over random snapshots, good and tampered, everybody says the same`, async () => {
    const { judged, disagreements } = await agree(workshop, jdk, seed, { from: 0, to: 15, pdfEvery: 3 })
    expect(disagreements).toEqual([])
    expect(Object.fromEntries(judged)).toEqual({ hocba: 40, jdk: 30, xmlsec1: 30, pdfsig: 10 })
  })
})
