import { canonicalBytes } from '@hocba/shared/core'
import { type CheckId, type VerifyOptions, type VerifyReport, checkIds, pairReports, verifyFile } from '@hocba/shared/verify'
import { beforeAll, describe, expect, it } from 'vitest'
import { secondOpinion } from '../../../sync-server/src/verify/second.ts'
import { clock, declared, makeEcdsaKey, makeSchool, sha256, signingTime } from '../../support/school-keys.ts'
import { sampleGrid } from '../../support/sample-snapshot.ts'
import { signPdf } from '../../support/sign-pdf.ts'
import { signXml } from '../../support/sign-xml.ts'

const school = await makeSchool()
const xml = signXml(sampleGrid, school.keys)
const pdf = signPdf(sampleGrid, school.keys, school.trust.chain)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const verify = (file: Uint8Array | string, more: Partial<VerifyOptions> = {}): Promise<VerifyReport> =>
  verifyFile(typeof file === 'string' ? bytes(file) : file, { trust: school.trust, at: clock, ...more })
const statuses = ({ signatures }: VerifyReport): readonly string[] => signatures.map(({ status }) => status)
const failed = (report: VerifyReport): readonly CheckId[] => report.checks.filter(({ ok }) => ok === false).map(({ id }) => id)
const people = declared.map(({ role, uid }) => ({ role, uid }))

describe('what the report says of each signature', () => {
  it('VERIFY-30 a signature whose content was changed is bad, whatever its certificate is worth', async () => {
    expect(statuses(await verify(xml.replace('<TX1>85</TX1>', '<TX1>95</TX1>')))).toEqual(Array(5).fill('bad'))
    const page = Buffer.from(pdf).toString('latin1').replace('/Producer (Hocba)', '/Producer (Hocbo)')
    expect(statuses(await verify(Uint8Array.from(Buffer.from(page, 'latin1'))))).toEqual(Array(5).fill('bad'))
  })

  it('VERIFY-30 only the signatures that cover what was changed are bad', async () => {
    const time = /<SigningTime>[^<]*/.exec(xml)?.[0] ?? ''
    const early = xml.replace(time, '<SigningTime>2026-06-20T07:59:59+07:00')
    expect(statuses(await verify(early))).toEqual(['bad', 'good', 'good', 'good', 'good'])
  })

  it('VERIFY-31 a certificate that has expired since keeps what it signed, and the report says both', async () => {
    const later = new Date('2040-01-01T00:00:00Z')
    const report = await verify(xml, { at: later })
    expect(report.signatures.map(({ now }) => now)).toEqual(Array(5).fill('expired'))
    expect(report.checks.find(({ id }) => id === 'certificate.validity')?.ok).toBe(true)
    expect(report.checks.find(({ id }) => id === 'certificate.present')).toMatchObject({
      ok: null,
      detail: expect.stringContaining('hết hạn'),
    })
  })

  it('VERIFY-31 today’s state is good for a fresh certificate and unknown without a list', async () => {
    expect((await verify(xml)).signatures.map(({ now }) => now)).toEqual(Array(5).fill('good'))
    const blind = await verify(xml, { trust: { ...school.trust, crls: [] } })
    expect(blind.signatures.map(({ now }) => now)).toEqual(Array(5).fill('unknown'))
  })

  it('VERIFY-32 every line that lowers the verdict ends with what to do', async () => {
    const reports = [
      await verify(xml.replace('<TX1>85</TX1>', '<TX1>95</TX1>')),
      await verify(xml, { trust: { ...school.trust, crls: [] } }),
      await verify(xml, { register: () => Promise.resolve({ state: 'superseded' }) }),
      await verify(pdf.subarray(0, pdf.length - 9)),
    ]
    const bad = reports.flatMap(({ checks }) => checks.filter(({ ok }) => ok === false))
    expect(bad.length).toBeGreaterThan(4)
    expect(bad.filter(({ detail }) => !/(?:[Hh]ãy|Không dùng)/.test(detail))).toEqual([])
    expect(bad.every(({ id }) => checkIds.includes(id))).toBe(true)
  })
})

describe('the school’s directory', () => {
  it('VERIFY-33 is asked by the digest, and names who had to sign', async () => {
    const asked: string[] = []
    const directory = (digest: string) => (asked.push(digest), Promise.resolve(people))
    for (const file of [xml, pdf]) expect((await verify(file, { directory })).verdict).toBe('valid')
    const digest = sha256(canonicalBytes(sampleGrid)).toString('hex')
    expect(asked).toEqual([digest, digest])
  })

  it('VERIFY-33 other people than those of the file make it invalid', async () => {
    const directory = () => Promise.resolve(people.map((one) => (one.role === 'principal' ? { ...one, uid: 'CCCD:999' } : one)))
    for (const file of [xml, pdf]) expect(failed(await verify(file, { directory }))).toEqual(['roles.expected'])
  })

  it('VERIFY-33 a snapshot of another school is not asked about, a directory that does not answer is unknown', async () => {
    const stranger = await verify(xml, { directory: () => Promise.resolve(undefined) })
    expect(stranger.checks.find(({ id }) => id === 'roles.expected')).toMatchObject({ ok: null, outcome: 'note' })
    expect((await verify(xml, { directory: () => Promise.reject(new Error('closed')) })).verdict).toBe('unknown')
  })
})

describe('an XML and a PDF file together', () => {
  let other: VerifyReport

  beforeAll(async () => {
    other = await verify(signPdf({ ...sampleGrid, version: 2 }, school.keys, school.trust.chain))
  })

  it('VERIFY-34 of one snapshot agree', async () => {
    const reports = pairReports([await verify(xml), await verify(pdf)])
    expect(reports.map(({ verdict }) => verdict)).toEqual(['valid', 'valid'])
    expect(reports.flatMap(({ checks }) => checks.filter(({ id }) => id === 'pair.digest')).map(({ ok }) => ok)).toEqual([true, true])
  })

  it('VERIFY-34 of two snapshots are invalid by the line that names both digests, in either order', async () => {
    const one = await verify(xml)
    expect([one.verdict, other.verdict]).toEqual(['valid', 'valid'])
    for (const pair of [pairReports([one, other]), pairReports([other, one])]) {
      expect(pair.map(failed)).toEqual([['pair.digest'], ['pair.digest']])
      expect(pair[0]?.checks.at(-1)?.detail).toContain(one.digest)
    }
    expect(pairReports([one])).toEqual([one])
  })
})

describe('a second opinion', () => {
  it('VERIFY-35 agrees on a good file, and its refusal is a line of its own', async () => {
    const report = await verify(xml, { second: secondOpinion })
    expect(report.checks.find(({ id }) => id === 'signature.second')?.ok).toBe(true)
    expect(report.verdict).toBe('valid')
    expect(failed(await verify(xml, { second: () => Promise.resolve(false) }))).toEqual(['signature.second'])
  })

  it('VERIFY-35 refuses other certificates, another count, a changed mark and text that is no XML', async () => {
    const certificates = school.keys.map(({ certificate }) => certificate)
    expect(await secondOpinion(xml, certificates)).toBe(true)
    expect(await secondOpinion(xml, certificates.toReversed())).toBe(false)
    expect(await secondOpinion(xml, certificates.slice(1))).toBe(false)
    expect(await secondOpinion(xml.replace('<TX1>85</TX1>', '<TX1>95</TX1>'), certificates)).toBe(false)
    expect(await secondOpinion('<a', certificates)).toBe(false)
  })

  it('VERIFY-35 knows either kind of key, and takes neither for the other', async () => {
    const keys = [
      ...school.keys.slice(0, 4),
      ...(await Promise.all(declared.slice(4).map((signer) => makeEcdsaKey(school.issuing, signer)))),
    ]
    const certificates = keys.map(({ certificate }) => certificate)
    const mixed = signXml(sampleGrid, keys)
    expect(await secondOpinion(mixed, certificates)).toBe(true)
    expect((await verify(mixed, { second: secondOpinion })).verdict).toBe('valid')
    for (const method of ['rsa', 'ecdsa']) {
      const crossed = signXml(sampleGrid, keys, { method: `http://www.w3.org/2001/04/xmldsig-more#${method}-sha256` })
      expect(await secondOpinion(crossed, certificates)).toBe(false)
    }
  })

  it('VERIFY-35 is not asked about a file that has failed already', async () => {
    const asked: string[] = []
    const second = (text: string) => (asked.push(text), Promise.resolve(true))
    await verify(xml.replace('<TX1>85</TX1>', '<TX1>95</TX1>'), { second })
    await verify(signXml(sampleGrid, school.keys, { time: () => signingTime.replace('08:', '09:') }), { second })
    expect(asked).toEqual([])
  })
})
