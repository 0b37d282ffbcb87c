import { type ExpectedSigner, type VerifyReport, verifyFile } from '@hocba/shared/verify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toPem } from '../../../signing-agent/src/certificate/chain.ts'
import { approvalsOf } from '../../../sync-server/src/certificate/certificates.ts'
import type { CertificateRecord } from '../../../sync-server/src/store/port.ts'
import { type Caller, type Office, openOffice } from '../../support/office.ts'
import { type TestSchool, clock, declared, makeEcdsaKey, makeSchool, sha256 } from '../../support/school-keys.ts'
import { sampleGrid } from '../../support/sample-snapshot.ts'
import { signXml } from '../../support/sign-xml.ts'

let office: Office
let school: TestSchool
let clerk: Caller
let principal: Caller
let deputy: Caller

const certificateOf = (role: string): Uint8Array => school.keys.find(({ signer }) => signer.role === role)?.certificate ?? new Uint8Array()
const pemOf = (role: string): string => toPem('CERTIFICATE', certificateOf(role))
const idOf = (role: string): string => sha256(certificateOf(role)).toString('hex')
const basis = { kind: 'appointment', number: '12/QĐ-UBND', date: '2025-08-15' }
const uids: Readonly<Record<string, string>> = { 'gv.van': 'CCCD:003', hieutruong: 'CCCD:004' }
const assignment = { kind: 'assignment', number: '7/QĐ', date: '2025-08-15' } as const
const ended = { reason: 'Nghỉ việc', minutes: '03/BB-THCS', minutesDate: '2026-01-14', minutesText: 'Đã hủy khóa trên thiết bị ký.' }
const refused = (status: number, code: string) => expect.objectContaining({ status, body: expect.objectContaining({ code }) })
const find = async (role: string): Promise<CertificateRecord & { readonly state: string }> => {
  const { body } = await principal.get<readonly (CertificateRecord & { readonly state: string })[]>('/api/certificates')
  const found = body.find(({ id }) => id === idOf(role))
  if (!found) throw new Error(role)
  return found
}

beforeAll(async () => {
  school = await makeSchool()
  office = await openOffice({
    people: [
      ['vanthu', 'clerk'],
      ['hieutruong', 'principal'],
      ['phohieutruong', 'vice-principal'],
      ['gv.van', 'homeroom-teacher'],
    ],
  })
  const people = office.services.school.record.people.map((person) => ({ ...person, uid: uids[person.id] ?? person.uid }))
  await office.services.school.write({ people })
  ;[clerk, principal, deputy] = await Promise.all([office.as('vanthu'), office.as('hieutruong'), office.as('phohieutruong')])
})

afterAll(() => office.close())

describe('the directory of certificates', () => {
  test('HOLD-1 a certificate is declared for the person whose UID it carries, and for nobody else', async () => {
    const wrong = { account: 'gv.van', certificate: pemOf('principal') }
    expect(await clerk.post('/api/certificates', wrong)).toEqual(refused(409, 'credential.unfit'))
    expect(await clerk.post('/api/certificates', { account: 'gv.van', certificate: 'x' })).toEqual(refused(409, 'credential.unfit'))
    const right = { account: 'gv.van', certificate: pemOf('homeroom-teacher') }
    expect((await clerk.post('/api/certificates', right)).status).toBe(200)
    expect(await find('homeroom-teacher')).toMatchObject({ account: 'gv.van', state: 'declared', name: 'Lê Thị Hằng' })
  })

  test('HOLD-4 declared is not approved', () => {
    const { certificates } = office.services
    expect(() => certificates.demandApproved('gv.van', idOf('homeroom-teacher'), '2026-01-15')).toThrow(
      expect.objectContaining({ code: 'certificate.undeclared' }),
    )
    expect(() => certificates.demandApproved('gv.van', 'ab'.repeat(32), '2026-01-15')).toThrow(
      expect.objectContaining({ code: 'certificate.undeclared' }),
    )
  })

  test('HOLD-2 approval names its basis, is the principal’s or a delegate’s, and comes once', async () => {
    const path = `/api/certificates/${idOf('homeroom-teacher')}/approve`
    expect(await principal.post(path, {})).toEqual(refused(400, 'request.invalid'))
    expect(await clerk.post(path, { basis })).toEqual(refused(403, 'forbidden'))
    expect(await deputy.post(path, { basis })).toEqual(refused(403, 'forbidden'))
    expect((await principal.post(path, { basis })).status).toBe(204)
    expect(await principal.post(path, { basis })).toEqual(refused(409, 'certificate.state'))
    expect(await find('homeroom-teacher')).toMatchObject({ state: 'approved', approved: { by: 'hieutruong', basis } })
    office.services.certificates.demandApproved('gv.van', idOf('homeroom-teacher'), '2026-01-15')
    expect(() => office.services.certificates.demandApproved('hieutruong', idOf('homeroom-teacher'), '2026-01-15')).toThrow(
      expect.objectContaining({ code: 'certificate.undeclared' }),
    )
  })

  test('HOLD-7 a decision that ends takes its certificate with it, until the next decision is on record; each stands for its own time', async () => {
    const asked = { account: 'hieutruong', certificate: pemOf('principal') }
    const path = `/api/certificates/${idOf('principal')}/approve`
    const assigned = (number: string, until: string) => ({ basis: { kind: 'assignment', number, date: '2025-08-15', until } })
    const { certificates } = office.services
    const demand = (day: string) => certificates.demandApproved('hieutruong', idOf('principal'), day)
    expect((await clerk.post('/api/certificates', asked)).status).toBe(200)
    expect((await principal.post(path, assigned('1/QĐ', '2026-01-31'))).status).toBe(204)
    demand('2026-01-31')
    expect(() => demand('2026-02-01')).toThrow(expect.objectContaining({ code: 'certificate.undeclared' }))
    expect((await principal.post(path, assigned('2/QĐ', '2026-05-31'))).status).toBe(204)
    demand('2026-05-31')
    expect(certificates.find(idOf('principal'))).toMatchObject({
      earlier: [{ basis: { number: '1/QĐ' } }],
      approved: { basis: { number: '2/QĐ' } },
    })
    expect(approvalsOf(await find('principal')).map((one) => one.basis.number)).toEqual(['1/QĐ', '2/QĐ'])
  })

  test('HOLD-8 a renewed certificate is declared and approved like the first, says what it renews, and both sign until one ends', async () => {
    const [signer] = declared.filter(({ role }) => role === 'homeroom-teacher')
    if (!signer) throw new Error('no signer')
    const { certificate } = await makeEcdsaKey(school.issuing, signer)
    const id = sha256(certificate).toString('hex')
    const { certificates } = office.services
    expect((await clerk.post('/api/certificates', { account: 'gv.van', certificate: toPem('CERTIFICATE', certificate) })).status).toBe(200)
    expect((await office.events('certificate')).at(-1)).toMatchObject({
      act: 'declare',
      certificate: id,
      renews: [idOf('homeroom-teacher')],
    })
    expect(() => certificates.demandApproved('gv.van', id, '2026-01-15')).toThrow(
      expect.objectContaining({ code: 'certificate.undeclared' }),
    )
    expect((await principal.post(`/api/certificates/${id}/approve`, { basis })).status).toBe(204)
    for (const one of [id, idOf('homeroom-teacher')]) certificates.demandApproved('gv.van', one, '2026-01-15')
  })

  test('HOLD-5 disabling needs minutes and counts at once', async () => {
    const path = `/api/certificates/${idOf('homeroom-teacher')}/disable`
    for (const body of [{ reason: 'Nghỉ việc' }, { reason: 'Nghỉ việc', minutes: '03/BB-THCS' }])
      expect(await deputy.post(path, body)).toEqual(refused(400, 'request.invalid'))
    expect((await deputy.post(path, ended)).status).toBe(204)
    expect(() => office.services.certificates.demandApproved('gv.van', idOf('homeroom-teacher'), '2026-01-15')).toThrow(
      expect.objectContaining({ code: 'certificate.disabled' }),
    )
    expect(await deputy.post(path, ended)).toEqual(refused(409, 'certificate.state'))
    expect(await find('homeroom-teacher')).toMatchObject({ state: 'disabled', disabled: { by: 'phohieutruong', ...ended } })
    expect((await office.events('certificate')).at(-1)).toMatchObject({ act: 'disable', account: 'gv.van', ...ended })
  })

  test('HOLD-3 each step is in the log', async () => {
    const steps = (await office.events('certificate')).map(({ act }) => act)
    expect(steps).toEqual(['declare', 'approve', 'declare', 'approve', 'approve', 'declare', 'approve', 'disable'])
  })
})

describe('the verifier asks the directory', () => {
  const file = (): Uint8Array => new TextEncoder().encode(signXml(sampleGrid, school.keys))
  const expectWith = (change: (one: NonNullable<ExpectedSigner['certificates']>[number]) => typeof one): Promise<VerifyReport> =>
    verifyFile(file(), {
      trust: school.trust,
      at: clock,
      expect: school.keys.map(({ signer: { role, uid }, certificate }) => {
        const approved = {
          digest: sha256(certificate).toString('hex'),
          from: '2025-09-01T00:00:00+07:00',
          basis: { ...basis, kind: 'appointment' },
        } as const
        return { role, uid, certificates: [role === 'principal' ? change(approved) : approved] }
      }),
    })
  const outcomeOf = ({ checks }: VerifyReport) => checks.find(({ id }) => id === 'roles.expected')?.outcome

  test('HOLD-6 approved certificates pass, with the basis in the report', async () => {
    const report = await expectWith((one) => one)
    expect(outcomeOf(report)).toBe('passed')
    expect(report.signatures.map((one) => one.basis?.number)).toEqual(school.keys.map(() => '12/QĐ-UBND'))
  })

  test('HOLD-6 a stranger, who is told certificates and decisions and nobody’s number, comes to the same', async () => {
    const told = (numbers: readonly string[]): readonly ExpectedSigner[] =>
      school.keys.map(({ signer: { role }, certificate }) => ({
        role,
        certificates: numbers.map((number, at) => ({
          digest: sha256(role === 'principal' && number === 'none' ? '' : certificate).toString('hex'),
          from: `202${4 + at}-09-01T00:00:00+07:00`,
          basis: { ...assignment, number },
        })),
      }))
    const ask = (numbers: readonly string[]): Promise<VerifyReport> =>
      verifyFile(file(), { trust: school.trust, at: clock, directory: () => Promise.resolve(told(numbers)) })
    const good = await ask(['1/QĐ', '2/QĐ', 'too late'])
    expect([good.verdict, new Set(good.signatures.map((one) => one.basis?.number))]).toEqual(['valid', new Set(['2/QĐ'])])
    expect(outcomeOf(await ask(['none']))).toBe('failed')
    expect((await verifyFile(file(), { trust: school.trust, at: clock })).signatures.filter(({ basis: one }) => one)).toEqual([])
  })

  test.each([
    ['another certificate', { digest: 'ab'.repeat(32) }, 'failed'],
    ['approved after signing', { from: '2026-06-20T08:00:01+07:00' }, 'failed'],
    ['disabled before signing', { until: '2026-06-20T07:59:59+07:00' }, 'failed'],
    ['disabled after signing', { until: '2026-06-21T00:00:00+07:00' }, 'passed'],
    ['on a decision that had ended', { basis: { ...assignment, until: '2026-06-19' } }, 'failed'],
    ['on a decision that ended that day', { basis: { ...assignment, until: '2026-06-20' } }, 'passed'],
  ])('HOLD-6 %s', async (_, change, outcome) => {
    expect(outcomeOf(await expectWith((one) => ({ ...one, ...change })))).toBe(outcome)
  })
})
