import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Agent } from '../../../signing-agent/src/agent.ts'
import { foldersOf } from '../../../signing-agent/src/config.ts'
import { Journal } from '../../../signing-agent/src/journal.ts'
import { RemoteKeys } from '../../../signing-agent/src/key/remote/keys.ts'
import { KeyRing } from '../../../signing-agent/src/key/ring.ts'
import { TokenKeys } from '../../../signing-agent/src/key/token/keys.ts'
import { listener } from '../../../signing-agent/src/listen.ts'
import { LogSigner } from '../../../signing-agent/src/log.ts'
import { Outbox } from '../../../signing-agent/src/outbox.ts'
import { noStamps } from '../../../signing-agent/src/timestamp/authority.ts'
import { PublishedFolder } from '../../../signing-agent/src/trust.ts'
import { verifierOf } from '../../../signing-agent/src/verify.ts'
import { pdfSignatures, xmlsecAccepts } from '../../support/outside.ts'
import { describeWith } from '../../support/tools.ts'
import { SchoolServer, jobFor } from '../signing/school-server.ts'
import { gridSnapshot, signersOf } from '../signing/snapshots.ts'
import { type Workshop, openWorkshop } from '../signing/workshop.ts'
import { materialOf, pin } from './credentials.ts'
import { makeToken, softhsmLibrary, useTokens } from './softhsm.ts'
import { StandIn, agreeable } from './stand-in.ts'

/** One grid, four signers, four places of keys. */
const signers = ['gv.toan', 'gv.van', 'hieutruong', 'vanthu'] as const
const services = { 'gv.van': ['csc', '/csc/v2'], hieutruong: ['smartca', '/sca/sp769'], vanthu: ['mysign', ''] } as const
const snapshot = gridSnapshot('2025-6A.TOAN.HK1', signersOf(...signers))

let dir: string
let workshop: Workshop
let standIn: StandIn
let agent: Agent
let journal: Journal
let app: ReturnType<typeof listener>
let origin: string
const server = new SchoolServer()
const reports: string[] = []
/** Holds the telephone's polling until a test lets it go on. */
let gate: Promise<unknown> = Promise.resolve()

describeWith(['softhsm2-util', 'xmlsec1', 'pdfsig'], 'keys behind the running agent', () => {
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hocba-agent-keys-'))
    workshop = await openWorkshop()
    const materials = await Promise.all(signers.map((account) => materialOf(workshop, account)))
    standIn = await StandIn.open(materials)
    useTokens(dir)
    for (const material of materials.slice(0, 1)) makeToken(dir, 'thẻ', material)
    await write('gv.toan.token.json', { module: softhsmLibrary(), token: 'thẻ' })
    for (const [account, [service, path]] of Object.entries(services)) {
      await write(`${service}.service.json`, standIn.access(path))
      await write(`${account}.remote.json`, { service, user: account })
    }
    await startAgent()
  })

  afterAll(async () => {
    await app.close()
    await journal.close()
    standIn.close()
    await workshop.close()
    await rm(dir, { recursive: true, force: true })
  })

  test('KEY-40 the page says how many tries a token has left; after a wrong PIN nothing is tried until the person says so', async () => {
    offer(0)
    expect(await page()).toMatch(/Khóa ký: Thiết bị ký «thẻ»[^]*name="pin"/)
    const wrong = await authorize({ pin: '111111' })
    expect(await wrong.json()).toMatchObject({ code: 'pin.wrong', tries: { state: 'low' } })
    expect(await page()).toContain('thiết bị còn ít lần thử')
    expect(await (await authorize({ pin })).json()).toMatchObject({ code: 'pin.low', tries: { state: 'low' } })
    expect((await authorize({ pin, confirmed: true })).status).toBe(202)
    await agent.settle()
    expect([server.results, server.failures]).toEqual([[jobFor(snapshot, 0).id], []])
    expect([...server.files.values()].map(({ key }) => key)).toEqual(['pkcs11'])
    expect(await page(0)).not.toContain('name="pin"')
  })

  test.each([1, 2, 3])(
    'KEY-41 a telephone is waited for, without a PIN here, and the page says what to confirm: signer %i',
    async (position) => {
      let open = (): void => undefined
      gate = new Promise<void>((resolve) => (open = resolve))
      offer(position)
      expect(await page(position)).toMatch(/Dịch vụ ký số từ xa[^]*chưa được kiểm chứng[^]*xác nhận một lần cho cả đợt trên điện thoại/)
      expect(await page(position)).not.toContain('name="pin"')
      expect((await authorize({}, position)).status).toBe(202)
      const { waiting } = await progressWith('waiting', position)
      expect(waiting).toMatchObject({ documents: [expect.stringMatching(/^HB-[0-9A-F]{6}-001$/), expect.stringMatching(/-002$/)] })
      open()
      await agent.settle()
      expect(await progress(position)).toEqual({ total: 1, done: 1, failed: 0, finished: true })
    },
  )

  test('KEY-42 a refusal on the telephone hands the job back with its reason', async () => {
    const other = gridSnapshot('2025-6A.TOAN.HK2', signersOf('gv.van'))
    standIn.plan = { waits: 0, outcome: 'reject' }
    server.offer('refused', 'secret', [jobFor(other, 0)], [other])
    expect((await authorize({}, 0, 'refused')).status).toBe(202)
    await agent.settle()
    expect(server.failures).toEqual([expect.objectContaining({ code: 'remote.rejected' })])
    standIn.plan = agreeable
  })

  test('KEY-44 a service that confirms one file at a time is told before the code is used up', async () => {
    standIn.plan = { ...agreeable, most: 1 }
    server.offer('single', 'secret', [jobFor(snapshot, 1)], [snapshot])
    for (const _ of [1, 2]) expect(await (await authorize({}, 1, 'single')).json()).toMatchObject({ code: 'credential.unfit' })
    standIn.plan = agreeable
  })

  test('KEY-43 xmlsec1 and pdfsig accept what a token and three services have signed together, one of them on P-256', async () => {
    const [file] = server.files.values()
    await writeFile(join(dir, 'grid.xml'), file?.xml ?? '')
    await writeFile(join(dir, 'grid.pdf'), file?.pdf ?? '')
    const pki = join(workshop.dir, 'pki')
    expect(signers.map((_, index) => xmlsecAccepts(pki, join(dir, 'grid.xml'), index + 1))).toEqual(signers.map(() => true))
    const { valid, whole } = pdfSignatures(join(dir, 'grid.pdf'))
    expect([valid.length, whole]).toEqual([4, valid.slice(-1)])
  })

  test('KEY-24 the PIN is in no report, journal, file or argument, and nothing of the person went to a service', async () => {
    const written = await Promise.all((await filesBelow(join(dir, 'agent'))).map((path) => readFile(path, 'latin1')))
    expect([...reports, ...written, ...process.argv].join('\n')).not.toContain(pin)
    expect(standIn.received.join('\n')).not.toMatch(new RegExp(`${pin}|"(password|otp|PIN|OTP)"`))
  })
})

const write = (name: string, facts: object): Promise<void> => writeFile(join(dir, name), JSON.stringify(facts))

async function startAgent(): Promise<void> {
  const now = (): number => performance.now()
  const patiently = async (): Promise<void> => {
    await gate
    await pause(1)
  }
  const remote = new RemoteKeys(dir, { now, pause: patiently, patience: 5_000 })
  const program = fileURLToPath(new URL('../../../signing-agent/dist/key/token/main.js', import.meta.url))
  const folders = foldersOf(dir)
  const outbox = await Outbox.open(folders.outbox)
  journal = await Journal.open(folders.journal, () => new Date())
  agent = new Agent({
    server,
    keys: new KeyRing([new TokenKeys(dir, program, now), remote]),
    journal,
    outbox,
    log: new LogSigner(server, { ...foldersOf(workshop.dir).log, last: join(dir, 'checkpoint') }),
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

const offer = (position: number): void => server.offer(`b${position}`, 'secret', [jobFor(snapshot, position)], [snapshot])

const page = async (position = 0): Promise<string> => (await fetch(`${origin}/batches/b${position}?code=secret`)).text()

const authorize = (given: object, position = 0, batch = `b${position}`): Promise<Response> =>
  fetch(`${origin}/batches/${batch}/authorize`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: 'secret', ...given }),
  })

const progress = async (position: number): Promise<Readonly<Record<string, unknown>>> =>
  (await (await fetch(`${origin}/batches/b${position}/progress`)).json()) as Readonly<Record<string, unknown>>

/** The service holds its answer until we let it go, so this comes. */
async function progressWith(field: string, position: number): Promise<Readonly<Record<string, unknown>>> {
  return expect
    .poll(() => progress(position), { timeout: 20_000, interval: 20 })
    .toHaveProperty(field)
    .then(() => progress(position))
}

const filesBelow = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
