import { mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fault } from '@hocba/shared/core'
import { formatCell } from '@hocba/shared/grid'
import { parseVerifierKey } from '@hocba/shared/log'
import { snapshotBytes } from '@hocba/shared/snapshot'
import { verifyFile } from '@hocba/shared/verify'
import type { AgentProof } from '@hocba/shared/wire'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Agent } from '../../../signing-agent/src/agent.ts'
import { foldersOf } from '../../../signing-agent/src/config.ts'
import { Journal } from '../../../signing-agent/src/journal.ts'
import { LogSigner, checkEd25519 } from '../../../signing-agent/src/log.ts'
import { PinCounter } from '../../../signing-agent/src/key/pin.ts'
import { Pkcs12Keys } from '../../../signing-agent/src/key/pkcs12.ts'
import { KeyRing } from '../../../signing-agent/src/key/ring.ts'
import { listener } from '../../../signing-agent/src/listen.ts'
import { Outbox } from '../../../signing-agent/src/outbox.ts'
import { noStamps } from '../../../signing-agent/src/timestamp/authority.ts'
import { renderPdf } from '../../../signing-agent/src/pdf/render.ts'
import { signPdf } from '../../../signing-agent/src/signer.ts'
import { PublishedFolder } from '../../../signing-agent/src/trust.ts'
import { verifierOf } from '../../../signing-agent/src/verify.ts'
import { proofIn } from '../../../signing-agent/src/xml/proof.ts'
import { SchoolServer, jobFor } from './school-server.ts'
import { gridSnapshot, people, signersOf } from './snapshots.ts'
import { type Workshop, digestOf, openWorkshop } from './workshop.ts'

const snapshots = ['2025-6A.TOAN.HK1', '2025-6A.TOAN.HK2'].map((id) =>
  gridSnapshot(id, signersOf('gv.toan', 'gv.van', 'hieutruong', 'vanthu')),
)
const [first = gridSnapshot('2025-6A.TOAN.HK1', []), second = first] = snapshots

let workshop: Workshop
let server: SchoolServer
let dir: string
let journal: Journal
let agent: Agent
let app: ReturnType<typeof listener>
let origin: string
const reports: string[] = []

beforeAll(async () => {
  workshop = await openWorkshop()
})

afterAll(() => workshop.close())

const logSigner = (): LogSigner => new LogSigner(server, { ...foldersOf(workshop.dir).log, last: join(dir, 'checkpoint') })

async function startAgent(): Promise<void> {
  journal = await Journal.open(join(dir, 'journal'), () => new Date())
  agent = new Agent({
    server,
    keys: new KeyRing([
      new Pkcs12Keys(join(workshop.dir, 'agent/credentials'), new PinCounter(() => performance.now()), () => performance.now()),
    ]),
    journal,
    outbox: await Outbox.open(join(dir, 'outbox')),
    log: logSigner(),
    style: 'xades',
    stamps: noStamps,
    ready: Promise.resolve(),
    now: () => new Date(),
    verify: verifierOf(new PublishedFolder(join(workshop.dir, 'pki')), () => new Date()),
    report: (event, facts) => reports.push(JSON.stringify({ event, ...facts })),
  })
  app = listener(agent)
  origin = await app.listen({ host: '127.0.0.1', port: 0 })
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hocba-agent-'))
  server = new SchoolServer()
  reports.length = 0
  await startAgent()
})

afterEach(async () => {
  await app.close()
  await journal.close()
})

/** A moment ago: the demo's certificates begin at the start of the run. */
const vietnamTime = (): string => new Date(Date.now() + 7 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+07:00')

const offerAll = (position: number, id = 'b1'): void =>
  server.offer(
    id,
    'secret',
    snapshots.map((snapshot) => jobFor(snapshot, position)),
    snapshots,
  )

const authorize = (id: string, code: string, pin: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${origin}/batches/${id}/authorize`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ code, pin }),
  })

/** A page of a rebound name sends its own name as Host; fetch does not let a test do that. */
const statusWithHost = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(`${origin}/batches/b1?code=secret`, { headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject)
  })

async function signBatch(position: number, id = `b${position}`): Promise<void> {
  offerAll(position, id)
  expect((await authorize(id, 'secret', '123456')).status).toBe(202)
  await agent.settle()
}

describe('the log', () => {
  test('I16 what is not on record is not signed', async () => {
    offerAll(0)
    server.log.rewrite((digests) => digests.slice(0, 1))
    await authorize('b1', 'secret', '123456')
    await agent.settle()
    expect(server.results).toHaveLength(1)
    expect(server.failures).toMatchObject([{ code: 'log.range' }])
  })

  test.each([
    { of: 'with another leaf', bend: (proof: AgentProof) => ({ ...proof, leaf: proof.leaf.replace('"v":1', '"v":2') }) },
    { of: 'with another path', bend: (proof: AgentProof) => ({ ...proof, path: ['ab'.repeat(32)] }) },
    { of: 'of another place', bend: (proof: AgentProof) => ({ ...proof, index: 1 - proof.index }) },
    { of: 'of another size', bend: () => server.log.proof(digestOf(first), 1) },
    { of: 'that says another size', bend: (proof: AgentProof) => ({ ...proof, size: proof.size + 1 }) },
    { of: 'of another job', bend: () => server.log.proof(digestOf(second), 2) },
  ])('I16 a proof $of is refused before the work that it comes with is looked at', async ({ bend }) => {
    offerAll(0)
    const job = jobFor(first, 0)
    server.offer('b1', 'secret', [job], [])
    server.snapshots.set(job.id, Buffer.from('{}'))
    await agent.authorize('b1', 'secret', { pin: Buffer.from('123456'), confirmed: false })
    await agent.settle()
    expect(server.failures).toEqual([{ job: job.id, code: 'digest.mismatch', detail: expect.any(String) }])
    server.offer('b2', 'secret', [job], [])
    server.bent = bend
    await agent.authorize('b2', 'secret', { pin: Buffer.from('123456'), confirmed: false })
    await agent.settle()
    expect(server.failures[1]).toMatchObject({ job: job.id, code: 'log.forked' })
    expect(server.results).toEqual([])
  })

  test('I12 a rewritten history gets no checkpoint and nothing signed; the server is shown the old one', async () => {
    await signBatch(0)
    expect(server.log.kept).toHaveLength(1)
    server.log.rewrite((digests) => ['0'.repeat(64), ...digests.slice(1)])
    await signBatch(1)
    expect(server.failures.map((failure) => failure.code)).toEqual(['log.forked', 'log.forked'])
    expect(server.log.kept).toHaveLength(1)
    expect(server.log.shown).toEqual(server.log.kept)
  })

  test('SIGN-44 every signer of a file signs the proof that its first signer put there', async () => {
    const key = parseVerifierKey(await readFile(workshop.pki('school.vkey'), 'utf8'))
    for (const position of first.signers.keys()) {
      await signBatch(position)
      server.log.make(`${position}`.repeat(64))
    }
    expect(server.failures).toEqual([])
    for (const file of server.files.values()) {
      expect(proofIn(file.xml)).toMatchObject({ note: server.log.kept[0] })
      for (const bytes of [file.xml, file.pdf]) {
        const report = await verifyFile(bytes, { trust: workshop.trust, at: new Date(), ...(key && { log: { key, check: checkEd25519 } }) })
        expect(report.verdict).toBe('valid')
        expect(report.checks.find(({ id }) => id === 'log.inclusion')?.outcome).toBe('passed')
      }
    }
  })

  test('SIGN-45 a begun file whose proof does not hold is not signed further', async () => {
    await signBatch(0)
    for (const [name, file] of server.files) {
      const xml = Buffer.from(file.xml)
        .toString('utf8')
        .replace(/<ViTri>[01]</, '<ViTri>7<')
      server.files.set(name, { ...file, xml: Buffer.from(xml) })
    }
    await signBatch(1)
    expect(server.failures.map(({ code }) => code)).toEqual(['log.forked', 'log.forked'])
  })

  test('I20 a shorter history, as after a restore, gets no checkpoint either, also after the agent is restarted', async () => {
    await signBatch(0)
    server.log.rewrite((digests) => digests.slice(0, 1))
    await expect(logSigner().checkpoint()).rejects.toMatchObject({ code: 'log.rewound' })
    expect(server.log.shown).toEqual(server.log.kept)
  })
})

describe('a batch', () => {
  test('SIGN-30 one authorisation signs every job, role after role, until all files are complete', async () => {
    for (const position of first.signers.keys()) await signBatch(position)
    expect(server.failures).toEqual([])
    expect(server.results).toHaveLength(2 * first.signers.length)
    expect(server.finished).toEqual(['b0', 'b1', 'b2', 'b3'])
    for (const file of server.files.values()) {
      for (const kind of ['xml', 'pdf'] as const) {
        const report = await verifyFile(file[kind], { trust: workshop.trust, at: new Date() })
        expect(report).toMatchObject({ verdict: 'valid', kind })
        expect(report.signatures).toHaveLength(first.signers.length)
      }
    }
  })

  test('SIGN-31 a wrong PIN is 403 pin.wrong, signs nothing and leaves the code good', async () => {
    offerAll(0)
    const refused = await authorize('b1', 'secret', '654321')
    expect([refused.status, refused.headers.get('content-type')]).toEqual([403, 'application/problem+json; charset=utf-8'])
    expect(await refused.json()).toMatchObject({ code: 'pin.wrong', status: 403 })
    expect((await authorize('b1', 'secret', '123456')).status).toBe(202)
    await agent.settle()
    expect(server.results).toHaveLength(2)
  })

  test('SIGN-49 what a later version says otherwise is shown before the PIN, read from bytes with the digests that are signed', async () => {
    const [student, ...others] = first.students
    if (student === undefined) throw new RangeError('a class has students')
    const raised = { ...student, values: { ...student.values, ck: 95 }, remark: 'Tiến bộ <b>rõ</b>.' }
    const later = { ...first, version: 2, replaces: digestOf(first), students: [raised, ...others] }
    server.offer('b1', 'secret', [jobFor(later, 0), jobFor(second, 0)], [later, second])
    server.earlier.set(digestOf(first), snapshotBytes(first))
    const page = async (): Promise<string> => (await fetch(`${origin}/batches/b1?code=secret`)).text()
    const shown = await page()
    expect(shown).toContain(
      `<th scope="row">${student.name} (${student.id}): ĐĐGck</th><td>${formatCell('mark', student.values.ck ?? null)}</td><td>9,5</td>`,
    )
    expect(shown).toContain(`<td>${student.remark}</td><td>Tiến bộ &lt;b&gt;rõ&lt;/b&gt;.</td>`)
    expect(shown.match(/khác với phiên bản trước/g)).toHaveLength(1)
    expect(shown.match(/<th scope="row">/g)).toHaveLength(2)
    server.earlier.set(digestOf(first), snapshotBytes(second))
    expect(await page()).toContain('Không so sánh được với phiên bản trước.')
  })

  test('SIGN-32 five wrong PINs lock the credential', async () => {
    offerAll(0)
    const codes: unknown[] = []
    for (let tries = 0; tries < 6; tries++)
      codes.push(((await (await authorize('b1', 'secret', `wrong${tries}`)).json()) as { code: string }).code)
    expect(codes).toEqual([...Array.from({ length: 5 }, () => 'pin.wrong'), 'pin.locked'])
  })

  test('SIGN-33 a wrong or used code is 404 batch.unknown', async () => {
    offerAll(0)
    expect((await authorize('b1', 'guess', '123456')).status).toBe(404)
    expect((await authorize('b1', 'secret', '123456')).status).toBe(202)
    expect(await (await authorize('b1', 'secret', '123456')).json()).toMatchObject({ code: 'batch.unknown' })
    await agent.settle()
  })

  test('SIGN-34 a snapshot that does not have the digest shown is not signed', async () => {
    const job = jobFor(first, 0)
    server.offer('b1', 'secret', [job], [first])
    server.snapshots.set(
      job.id,
      Buffer.from(
        Buffer.from(server.snapshots.get(job.id) ?? [])
          .toString('utf8')
          .replace('"seq":412', '"seq":413'),
      ),
    )
    await authorize('b1', 'secret', '123456')
    await agent.settle()
    expect(server.failures).toEqual([expect.objectContaining({ job: job.id, code: 'digest.mismatch' })])
    expect(server.results).toEqual([])
  })

  test('SIGN-55 pages that say something else are not signed, though they print the digest and carry a good signature', async () => {
    await signBatch(0)
    const better = first.students.map((student) => ({ ...student, values: { ...student.values, ck: 100 } }))
    const { person } = first.signers[0] ?? { person: '' }
    for (const [name, file] of server.files) {
      if (!Buffer.from(file.xml).includes(digestOf(first))) continue
      const drawn = renderPdf({ ...first, students: better }, digestOf(first), proofIn(file.xml))
      const pdf = signPdf({ pdf: drawn, snapshot: first, position: 0, key: workshop.key(person), time: vietnamTime() })
      const { verdict, digest } = await verifyFile(pdf, { trust: workshop.trust, at: new Date(), require: [] })
      expect([verdict, digest]).toEqual(['valid', digestOf(first)])
      server.files.set(name, { ...file, pdf })
    }
    await signBatch(1)
    expect(server.failures).toEqual([expect.objectContaining({ job: jobFor(first, 1).id, code: 'artefact.invalid' })])
  })

  test('SIGN-35 a place that the snapshot gives to somebody else is not signed', async () => {
    server.offer('b1', 'secret', [{ ...jobFor(first, 1), person: 'gv.toan', role: 'subject-teacher' }], [first])
    await authorize('b1', 'secret', '123456')
    await agent.settle()
    expect(server.failures).toEqual([expect.objectContaining({ code: 'signing.order' })])
  })

  test('SIGN-36 a certificate without the uid of the signer does not sign', async () => {
    const other = { ...first, signers: first.signers.map((signer) => ({ ...signer, uid: 'CCCD:000000000000' })) }
    server.offer('b1', 'secret', [jobFor(other, 0)], [other])
    await authorize('b1', 'secret', '123456')
    await agent.settle()
    expect(server.failures).toEqual([expect.objectContaining({ code: 'credential.missing' })])
  })

  test.each([
    { state: 'declared', code: 'certificate.undeclared' },
    { state: 'disabled', code: 'certificate.disabled' },
  ] as const)('HOLD-4 a certificate that is $state is told before the PIN and leaves the code good', async ({ state, code }) => {
    offerAll(0)
    server.certificateState = state
    expect((await agent.shown('b1', 'secret')).credential).toMatchObject({ code })
    await expect(agent.authorize('b1', 'secret', { pin: Buffer.from('123456'), confirmed: false })).rejects.toMatchObject({ code })
    server.certificateState = 'approved'
    expect((await agent.shown('b1', 'secret')).credential).not.toBeInstanceOf(Fault)
    expect(server.results).toEqual([])
  })
})

describe('crash and repetition', () => {
  /** The server takes neither of the two pairs, also not when the batch is given back. */
  const away = (): unknown => server.troubles.push(...Array.from({ length: 4 }, () => new Fault('store.unavailable')))

  test('SIGN-37 files that the server did not take are sent again as they are, never signed twice', async () => {
    away()
    await signBatch(0)
    expect(server.results).toEqual([])
    const kept = await readdir(join(dir, 'outbox'))
    expect(kept).toHaveLength(2)
    const letters = await Promise.all(kept.map((name) => readFile(join(dir, 'outbox', name))))
    await app.close()
    await journal.close()
    await startAgent()
    await agent.resend()
    expect(server.results).toHaveLength(2)
    for (const { xml } of server.files.values()) expect(letters.some((letter) => letter.includes(Buffer.from(xml)))).toBe(true)
    expect(await readdir(join(dir, 'outbox'))).toEqual([])
  })

  test('SIGN-37 a pair whose lease has lapsed waits until the job is asked for again', async () => {
    away()
    await signBatch(0)
    server.troubles.push(new Fault('signing.order'), new Fault('signing.order'))
    await agent.resend()
    await agent.resend()
    expect(server.results).toEqual([])
    const kept = await readdir(join(dir, 'outbox'))
    expect(kept).toHaveLength(2)
    const letters = await Promise.all(kept.map((name) => readFile(join(dir, 'outbox', name))))
    await signBatch(0, 'again')
    expect(server.results).toHaveLength(2)
    for (const { pdf } of server.files.values()) expect(letters.some((letter) => letter.includes(Buffer.from(pdf)))).toBe(true)
  })

  test('SIGN-37 a pair on its way is not sent a second time beside itself', async () => {
    away()
    await signBatch(0)
    await Promise.all([agent.resend(), agent.resend(), agent.resend()])
    expect(server.results.toSorted()).toEqual(snapshots.map((snapshot) => jobFor(snapshot, 0).id).toSorted())
  })

  test('SIGN-38 what the server has acknowledged is not signed again, also after a restart', async () => {
    await signBatch(0)
    server.files.clear()
    await app.close()
    await journal.close()
    await startAgent()
    await signBatch(0, 'again')
    expect(server.failures.map(({ code }) => code)).toEqual(['signing.order', 'signing.order'])
    expect(server.files.size).toBe(0)
  })

  test('SIGN-39 a file that the server refuses for good may be signed anew', async () => {
    server.troubles.push(new Fault('artefact.invalid'), new Fault('signing.order'))
    await signBatch(0)
    expect(await readdir(join(dir, 'outbox'))).toEqual([])
    await signBatch(0, 'again')
    expect(server.results).toHaveLength(2)
  })

  test('SIGN-40 journal and reports name no person, no student and no PIN', async () => {
    await signBatch(0)
    const text = (await readFile(join(dir, 'journal'), 'utf8')) + reports.join('\n')
    expect(text).toContain('"event":"returned"')
    const secrets = ['123456', ...Object.values(people).map(({ name }) => name), ...first.students.map(({ name }) => name)]
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
  })

  test('SIGN-40 a journal line cut off by a crash does not hide the next one', async () => {
    const path = join(dir, 'cut')
    const subject = { digest: 'ab'.repeat(32), role: 'principal', person: 'hieutruong' }
    const before = await Journal.open(path, () => new Date(0))
    await before.write('returned', 'j1', subject)
    await before.close()
    await writeFile(path, `${await readFile(path, 'utf8')}{"at":"1970`)
    const again = await Journal.open(path, () => new Date(0))
    await again.write('returned', 'j2', { ...subject, person: 'vanthu' })
    await again.close()
    const last = await Journal.open(path, () => new Date(0))
    expect([last.wasReturned(subject), last.wasReturned({ ...subject, person: 'vanthu' })]).toEqual([true, true])
    await last.close()
  })
})

describe('the page', () => {
  test('SIGN-41 shows who signs what with which digest before the PIN, and loads nothing from elsewhere', async () => {
    offerAll(0)
    const response = await fetch(`${origin}/batches/b1?code=secret`)
    const html = await response.text()
    expect(html).toContain('Ký số 2 bảng dữ liệu')
    for (const snapshot of snapshots) expect(html).toContain(jobFor(snapshot, 0).digest)
    expect(html).toContain('2025-6A.TOAN.HK1 &lt;b&gt;')
    expect([...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)).toEqual(['/page.css', '/page.js'])
    expect(html).not.toMatch(/<style|<script>|\sstyle=|\son[a-z]+=/)
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
  })

  test('SIGN-42 other hosts and other origins are refused', async () => {
    offerAll(0)
    const foreign = await authorize('b1', 'secret', '123456', { origin: 'http://evil.example' })
    expect(await foreign.json()).toMatchObject({ code: 'request.origin' })
    expect(await statusWithHost('evil.example')).toBe(403)
    expect(await statusWithHost(new URL(origin).host)).toBe(200)
    expect((await authorize('b1', 'secret', '123456', { origin })).status).toBe(202)
    await agent.settle()
  })
})
