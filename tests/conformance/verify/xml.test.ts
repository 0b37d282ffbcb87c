import { verifyFile } from '@hocba/shared/verify'
import { describe, expect, it } from 'vitest'
import { clock, makeSchool } from '../../support/school-keys.ts'
import { sampleGrid, sampleTranscript } from '../../support/sample-snapshot.ts'
import { signXml } from '../../support/sign-xml.ts'

const school = await makeSchool()
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const options = { trust: school.trust, at: clock }

describe('XML verifier on its own files', () => {
  it.each(['xades', 'plain'] as const)('VERIFY-1 a grid with all signatures in %s style is valid', async (style) => {
    const report = await verifyFile(bytes(signXml(sampleGrid, school.keys, { style })), options)
    expect(report.checks.filter(({ ok }) => ok === false)).toEqual([])
    expect(report).toMatchObject({ verdict: 'valid', kind: 'xml', document: 'grid' })
    expect(report.signatures.map(({ role }) => role)).toEqual(school.keys.map(({ signer }) => signer.role))
  })

  it('VERIFY-1 a transcript with its three signatures is valid', async () => {
    const report = await verifyFile(bytes(signXml(sampleTranscript, school.keys.slice(2))), options)
    expect(report.checks.filter(({ ok }) => ok === false)).toEqual([])
    expect(report).toMatchObject({ verdict: 'valid', document: 'transcript' })
  })
})
