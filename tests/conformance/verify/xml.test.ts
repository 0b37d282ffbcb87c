import 'reflect-metadata'
import { canonicalBytes } from '@hocba/shared/core'
import { readCertificate, verifyFile } from '@hocba/shared/verify'
import { X509CrlReason } from '@peculiar/x509'
import { describe, expect, it } from 'vitest'
import { type RevokedSerial, makeIssuing, makeRevocationList } from '../../../signing-agent/src/certificate/authority.ts'
import { clock, declared, makeEcdsaKey, makeKey, makeSchool, sha256 } from '../../support/school-keys.ts'
import { sampleGrid, sampleTranscript } from '../../support/sample-snapshot.ts'
import { signXml } from '../../support/sign-xml.ts'
import { leafOf, makeLog, otherLeaves } from '../../support/test-log.ts'

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
    const report = await verifyFile(bytes(signXml(sampleGrid, keys)), options)
    expect(report.checks.filter(({ ok }) => ok === false)).toEqual([])
    expect(report.verdict).toBe('valid')
  })

  it('VERIFY-15 authorities on P-256 issue, revoke and answer for either kind of key', async () => {
    const issuing = await makeIssuing(school.root, clock, 'p256')
    const keys = await Promise.all(declared.map((signer, index) => (index % 2 === 0 ? makeKey : makeEcdsaKey)(issuing, signer)))
    const file = bytes(signXml(sampleGrid, keys))
    const judged = async (revoked: readonly RevokedSerial[]): Promise<string> => {
      const crls = [await makeRevocationList(issuing, clock, revoked), ...school.trust.crls.slice(1)]
      const trust = { ...school.trust, chain: [new Uint8Array(issuing.certificate.rawData)], crls }
      return (await verifyFile(file, { trust, at: clock })).verdict
    }
    const serial = readCertificate(keys[1]?.certificate ?? new Uint8Array()).serial
    const at = new Date(clock.getTime() - 3_600_000)
    expect(await judged([])).toBe('valid')
    expect(await judged([{ serial, at, reason: X509CrlReason.unspecified }])).toBe('invalid')
  })

  it('VERIFY-1 a proof of the log beside the snapshot is signed along and not part of the digest', async () => {
    const digest = sha256(canonicalBytes(sampleGrid)).toString('hex')
    const file = signXml(sampleGrid, school.keys, { proof: makeLog().prove([leafOf(sampleGrid, digest), ...otherLeaves(4)], 0) })
    const report = await verifyFile(bytes(file), options)
    expect(report.verdict).toBe('valid')
    expect(report.digest).toBe((await verifyFile(bytes(signXml(sampleGrid, school.keys)), options)).digest)
    expect((await verifyFile(bytes(file.replace('/1\n5\n', '/1\n6\n')), options)).verdict).toBe('invalid')
  })

  it('VERIFY-1 a transcript with its three signatures is valid', async () => {
    const report = await verifyFile(bytes(signXml(sampleTranscript, school.keys.slice(2))), options)
    expect(report.checks.filter(({ ok }) => ok === false)).toEqual([])
    expect(report).toMatchObject({ verdict: 'valid', document: 'transcript' })
  })
})
