import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GridSnapshot } from '@hocba/shared/snapshot'
import { type RunningSchool, type Signed, signIn, startSchool } from '../support/school.ts'
import { Racer } from './support/racer.ts'

const races = Number(process.env['HOCBA_RACES'] ?? 25)
const writers = 40
const env = { HOCBA_LIMIT_UPDATES: '0', HOCBA_LIMIT_CONNECTIONS: '0', HOCBA_LIMIT_SIGNIN: '0' }

interface Row {
  readonly seq: number
  readonly cell: string | null
  readonly after: unknown
  readonly kind: string
}

interface Grid {
  readonly id: string
  readonly columns: readonly { readonly id: string; readonly value: string }[]
  readonly students: readonly { readonly id: string }[]
  readonly teachers: readonly { readonly id: string }[]
}

const values: Readonly<Record<string, readonly (number | string)[]>> = {
  mark: Array.from({ length: 101 }, (_, mark) => (mark * 13) % 101),
  comment: ['D', 'CD'],
  conduct: ['T', 'K', 'D', 'CD'],
  absences: [1, 2, 3, 4, 5],
}

/** A school with nothing frozen, made once: every grid can be frozen only once, so that each batch of races gets a copy. */
let template: string
let school: RunningSchool | undefined
let grids: Grid[] = []
const signed = new Map<string, Signed>()

beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'hocba-race-'))
  const seeded = await startSchool({ dataDir: template, agent: false, env })
  await seeded.stop()
})

afterAll(async () => {
  await school?.stop()
  await rm(template, { recursive: true, force: true })
})

/** The next grid of term 1; a new school when all of this one are frozen. */
async function nextGrid(): Promise<{ readonly school: RunningSchool; readonly grid: Grid }> {
  const grid = grids.shift()
  if (school && grid) return { school, grid }
  const old = school
  school = undefined
  await old?.stop()
  if (old) await rm(old.dataDir, { recursive: true, force: true })
  const dataDir = await mkdtemp(join(tmpdir(), 'hocba-race-'))
  await cp(template, dataDir, { recursive: true })
  school = await startSchool({ dataDir, agent: false, env })
  signed.clear()
  const principal = await person(school, 'hieutruong')
  const listed = await principal.get<readonly { readonly id: string }[]>('/api/grids?term=HK1')
  const asked = await Promise.all(listed.body.map(({ id }) => principal.get<Grid>(`/api/grids/${id}`)))
  grids = asked
    .map(({ body }) => body)
    .filter((each) => each.students.length >= writers / 2 && values[each.columns[0]?.value ?? ''] !== undefined)
  const [first, ...others] = grids
  if (!first) throw new Error('no grid to race for')
  grids = others
  return { school, grid: first }
}

async function person(at: RunningSchool, user: string): Promise<Signed> {
  const known = signed.get(user) ?? (await signIn(at.url, user))
  signed.set(user, known)
  return known
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Deterministic moments, so that a failing race can be repeated. */
const momentOf = (race: number): number => (race * 7919) % 120

interface Outcome {
  readonly acknowledged: number
  readonly refused: number
}

async function run(race: number): Promise<Outcome> {
  const { school: at, grid } = await nextGrid()
  const teacher = await person(at, grid.teachers[0]?.id ?? '')
  const officer = await person(at, 'quantrihocba')
  const scope = { grids: [grid.id] }
  const order = await (
    await person(at, 'hieutruong')
  ).post<{ id: string }>('/api/orders', { action: 'freeze', scope, reason: 'Kết thúc học kì' })
  const columns = grid.columns.filter(({ value }) => values[value] !== undefined)
  const racers = await Promise.all(
    Array.from({ length: writers }, (_, index) => {
      const column = columns[Math.floor(index / grid.students.length)]
      const student = grid.students[index % grid.students.length]
      return Racer.join(at, teacher, grid.id, `${student?.id ?? ''}/${column?.id ?? ''}`, values[column?.value ?? ''] ?? [])
    }),
  )
  const running = racers.map((racer) => racer.run())
  await pause(momentOf(race))
  const frozen = await officer.post<{ version: number; seq: number }>(`/api/grids/${grid.id}/freeze`, { order: order.body.id })
  await Promise.all(running)
  for (const racer of racers) racer.leave()
  expect(frozen.status, `race ${race}: ${JSON.stringify(frozen.body)}`).toBe(200)
  const seq = frozen.body.seq
  const { body: rows } = await teacher.get<readonly Row[]>(`/api/grids/${grid.id}/history`)
  const snapshot = JSON.parse(
    new TextDecoder().decode(await teacher.bytes(`/api/grids/${grid.id}/snapshots/${frozen.body.version}`)),
  ) as GridSnapshot
  compare(race, { racers, rows, snapshot, seq })
  return {
    acknowledged: racers.reduce((sum, one) => sum + one.acknowledged.length, 0),
    refused: racers.reduce((sum, one) => sum + one.refused.length, 0),
  }
}

interface Raced {
  readonly racers: readonly Racer[]
  readonly rows: readonly Row[]
  readonly snapshot: GridSnapshot
  /** Of the freeze. */
  readonly seq: number
}

function compare(race: number, { racers, rows, snapshot, seq }: Raced): void {
  const place = `race ${race}`
  expect(
    rows.filter((row) => row.seq >= seq && row.kind !== 'freeze'),
    `${place}: no edit at or above the freeze`,
  ).toEqual([])
  expect(snapshot.seq, place).toBe(seq)
  const logged = new Set(rows.map((row) => `${row.seq} ${row.cell} ${JSON.stringify(row.after)}`))
  for (const { cell, acknowledged, refused } of racers) {
    expect(
      acknowledged.filter((one) => !logged.has(`${one.seq} ${cell} ${JSON.stringify(one.value)}`)),
      `${place}: ${cell} is logged`,
    ).toEqual([])
    expect(
      rows.filter((row) => row.cell === cell && acknowledged.length > 0).at(-1)?.seq,
      `${place}: ${cell} has no row without an answer`,
    ).toBe(acknowledged.at(-1)?.seq)
    const [student = '', column = ''] = cell.split('/')
    const last = acknowledged.at(-1)
    const shown = snapshot.students.find(({ id }) => id === student)?.values[column as never]
    if (last) expect(shown, `${place}: ${cell} in the snapshot`).toBe(last.value)
    expect(refused[0], place).toBe('grid.frozen')
  }
}

test(
  `FREEZE-6 (I6) ${races} freezes against ${writers} writers: no edit above the freeze, no acknowledged edit missing from the snapshot`,
  { timeout: 120_000 + races * 5000 },
  async () => {
    let acknowledged = 0
    let refused = 0
    for (let race = 0; race < races; race += 1) {
      const outcome = await run(race)
      acknowledged += outcome.acknowledged
      refused += outcome.refused
      if ((race + 1) % 50 === 0) console.log(`${race + 1} races`)
    }
    console.log(
      `${races} races of a freeze against ${writers} writers: ${acknowledged} edits acknowledged, ${refused} refused, none lost, none late`,
    )
    // A single freeze may come before the first answer; all of them together may not.
    expect(acknowledged).toBeGreaterThan(races * writers)
    expect(refused).toBeGreaterThanOrEqual(races * writers)
  },
)
