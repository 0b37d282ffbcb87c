import { verifyFile } from '@hocba/shared/verify'
import { describe, expect, it } from 'vitest'
import { clock, makeSchool } from '../../support/school-keys.ts'
import { sampleGrid, sampleTranscript } from '../../support/sample-snapshot.ts'
import { signPdf } from '../../support/sign-pdf.ts'

const school = await makeSchool()
const options = { trust: school.trust, at: clock }

describe('PDF verifier on the files of the signing-agent', () => {
  it('VERIFY-2 a grid with all five signatures is valid', async () => {
    const report = await verifyFile(signPdf(sampleGrid, school.keys, school.trust.chain), options)
    expect(report.checks.filter(({ ok }) => ok === false)).toEqual([])
    expect(report).toMatchObject({ verdict: 'valid', kind: 'pdf', document: 'grid' })
    expect(report.signatures.map(({ role }) => role)).toEqual(school.keys.map(({ signer }) => signer.role))
  })

  it('VERIFY-2 a transcript with its three signatures is valid', async () => {
    const report = await verifyFile(signPdf(sampleTranscript, school.keys.slice(2), school.trust.chain), options)
    expect(report.checks.filter(({ ok }) => ok === false)).toEqual([])
    expect(report).toMatchObject({ verdict: 'valid', kind: 'pdf' })
  })
})
