import { verifyFile } from '@hocba/shared/verify'
import { describe, expect, it } from 'vitest'
import { clock, declared, makeEcdsaKey, makeSchool } from '../../support/school-keys.ts'
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

  it('VERIFY-1 a grid signed with P-256 keys is valid', async () => {
    const keys = await Promise.all(declared.map((signer) => makeEcdsaKey(school.issuing, signer)))
    const method = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'
    const report = await verifyFile(bytes(signXml(sampleGrid, keys, { method })), options)
    expect(report.checks.filter(({ ok }) => ok === false)).toEqual([])
    expect(report.verdict).toBe('valid')
  })

  it('VERIFY-1 a checkpoint beside the snapshot is signed along and not part of the digest', async () => {
    const checkpoint = 'hocba.example/log\n120\nq83vASNFZ4k=\n\n— hocba.example/log abc=\n'
    const file = signXml(sampleGrid, school.keys, { checkpoint })
    const report = await verifyFile(bytes(file), options)
    expect(report.verdict).toBe('valid')
    expect(report.digest).toBe((await verifyFile(bytes(signXml(sampleGrid, school.keys)), options)).digest)
    expect((await verifyFile(bytes(file.replace('log\n120', 'log\n121')), options)).verdict).toBe('invalid')
  })

  it('VERIFY-1 a transcript with its three signatures is valid', async () => {
    const report = await verifyFile(bytes(signXml(sampleTranscript, school.keys.slice(2))), options)
    expect(report.checks.filter(({ ok }) => ok === false)).toEqual([])
    expect(report).toMatchObject({ verdict: 'valid', document: 'transcript' })
  })
})
