import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import * as x509 from '@peculiar/x509'
import {
  type CheckId,
  type RegisterAnswer,
  type Trust,
  type VerifyOptions,
  type VerifyReport,
  checkIds,
  pemToDer,
  verifyFile,
} from '@hocba/shared/verify'
import { describe, expect, it, vi } from 'vitest'
import type { Issuer } from '../../../signing-agent/src/certificate/authority.ts'
import { clock, makeSchool } from '../../support/school-keys.ts'
import { sampleGrid } from '../../support/sample-snapshot.ts'
import { signPdf } from '../../support/sign-pdf.ts'
import { signXml } from '../../support/sign-xml.ts'

const school = await makeSchool()
const full = new TextEncoder().encode(signXml(sampleGrid, school.keys))
const partial = new TextEncoder().encode(signXml(sampleGrid, school.keys.slice(0, 3)))
const verify = (file: Uint8Array, more: Partial<VerifyOptions> = {}): Promise<VerifyReport> =>
  verifyFile(file, { trust: school.trust, at: clock, ...more })
const lines = (report: VerifyReport, outcome: string): readonly CheckId[] =>
  report.checks.filter((one) => one.outcome === outcome).map(({ id }) => id)

const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

async function revoking(
  issuer: Issuer,
  entries: readonly x509.X509CrlEntryParams[],
  nextUpdate = '2027-01-01T00:00:00Z',
): Promise<Uint8Array> {
  const list = await x509.X509CrlGenerator.create(
    {
      issuer: issuer.certificate.subjectName,
      thisUpdate: new Date('2026-06-19T00:00:00Z'),
      nextUpdate: new Date(nextUpdate),
      signingAlgorithm: rsa,
      signingKey: issuer.key,
      entries: [...entries],
    },
    webcrypto as Crypto,
  )
  return new Uint8Array(list.rawData)
}

const serial = (index: number): string => new x509.X509Certificate(Uint8Array.from(school.keys[index]?.certificate ?? [])).serialNumber

const withList = async (entries: readonly x509.X509CrlEntryParams[], nextUpdate?: string): Promise<Trust> => ({
  ...school.trust,
  crls: [await revoking(school.issuing, entries, nextUpdate), school.trust.crls[1] ?? new Uint8Array()],
})

describe('memory between files', () => {
  it('VERIFY-41 an authority that one file brought answers for no other file', async () => {
    const trust = { ...school.trust, chain: [] }
    const bringing = signPdf(sampleGrid, school.keys, school.trust.chain)
    expect((await verify(bringing, { trust })).verdict).toBe('valid')
    expect(lines(await verify(full, { trust }), 'failed')).toEqual(['certificate.path'])
  })

  it('VERIFY-41 another object with the same bytes is the same trust, one with other bytes is not', async () => {
    expect((await verify(full, { trust: structuredClone(school.trust) })).verdict).toBe('valid')
    const trust = structuredClone(school.trust)
    trust.crls[0]?.fill(0, -16)
    expect((await verify(full, { trust })).verdict).toBe('unknown')
  })
})

describe('revocation', () => {
  it('VERIFY-8 no revocation list is unknown, and unknown is not valid', async () => {
    const report = await verify(full, { trust: { ...school.trust, crls: [] } })
    expect(report.verdict).toBe('unknown')
    expect(lines(report, 'unknown')).toEqual(['certificate.revocation'])
    expect(report.signatures.map(({ status }) => status)).toEqual(Array(5).fill('unknown'))
  })

  it('VERIFY-8 a list past its next update is unknown', async () => {
    const report = await verify(full, { trust: await withList([], '2026-06-19T12:00:00Z') })
    expect(report.verdict).toBe('unknown')
  })

  it('VERIFY-8 revoked before signing is invalid', async () => {
    const revoked = [{ serialNumber: serial(3), revocationDate: new Date('2026-06-19T00:00:00Z') }]
    const report = await verify(full, { trust: await withList(revoked) })
    expect(report.verdict).toBe('invalid')
    expect(report.signatures.map(({ status }) => status)).toEqual(['good', 'good', 'good', 'bad', 'good'])
  })

  it('VERIFY-8 revoked after signing stays valid and says so (001 art. 17.3b)', async () => {
    const revoked = [{ serialNumber: serial(3), revocationDate: new Date('2026-06-21T00:00:00Z') }]
    const report = await verify(full, { trust: await withList(revoked), at: new Date('2026-06-22T00:00:00Z') })
    expect(report.verdict).toBe('valid')
    expect(report.checks.find(({ id }) => id === 'certificate.revocation')?.detail).toContain('thu hồi sau đó')
  })

  it('VERIFY-8 a compromised key makes a claimed earlier time worthless', async () => {
    const revoked = [
      { serialNumber: serial(3), revocationDate: new Date('2026-06-21T00:00:00Z'), reason: x509.X509CrlReason.keyCompromise },
    ]
    const report = await verify(full, { trust: await withList(revoked), at: new Date('2026-06-22T00:00:00Z') })
    expect(report.verdict).toBe('unknown')
  })

  it('VERIFY-8 a list signed by somebody else does not count', async () => {
    const other = await makeSchool()
    const crls = [await revoking({ certificate: school.issuing.certificate, key: other.issuing.key }, []), ...school.trust.crls.slice(1)]
    expect((await verify(full, { trust: { ...school.trust, crls } })).verdict).toBe('unknown')
  })
})

describe('policy', () => {
  it('VERIFY-9 missing roles are invalid unless fewer are asked for', async () => {
    expect(lines(await verify(partial), 'failed')).toEqual(['roles.complete'])
    const report = await verify(partial, { require: ['subject-teacher', 'homeroom-teacher'] })
    expect(report.verdict).toBe('valid')
    expect(lines(await verify(partial, { require: ['principal'] }), 'failed')).toEqual(['roles.complete'])
  })

  it('VERIFY-9 asking for nothing still needs a signature', async () => {
    const none = new TextEncoder().encode(signXml(sampleGrid, []))
    expect((await verify(none, { require: [] })).verdict).toBe('invalid')
  })

  it('VERIFY-9 the directory names other people than the file', async () => {
    expect((await verify(full, { expect: [{ role: 'principal', uid: 'CCCD:004' }] })).verdict).toBe('valid')
    const report = await verify(full, { expect: [{ role: 'principal', uid: 'CCCD:005' }] })
    expect(lines(report, 'failed')).toEqual(['roles.expected'])
  })

  it('VERIFY-9 what was not asked is a note and does not lower the verdict', async () => {
    const report = await verify(full)
    expect(lines(report, 'note')).toEqual(['signature.timesource', 'roles.expected', 'log.inclusion', 'register.state'])
    expect(report.checks.filter(({ outcome }) => outcome === 'note').map(({ ok }) => ok)).toEqual([null, null, null, null])
    expect(report.verdict).toBe('valid')
  })

  const answers: readonly (readonly [RegisterAnswer['state'], VerifyReport['verdict']])[] = [
    ['current', 'valid'],
    ['superseded', 'superseded'],
    ['revoked', 'revoked'],
    ['unknown', 'unknown'],
  ]

  it.each(answers)('VERIFY-10 a register that says %s makes a whole file %s', async (state, verdict) => {
    const asked: string[] = []
    const report = await verify(full, { register: (digest) => (asked.push(digest), Promise.resolve({ state })) })
    expect(report.verdict).toBe(verdict)
    expect(asked).toEqual([report.digest])
  })

  it('VERIFY-10 a register that cannot be reached is unknown', async () => {
    const report = await verify(full, { register: () => Promise.reject(new Error('offline')) })
    expect(report.verdict).toBe('unknown')
  })

  it('VERIFY-10 a broken file is not asked for', async () => {
    const asked: string[] = []
    await verify(partial, { register: (digest) => (asked.push(digest), Promise.resolve({ state: 'current' })) })
    expect(asked).toEqual([])
  })

  it('VERIFY-11 PEM blocks become DER, by label or all of them', () => {
    const pem = `text\n${school.root.certificate.toString('pem')}\n-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n`
    expect(pemToDer(pem, 'CERTIFICATE')).toEqual(school.trust.roots)
    expect(pemToDer(pem)).toEqual([...school.trust.roots, Uint8Array.of(0, 0, 0)])
    expect(() => pemToDer('-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----')).toThrow('broken')
  })

  it('VERIFY-12 the specification lists every line of the report and no other', async () => {
    const spec = await readFile(new URL('../../../shared/docs/spec/verify.md', import.meta.url), 'utf8')
    const listed = [...spec.matchAll(/^\| `([a-z.]+)` \|/gm)].map(([, id]) => id)
    expect(listed).toEqual([...checkIds])
  })
})

describe('unexpected errors', () => {
  it('VERIFY-13 an exception while checking makes the open lines fail', async () => {
    const spy = vi.spyOn(crypto.subtle, 'verify').mockRejectedValue(new Error('no more memory'))
    try {
      const report = await verify(full)
      expect(report.verdict).toBe('invalid')
      expect(lines(report, 'failed')).toContain('signature.value')
      expect(lines(report, 'passed')).not.toContain('roles.declared')
    } finally {
      spy.mockRestore()
    }
  })
})
