import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { VerifyReport } from '@hocba/shared/verify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pdfSignatures, xmlsecAccepts } from '../support/outside.ts'
import { type RunningSchool, type Signed, freeze, sign, signIn, startSchool } from '../support/school.ts'
import { hocba } from '../support/terminal.ts'
import { describeWith } from '../support/tools.ts'

let school: RunningSchool
let officer: Signed

beforeAll(async () => {
  school = await startSchool()
  officer = await signIn(school.url, 'quantrihocba')
})

afterAll(() => school.stop())

interface File {
  readonly kind: string
  readonly version: number
  readonly state: string
  readonly signedBy: readonly string[]
  readonly missing: readonly { readonly role: string }[]
  readonly url: string
}

const leaders = ['homeroom-teacher', 'principal', 'organisation']

const grids = [
  {
    grid: '2025-6A.TOAN.HK1',
    people: ['gv.toan', 'gv.van', 'hieutruong', 'vanthu'],
    roles: ['subject-teacher', ...leaders],
    fields: ['CKS_gvbm_1', 'CKS_gvcn', 'CKS_ht', 'CKS_dv'],
  },
  {
    grid: '2025-6A.KHTN.HK1',
    // The second teacher signs first: the order among subject teachers is free.
    people: ['gv.khtn2', 'gv.khtn1', 'gv.van', 'hieutruong', 'vanthu'],
    roles: ['subject-teacher', 'subject-teacher', ...leaders],
    fields: ['CKS_gvbm_1', 'CKS_gvbm_2', 'CKS_gvcn', 'CKS_ht', 'CKS_dv'],
  },
  { grid: '2025-6A.GVCN.HK1', people: ['gv.van', 'hieutruong', 'vanthu'], roles: leaders, fields: ['CKS_gvcn', 'CKS_ht', 'CKS_dv'] },
]

describeWith(['xmlsec1', 'pdfsig', 'qpdf'], 'from the order to the files', () => {
  test.each(grids)(
    'FREEZE-1 SIGN-1 SIGN-10 $grid: frozen on order, signed role by role, accepted by tools that are not ours',
    async ({ grid, people, roles, fields }) => {
      expect((await freeze(school, [grid]))[0]?.status).toBe(200)
      const subjects = new Set([grid])
      for (const user of people) expect(await sign(school, user, subjects)).toBe(1)
      const { body: files } = await officer.get<readonly File[]>(`/api/grids/${grid}/artefacts`)
      expect(files.map(({ kind, version, state, signedBy, missing }) => ({ kind, version, state, signedBy, missing }))).toEqual(
        ['xml', 'pdf'].map((kind) => ({ kind, version: 1, state: 'signed', signedBy: roles, missing: [] })),
      )
      const [xml, pdf] = await Promise.all(files.map((file) => save(file.url, file.kind)))
      if (xml === undefined || pdf === undefined) throw new Error('two files')
      expect(people.map((_, index) => xmlsecAccepts(join(school.dataDir, 'pki'), xml, index + 1))).toEqual(people.map(() => true))
      const { valid, whole } = pdfSignatures(pdf)
      expect(valid.toSorted()).toEqual(fields.toSorted())
      expect(whole).toEqual(['CKS_dv'])
    },
  )

  test('SIGN-4 data and SigningTime are covered by References; subject name and certificate stand in KeyInfo (001 art. 9.2)', async () => {
    const text = new TextDecoder().decode(await officer.bytes('/api/grids/2025-6A.TOAN.HK1/artefacts/1/xml'))
    const data = /<DuLieuBangDiem [^>]*?Id="([^"]+)"/.exec(text)?.[1] ?? ''
    for (const n of [1, 2, 3, 4]) {
      const signature = text.slice(text.indexOf(`Id="CKS-${n}"`), text.indexOf('</Signature>', text.indexOf(`Id="CKS-${n}"`)))
      const uris = [...signature.matchAll(/<Reference [^>]*URI="#([^"]+)"/g)].map(([, uri]) => uri)
      expect(uris).toContain(data)
      expect(uris).toContain(`TT-${n}`)
      expect(signature.slice(signature.indexOf(`Id="TT-${n}"`))).toContain('<SigningTime>')
      expect(signature).toMatch(/<X509SubjectName>[^<]+<\/X509SubjectName><X509Certificate>[^<]+<\/X509Certificate>/)
    }
  })

  test('SIGN-5 the digest is the SHA-256 of the snapshot that the server hands out', async () => {
    const bytes = await officer.bytes('/api/grids/2025-6A.TOAN.HK1/snapshots/1')
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(bytes))).toString('hex')
    expect(new TextDecoder().decode(await officer.bytes('/api/grids/2025-6A.TOAN.HK1/artefacts/1/xml'))).toContain(digest)
    expect(await (await fetch(`${school.url}/api/register/${digest}`)).json()).toEqual({ state: 'current' })
  })

  test('VERIFY-14 VERIFY-33 VERIFY-35 SIGN-44 both files prove that the snapshot stands in the log, and the digest names the same entry there', async () => {
    const grid = '2025-6A.TOAN.HK1'
    const xml = new TextDecoder().decode(await officer.bytes(`/api/grids/${grid}/artefacts/1/xml`))
    const [, digest] = /<MaBam>([0-9a-f]{64})</.exec(xml) ?? []
    const { index } = (await (await fetch(`${school.url}/api/log/proof/${digest}`)).json()) as { readonly index: number }
    expect(xml).toContain(`<NhatKy><ViTri>${index}</ViTri>`)
    for (const kind of ['xml', 'pdf']) {
      const body = Buffer.from(await officer.bytes(`/api/grids/${grid}/artefacts/1/${kind}`))
      const response = await fetch(`${school.url}/api/verify`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body,
      })
      const report = (await response.json()) as VerifyReport
      expect(report.verdict).toBe('valid')
      expect(report.signatures.map(({ basis }) => basis?.number)).toEqual(report.signatures.map(() => '01/QĐ-TRÌNH-DIỄN'))
      for (const line of ['log.inclusion', 'roles.expected', ...(kind === 'xml' ? ['signature.second'] : [])]) {
        expect(
          report.checks.find(({ id }) => id === line),
          line,
        ).toMatchObject({ ok: true })
      }
    }
  })

  test('RECEIPT-7 a reader of the grid gets the receipt; it is right by itself, against the running log and against an export', async () => {
    const teacher = await signIn(school.url, 'gv.toan')
    for (const version of ['1', 'latest']) {
      const pdf = await teacher.bytes(`/api/grids/2025-6A.TOAN.HK1/receipts/${version}`)
      await writeFile(join(school.dataDir, 'receipt.pdf'), pdf)
      const words = ['audit', 'receipt', join(school.dataDir, 'receipt.pdf'), '--key', join(school.dataDir, 'pki', 'school.vkey')]
      const { code, out } = await hocba([...words, '--log', school.url, '--json'])
      expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ whole: true, kind: 'freeze', grid: '2025-6A.TOAN.HK1' })])
    }
    const none = await fetch(`${school.url}/api/grids/2025-6A.TOAN.HK1/receipts/2`, {
      headers: { authorization: `Bearer ${teacher.token}` },
    })
    expect([none.status, await none.json()]).toEqual([404, expect.objectContaining({ code: 'artefact.unknown' })])
  })

  test('VERIFY-1 one changed byte is invalid and names the failing check', async () => {
    for (const [kind, offset] of [
      ['xml', 0.3],
      ['pdf', 0.5],
    ] as const) {
      const bytes = await officer.bytes(`/api/grids/2025-6A.TOAN.HK1/artefacts/1/${kind}`)
      const at = Math.floor(bytes.length * offset)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      const response = await fetch(`${school.url}/api/verify`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: Buffer.from(bytes),
      })
      const report = (await response.json()) as { verdict: string; checks: readonly { id: string; ok: boolean | null }[] }
      expect(report.verdict).toBe('invalid')
      expect(report.checks.filter((check) => check.ok === false).length).toBeGreaterThan(0)
    }
  })
})

describe('the order of signing', () => {
  test('SIGN-2 a role that is not due cannot be signed, and the file says who is missing', async () => {
    const grid = '2025-6B.TOAN.HK1'
    await freeze(school, [grid])
    expect(await sign(school, 'gv.toan', new Set([grid]))).toBe(1)
    expect(await sign(school, 'hieutruong', new Set([grid]))).toBe(0)
    const { body: files } = await officer.get<readonly File[]>(`/api/grids/${grid}/artefacts`)
    expect(files.map((file) => [file.state, file.signedBy, file.missing.map((one) => one.role)])).toEqual(
      files.map(() => ['signing', ['subject-teacher'], leaders]),
    )
  })

  test('SIGN-3 a batch of somebody else’s jobs is refused', async () => {
    const teacher = await signIn(school.url, 'gv.van')
    await freeze(school, ['2025-7A.VAN.HK1'])
    const [job] = (await teacher.get<readonly { id: string }[]>('/api/signing/jobs')).body
    const other = await signIn(school.url, 'gv.anh')
    expect(await other.post('/api/signing/batches', { jobs: [job?.id] })).toMatchObject({ status: 409, body: { code: 'signing.order' } })
  })
})

async function save(url: string, kind: string): Promise<string> {
  const path = join(school.dataDir, `file.${kind}`)
  await writeFile(path, await officer.bytes(url))
  expect((await readFile(path)).length).toBeGreaterThan(1_000)
  return path
}
