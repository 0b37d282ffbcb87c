import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../browser/chromium.ts'
import { teachers } from '../support/audited-school.ts'
import { pdfSignatures, run, xmlsecAll } from '../support/outside.ts'
import { type RunningSchool, type Signed, freeze, sign, signIn, startSchool } from '../support/school.ts'
import { describeWith } from '../support/tools.ts'

let school: RunningSchool
let officer: Signed
let principal: Signed

beforeAll(async () => {
  school = await startSchool()
  officer = await signIn(school.url, 'quantrihocba')
  principal = await signIn(school.url, 'hieutruong')
})

afterAll(() => school.stop())

interface Transcript {
  readonly id: string
  readonly student: string
  readonly state: string
  readonly digest: string
  readonly artefacts: readonly { readonly kind: string; readonly url: string }[]
}

const leaders = ['gv.van', 'hieutruong', 'vanthu']
const scope = { class: '6A', year: '2025' }

const order = async (action: string, over: object): Promise<string> =>
  (await principal.post<{ id: string }>('/api/orders', { action, scope: over, reason: 'Cuối năm học' })).body.id

const transcripts = async (): Promise<readonly Transcript[]> =>
  (await officer.get<readonly Transcript[]>('/api/transcripts?class=6A&year=2025')).body

const file = async (transcript: Transcript, kind: string): Promise<Uint8Array> =>
  officer.bytes(transcript.artefacts.find((one) => one.kind === kind)?.url ?? 'no such file')

async function save(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(school.dataDir, name)
  await writeFile(path, bytes)
  return path
}

/** `hocba verify`, asking the register of the running school. */
async function commandLine(path: string): Promise<{ readonly code: number | null; readonly verdict: string }> {
  const bin = fileURLToPath(new URL('../../sync-server/bin/hocba.mjs', import.meta.url))
  const env = { ...process.env, ...school.env, HOCBA_PREPARED: '1' }
  const child = spawn(process.execPath, [bin, 'verify', path, '--register', school.url, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, verdict: (JSON.parse(printed) as { verdict: string }).verdict }
}

/** What the page says of the file, or of the two files, that are chosen together. */
async function inBrowser(...paths: readonly string[]): Promise<readonly string[]> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    await page.goto(`${school.url}/verify`)
    await page.locator('hocba-verify input[type=file]').setInputFiles([...paths])
    const verdictOf = page.locator('hocba-verify').getByRole('heading', { name: /Đã thu hồi|Hợp lệ|Không hợp lệ|Chưa rõ|Đã thay thế/ })
    await verdictOf.nth(paths.length - 1).waitFor({ timeout: 60_000 })
    const pairs = await page.locator('hocba-verify').getByText('pair.digest').count()
    return [...(await verdictOf.allInnerTexts()), ...Array<string>(pairs).fill('pair.digest')]
  } finally {
    await browser.close()
  }
}

async function verdict(bytes: Uint8Array): Promise<string> {
  const response = await fetch(`${school.url}/api/verify`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.from(bytes),
  })
  return ((await response.json()) as { verdict: string }).verdict
}

describeWith(['xmlsec1', 'pdfsig', 'qpdf', 'chromium'], 'the year of class 6A', () => {
  let issueOrder: string

  test('ISSUE-1 nothing is initialised while a grid is not frozen and signed by everybody', async () => {
    expect((await officer.post('/api/demo/complete')).status).toBe(200)
    issueOrder = await order('issue', scope)
    const refused = await officer.post<{ code: string; grids: readonly string[] }>('/api/transcripts', { order: issueOrder, ...scope })
    expect(refused).toMatchObject({ status: 409, body: { code: 'grid.unsigned' } })
    expect(refused.body.grids).toHaveLength(26)
  })

  test('ISSUE-2 every grid of both terms is frozen and signed, one PIN a person and batch', async () => {
    const { body: grids } = await officer.get<readonly { id: string; term: string }[]>('/api/grids?class=6A')
    const inOrder = grids.toSorted((a, b) => (a.term < b.term ? -1 : 1)).map((grid) => grid.id)
    expect((await freeze(school, inOrder)).map((answer) => answer.status)).toEqual(inOrder.map(() => 200))
    for (const teacher of teachers) await sign(school, teacher)
    // Of 26 she has signed four already, beside her own subject: both homeroom grids and both of TOAN, which came before.
    expect(await sign(school, 'gv.van')).toBe(22)
    expect(await sign(school, 'hieutruong')).toBe(26)
    expect(await sign(school, 'vanthu')).toBe(26)
  })

  test('ISSUE-3 one transcript a student, signed by homeroom teacher, principal and organisation', async () => {
    expect(await officer.post('/api/transcripts', { order: issueOrder, ...scope })).toMatchObject({ status: 200, body: { created: 40 } })
    expect(await officer.post('/api/transcripts', { order: issueOrder, ...scope })).toMatchObject({ status: 200, body: { created: 0 } })
    for (const person of leaders) expect(await sign(school, person)).toBe(40)
    const made = await transcripts()
    expect(made.map(({ state }) => state)).toEqual(made.map(() => 'signed'))
    expect(new Set(made.map((one) => one.student)).size).toBe(40)
  })

  test('ISSUE-11 a class is issued at once, each transcript once', async () => {
    const made = await transcripts()
    const answers = await Promise.all(
      [...made, ...made].map(({ id }) => officer.post<{ code?: string }>(`/api/transcripts/${id}/issue`, { order: issueOrder })),
    )
    expect(answers.slice(0, 40).map(({ status }) => status)).toEqual(made.map(() => 200))
    expect(answers.slice(40).map(({ body }) => body.code)).toEqual(made.map(() => 'transcript.state'))
    expect((await transcripts()).map(({ state }) => state)).toEqual(made.map(() => 'issued'))
  })

  test('ISSUE-4 XML and PDF of all forty verify with xmlsec1, pdfsig and our own verifier', async () => {
    const all = await Promise.all(
      (await transcripts()).map(async (transcript) => {
        const { student } = transcript
        const [xml, pdf] = [await file(transcript, 'xml'), await file(transcript, 'pdf')]
        return { student, xml, pdf, path: await save(`${student}.xml`, xml), page: await save(`${student}.pdf`, pdf), signatures: 3 }
      }),
    )
    expect(all).toHaveLength(40)
    expect(xmlsecAll(join(school.dataDir, 'pki'), all)).toEqual(all.map(() => true))
    for (const { student, xml, pdf, page } of all) {
      expect(pdfSignatures(page), student).toEqual({ valid: ['CKS_gvcn', 'CKS_ht', 'CKS_dv'], whole: ['CKS_dv'] })
      expect(run('qpdf', ['--check', page]).status, student).toBe(0)
      expect([await verdict(xml), await verdict(pdf)], student).toEqual(['valid', 'valid'])
    }
  })

  test('ISSUE-5 VERIFY-34 I17 a revoked one says so, and its replacement is named once it is issued', async () => {
    const [first] = await transcripts()
    if (!first) throw new Error('no transcripts')
    const revoke = await order('revoke', { transcripts: [first.id] })
    expect((await officer.post(`/api/transcripts/${first.id}/revoke`, { order: revoke })).status).toBe(200)
    expect([await verdict(await file(first, 'xml')), await verdict(await file(first, 'pdf'))]).toEqual(['revoked', 'revoked'])
    expect(await commandLine(await save('revoked.xml', await file(first, 'xml')))).toMatchObject({ code: 1, verdict: 'revoked' })
    const paths = [await save('revoked.xml', await file(first, 'xml')), await save('revoked.pdf', await file(first, 'pdf'))]
    expect(await inBrowser(...paths)).toEqual(['Đã thu hồi', 'Đã thu hồi', 'pair.digest', 'pair.digest'])
    const replaced = await officer.post<{ id: string }>(`/api/transcripts/${first.id}/replace`, { order: revoke })
    expect(replaced.status).toBe(200)
    const register = async (): Promise<unknown> => (await fetch(`${school.url}/api/register/${first.digest}`)).json()
    expect(await register()).toEqual({ state: 'revoked' })
    for (const person of leaders) expect(await sign(school, person)).toBe(1)
    expect((await officer.post(`/api/transcripts/${replaced.body.id}/issue`, { order: issueOrder })).status).toBe(200)
    const successor = (await transcripts()).find((one) => one.id === replaced.body.id)
    expect(await register()).toEqual({ state: 'revoked', replacedBy: successor?.digest })
    expect(successor && (await verdict(await file(successor, 'xml')))).toBe('valid')
    expect(await verdict(await file(first, 'xml'))).toBe('revoked')
  })
})
