/** A school's year from the last mark to the register: both programs, real keys, real stores, every file verified twice. Linux only. */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeLargeSchool } from './issue/large-school.ts'
import { Stage, stageHead } from './issue/stage.ts'
import { printTable } from './measure/table.ts'
import { type Answer, freeze, sign, signIn, startSchool } from '../support/school.ts'

interface Grid {
  readonly id: string
  readonly term: string
}

interface Transcript {
  readonly id: string
  readonly state: string
  readonly artefacts: readonly { readonly kind: string; readonly url: string }[]
}

/** A school of 1,520 students. With the demo's four classes most of the time goes into code that has not been compiled yet. */
const count = Number(process.env['HOCBA_BENCH_CLASSES'] ?? 38)
const classSize = 40
const homerooms = ['gv.van', 'gv.toan', 'gv.anh', 'gv.lsdl']
const teachers = ['khtn1', 'khtn2', 'gdcd', 'cn', 'tin', 'gdtc', 'nt', 'gddp', 'hdtn'].map((name) => `gv.${name}`)
/** Issued at a time, as the page does. */
const together = 6
/** One transcript of so many is looked at by a program of its own. */
const sample = 100

const dataDir = await mkdtemp(join(tmpdir(), 'hocba-bench-issue-'))
process.stderr.write(`${count} classes are entered …\n`)
await makeLargeSchool(dataDir, count)
const school = await startSchool({ dataDir, env: { HOCBA_LOG_LEVEL: 'error' } })
const officer = await signIn(school.url, 'quantrihocba')
const principal = await signIn(school.url, 'hieutruong')
const rows: (readonly string[])[] = []
try {
  demanded(await officer.post('/api/demo/complete'))
  const classes = demanded(await officer.get<readonly { id: string }[]>('/api/classes')).map(({ id }) => id)
  if (classes.length !== count) throw new Error(`the school has ${classes.length} classes`)
  await signGrids(demanded(await officer.get<readonly Grid[]>('/api/grids')))
  await issue(classes)
  await demandAll(classes)
} finally {
  await school.stop()
  await rm(dataDir, { recursive: true })
}
printTable(`${count} classes of ${classSize}: signed by all roles, verified by agent and server, on disk and in the log`, stageHead, rows)
process.exit()

/** All grids of the year are frozen, term 1 first, and signed by everybody. */
async function signGrids(grids: readonly Grid[]): Promise<void> {
  const freezing = new Stage('grids frozen', school)
  const inOrder = grids.toSorted((a, b) => (a.term < b.term ? -1 : 1))
  const frozen = await freeze(
    school,
    inOrder.map(({ id }) => id),
  )
  frozen.forEach(demanded)
  rows.push(freezing.row(grids.length, 0))
  await signed('grids signed', grids.length, [...teachers, ...homerooms, ...homerooms, 'hieutruong', 'vanthu'])
}

/** From the order to the register. */
async function issue(classes: readonly string[]): Promise<void> {
  const documents = classes.length * classSize
  const all = new Stage('transcripts in all', school)
  const year = '2025'
  const { id: order } = demanded(
    await principal.post<{ id: string }>('/api/orders', { action: 'issue', scope: { year }, reason: 'Cuối năm học' }),
  )
  const made = new Stage('transcripts initialised', school)
  const ids: string[] = []
  for (const name of classes) {
    ids.push(
      ...demanded(await officer.post<{ transcripts: readonly string[] }>('/api/transcripts', { order, class: name, year })).transcripts,
    )
    made.note(ids.length)
  }
  rows.push(made.row(documents, 0))
  let signatures = await signed('… by homeroom teachers', documents, homerooms)
  signatures += await signed('… by the principal', documents, ['hieutruong'])
  signatures += await signed('… sealed', documents, ['vanthu'])
  const issued = new Stage('transcripts issued', school)
  for (let done = 0; done < ids.length; done += together) {
    const some = ids.slice(done, done + together)
    for (const answer of await Promise.all(some.map((id) => officer.post(`/api/transcripts/${id}/issue`, { order })))) demanded(answer)
    issued.note(done + some.length)
  }
  rows.push(issued.row(documents, 0), all.row(documents, signatures))
}

/** Everybody signs what is due, one after the other as it comes; both files of each. How many signatures that were. */
async function signed(name: string, documents: number, people: readonly string[]): Promise<number> {
  const stage = new Stage(name, school)
  let done = 0
  for (const person of people) done += await sign(school, person, undefined, undefined, (now) => stage.note(done + now))
  rows.push(stage.row(documents, 2 * done))
  return 2 * done
}

/** That nothing is missing: every transcript issued, and some of them valid for a program that asks the register. */
async function demandAll(classes: readonly string[]): Promise<void> {
  const found: Transcript[] = []
  for (const name of classes) found.push(...demanded(await officer.get<readonly Transcript[]>(`/api/transcripts?class=${name}&year=2025`)))
  const whole = found.filter(({ state, artefacts }) => state === 'issued' && artefacts.length === 2)
  if (whole.length !== classes.length * classSize)
    throw new Error(`${whole.length} of ${classes.length * classSize} transcripts are issued`)
  const files: string[] = []
  for (const { id, artefacts } of whole.filter((_, index) => index % sample === 0)) {
    for (const { kind, url } of artefacts) {
      files.push(join(dataDir, `${id}.${kind}`))
      await writeFile(files.at(-1) ?? '', await officer.bytes(url))
    }
  }
  const words = [
    'sync-server/bin/hocba.mjs',
    'verify',
    '--register',
    school.url,
    '--require',
    'homeroom-teacher,principal,organisation',
    ...files,
  ]
  const { status, stderr } = spawnSync(process.execPath, words, { env: { ...process.env, ...school.env }, encoding: 'utf8' })
  if (status !== 0) throw new Error(`hocba verify ended with ${status}: ${stderr}`)
  process.stderr.write(`${files.length} files are valid for hocba verify\n`)
}

function demanded<T>({ status, body }: Answer<T>): T {
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}\n${school.output()}`)
  return body
}
