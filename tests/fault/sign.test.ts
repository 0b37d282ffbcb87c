import { existsSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditFile } from '../../sync-server/src/cli/audit-file.ts'
import { pdfSignatures, xmlsecAccepts } from '../support/outside.ts'
import { type RunningSchool, type Signed, freeze, signIn, startSchool } from '../support/school.ts'
import { SigningBatch } from './support/signing-batch.ts'

/** 13: the grids of one class and term; more: grids and transcripts of whole classes, 66 each. */
const documents = Number(process.env['HOCBA_SIGN_DOCUMENTS'] ?? 13)
const kills = Number(process.env['HOCBA_SIGN_KILLS'] ?? 4)
const seed = Number(process.env['HOCBA_SIGN_SEED'] ?? 1)
const classes = ['6A', '6B', '7A', '7B'].slice(0, Math.ceil(documents / 66))
const isYear = documents > 13
const shims = ['die-before-collect', 'die-before-sending'].map((name) => new URL(`support/${name}.mjs`, import.meta.url).href)

const teachers = ['toan', 'van', 'anh', 'khtn1', 'khtn2', 'gdcd', 'lsdl', 'cn', 'tin', 'gdtc', 'nt', 'gddp', 'hdtn'].map(
  (name) => `gv.${name}`,
)
const homerooms: Readonly<Record<string, string>> = { '6A': 'gv.van', '6B': 'gv.toan', '7A': 'gv.anh', '7B': 'gv.lsdl' }
const leaders = [...classes.map((name) => homerooms[name] ?? ''), 'hieutruong', 'vanthu']

let school: RunningSchool
let folder: string
let flag: string
let unsent: string
let grids: readonly string[] = []
const people = new Map<string, Signed>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-sign-'))
  flag = join(folder, 'die')
  unsent = join(folder, 'die-unsent')
  school = await startSchool({
    env: {
      NODE_OPTIONS: shims.map((shim) => `--import ${shim}`).join(' '),
      HOCBA_DIE_BEFORE_COLLECT: flag,
      HOCBA_DIE_BEFORE_SENDING: unsent,
      HOCBA_LIMIT_SIGNIN: '0',
      HOCBA_LOG_LEVEL: 'error',
    },
  })
  const officer = await person('quantrihocba')
  await officer.post('/api/demo/complete')
  const listed = await Promise.all(
    classes.map((name) => officer.get<readonly { readonly id: string; readonly term: string }[]>(`/api/grids?class=${name}`)),
  )
  grids = listed
    .flatMap(({ body }) => body)
    .filter(({ term }) => isYear || term === 'HK1')
    .toSorted((a, b) => (a.term < b.term ? -1 : 1))
    .map(({ id }) => id)
  expect((await freeze(school, grids)).map(({ status }) => status)).toEqual(grids.map(() => 200))
})

afterAll(async () => {
  await school.stop()
  await rm(folder, { recursive: true })
})

async function person(user: string): Promise<Signed> {
  const known = people.get(user) ?? (await signIn(school.url, user))
  people.set(user, known)
  return known
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Seeded (mulberry32), so that a failing run can be repeated as far as the machine allows. */
let state = seed
function random(): number {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}

let strikes = 0
const struck = { agent: 0, server: 0, both: 0 }

/** Power cut for one program or both, and they come back. */
async function strike(): Promise<void> {
  const what = (['agent', 'server', 'both'] as const)[(seed + strikes) % 3] ?? 'both'
  strikes += 1
  await Promise.all([...(what === 'agent' ? [] : [school.killServer()]), ...(what === 'server' ? [] : [school.killAgent()])])
  if (what !== 'agent') await school.startServer()
  if (what !== 'server') await school.startAgent()
  struck[what] += 1
}

/** Longer than any retry of the agent, far shorter than a lease. */
const patience = 30_000 + documents * 300

/** A person signs until nothing is due; the first batches are struck at a random moment. Returns how many were. */
async function signUntilDone(user: string, blows: number): Promise<number> {
  const signer = await person(user)
  let done = 0
  for (;;) {
    const batch = await SigningBatch.open(signer)
    if (!batch) return done
    if (done < blows) {
      await pause(random() * (150 + batch.size * 15))
      await strike()
      done += 1
    }
    await batch.over(school, patience)
  }
}

/** One after the other while strikes are left, spread over those who are left; then all at once, as on a real last day. */
async function signAll(users: readonly string[], blows: number): Promise<void> {
  const waiting = [...users]
  let left = blows
  while (left > 0 && waiting.length > 0) left -= await signUntilDone(waiting.shift() ?? '', Math.ceil(left / (waiting.length + 1)))
  await Promise.all(waiting.map((user) => signUntilDone(user, 0)))
}

interface Named {
  readonly subject: string
  readonly version: number
  readonly role: string
  readonly position: number
  readonly signatures: number
  readonly digest: string
  readonly xml: string
  readonly pdf: string
}

interface Line {
  readonly type: string
  readonly subject: string
  readonly kind: string
  readonly signatures: number
  readonly sha256: string
  readonly bytes: string
  readonly id: string
  readonly user: string
  readonly leaf: { readonly kind: string; readonly actor: string }
  readonly changes: readonly Named[]
}

/** The whole record as an auditor gets it. */
async function audited(): Promise<{ readonly lines: readonly Line[]; readonly outcome: Awaited<ReturnType<typeof auditFile>> }> {
  const path = join(folder, 'export')
  await writeFile(path, await (await person('thanhtra')).bytes('/api/audit/export'))
  const text = await readFile(path, 'utf8')
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line.slice(0, line.lastIndexOf(' '))) as Line)
  return { lines, outcome: await auditFile(path, join(school.dataDir, 'pki', 'school.vkey'), []) }
}

const outbox = (): Promise<readonly string[]> => readdir(join(school.dataDir, 'agent', 'outbox'))

async function batchOf(user: string): Promise<SigningBatch> {
  const batch = await SigningBatch.open(await person(user))
  if (!batch) throw new Error(`nothing is due for ${user}`)
  return batch
}

test('SIGN-46 the agent is killed while a pair is on its way: it is handed in as it is, and the person goes on at once', async () => {
  await writeFile(unsent, '')
  const batch = await batchOf('gv.toan')
  while (existsSync(unsent)) await pause(10)
  await school.killAgent()
  const kept = await outbox()
  expect(kept.filter((name) => name.endsWith('.letter'))).not.toEqual([])
  await school.startAgent()
  await batch.over(school, patience)
  await signUntilDone('gv.toan', 0)
  expect(await outbox()).toEqual([])
})

test('SIGN-47 the server is killed between log and store: the agent brings the same files again, and the audit finds the record whole', async () => {
  await writeFile(flag, '')
  const batch = await batchOf('gv.anh')
  while (existsSync(flag)) await pause(10)
  await Promise.all([school.killServer(), school.killAgent()])
  await school.startServer()
  expect((await audited()).outcome).toMatchObject({ whole: false, fault: { check: 'file.event' } })
  await school.startAgent()
  await batch.over(school, patience)
  await signUntilDone('gv.anh', 0)
  expect((await audited()).outcome).toMatchObject({ whole: true })
})

test(
  `SIGN-48 SIGKILL of agent and server anywhere in ${documents} documents, ${kills} times: complete after restart, no signature twice, nothing half there`,
  async () => {
    const started = Date.now()
    await signAll(teachers, isYear ? Math.floor(kills / 4) : 1)
    await signAll(leaders, isYear ? Math.floor(kills / 4) : kills - 1)
    const transcripts = isYear ? await initialise() : []
    if (isYear) await signAll(leaders, kills - strikes)
    if (isYear) await issue(transcripts)
    console.log(`seed ${seed}: ${JSON.stringify(struck)}, ${Math.round((Date.now() - started) / 1000)} s`)
    expect(strikes).toBe(kills)
    const { lines, outcome } = await audited()
    expect(outcome).toMatchObject({ whole: true })
    const expected = new Map<string, number>()
    for (const subject of [...grids, ...transcripts]) expected.set(subject, await signersOf(subject))
    demandComplete(lines, expected)
    await demandOnce(lines)
    await demandAccepted(lines, expected)
  },
  120_000 + documents * 3_000 + kills * 20_000,
)

/** One transcript a student of every class. */
async function initialise(): Promise<readonly string[]> {
  const [principal, officer] = [await person('hieutruong'), await person('quantrihocba')]
  const scope = { year: '2025' }
  const order = (await principal.post<{ id: string }>('/api/orders', { action: 'issue', scope, reason: 'Cuối năm học' })).body.id
  const ids: string[] = []
  for (const name of classes) {
    expect(await officer.post('/api/transcripts', { order, class: name, ...scope })).toMatchObject({ status: 200 })
    const { body } = await officer.get<readonly { readonly id: string }[]>(`/api/transcripts?class=${name}&year=2025`)
    ids.push(...body.map(({ id }) => id))
  }
  return ids
}

/** Their files are valid from then on. */
async function issue(transcripts: readonly string[]): Promise<void> {
  const [principal, officer] = [await person('hieutruong'), await person('quantrihocba')]
  const asked = { action: 'issue', scope: { year: '2025' }, reason: 'Cuối năm học' }
  const order = (await principal.post<{ id: string }>('/api/orders', asked)).body.id
  for (const id of transcripts) expect(await officer.post(`/api/transcripts/${id}/issue`, { order })).toMatchObject({ status: 200 })
}

/** How many have to sign, by the snapshot that was frozen; homeroom teacher, principal and organisation for a transcript. */
async function signersOf(subject: string): Promise<number> {
  if (!grids.includes(subject)) return 3
  const bytes = await (await person('hieutruong')).bytes(`/api/grids/${subject}/snapshots/1`)
  return (JSON.parse(new TextDecoder().decode(bytes)) as { readonly signers: readonly unknown[] }).signers.length
}

/** Every place signed in its order, each by one XML and one PDF, and no file beside them. */
function demandComplete(lines: readonly Line[], expected: ReadonlyMap<string, number>): void {
  const files = lines.filter(({ type }) => type === 'file').map(({ subject, kind, signatures }) => `${subject} ${kind} ${signatures}`)
  const wanted = [...expected].flatMap(([subject, count]) =>
    ['xml', 'pdf'].flatMap((kind) => Array.from({ length: count }, (_, index) => `${subject} ${kind} ${index + 1}`)),
  )
  expect(files.toSorted()).toEqual(wanted.toSorted())
}

interface JournalLine {
  readonly event: string
  readonly digest: string
  readonly role: string
  readonly person: string
}

/** The log names one pair of files for each place, and the agent handed in one. A crash may put the same pair on record twice. */
async function demandOnce(lines: readonly Line[]): Promise<void> {
  const users = new Map(lines.filter(({ type }) => type === 'actor').map(({ id, user }) => [id, user]))
  const named = new Map<string, Set<string>>()
  for (const { leaf, changes } of lines.filter(({ type, leaf: of }) => type === 'entry' && of.kind === 'sign')) {
    const [body] = changes
    const key = `${body?.digest}|${body?.role}|${users.get(leaf.actor)}`
    named.set(key, (named.get(key) ?? new Set()).add(`${body?.xml} ${body?.pdf}`))
  }
  expect([...named].filter(([, pairs]) => pairs.size !== 1)).toEqual([])
  const text = await readFile(join(school.dataDir, 'agent', 'journal'), 'utf8')
  const journal = text.split('\n').flatMap(entryOf)
  const of = (event: string): readonly string[] =>
    journal.filter((line) => line.event === event).map(({ digest, role, person: by }) => `${digest}|${role}|${by}`)
  expect(of('returned').toSorted()).toEqual([...named.keys()].toSorted())
  const signed = of('signed')
  expect(signed.filter((key, index) => signed.indexOf(key) !== index)).toEqual([])
  expect(of('refused')).toEqual([])
  expect(await outbox()).toEqual([])
}

/** A line that a kill cut off is none. */
function entryOf(line: string): readonly JournalLine[] {
  try {
    return [JSON.parse(line) as JournalLine]
  } catch {
    return []
  }
}

/** Our verifier for every finished file, tools that are not ours for some. */
async function demandAccepted(lines: readonly Line[], expected: ReadonlyMap<string, number>): Promise<void> {
  const finished = lines.filter(({ type, subject, signatures }) => type === 'file' && signatures === expected.get(subject))
  expect(finished).toHaveLength(expected.size * 2)
  for (const [index, { subject, kind, signatures, bytes }] of finished.entries()) {
    const file = Buffer.from(bytes, 'base64')
    const answer = await fetch(`${school.url}/api/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
    })
    const report = (await answer.json()) as { readonly verdict: string; readonly signatures: readonly unknown[] }
    expect(report.signatures, subject).toHaveLength(signatures)
    expect(report.verdict, subject).toBe('valid')
    if (index % 13 > 1) continue
    const path = join(folder, `sample.${kind}`)
    await writeFile(path, file)
    const places = Array.from({ length: signatures }, (_, place) => place + 1)
    if (kind === 'pdf') expect(pdfSignatures(path).valid, subject).toHaveLength(signatures)
    else expect(places.map((place) => xmlsecAccepts(join(school.dataDir, 'pki'), path, place))).toEqual(places.map(() => true))
  }
}
