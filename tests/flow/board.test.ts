import { afterAll, beforeAll, expect, test } from 'vitest'
import { assess, gridResult } from '@hocba/shared/assessment'
import { type CellValue, cellKey, parseGridId } from '@hocba/shared/grid'
import { holds, join } from '../support/peer.ts'
import { type RunningSchool, type Signed, freeze, signIn, startSchool } from '../support/school.ts'

interface Subject {
  readonly grid: string
  readonly subject: string
  readonly kind: 'scored' | 'comment' | 'homeroom'
  readonly state: string
  readonly seq: number
  readonly columns: readonly { readonly id: string }[]
  readonly values: { readonly [student: string]: { readonly [column: string]: CellValue } }
  readonly results?: { readonly [student: string]: { readonly tb: CellValue; readonly cn?: CellValue } }
  readonly late: { readonly [cell: string]: string }
  readonly missing: readonly string[]
  readonly filled: number
  readonly total: number
}

interface Board {
  readonly students: readonly { readonly id: string; readonly name: string }[]
  readonly subjects: readonly Subject[]
}

interface Explained<T> {
  readonly value: T
  readonly rule: string
  readonly steps: readonly string[]
}

interface Year {
  readonly students: readonly {
    readonly id: string
    readonly subjects: { readonly [subject: string]: { readonly [period in 'hk1' | 'hk2' | 'cn']: Explained<CellValue> } }
    readonly absences: { readonly hk1: number | null; readonly hk2: number | null; readonly cn: number | null }
    readonly secondary?: Verdict
  }[]
}

interface Verdict {
  readonly study: { readonly [period in 'hk1' | 'hk2' | 'cn']: Explained<{ readonly level: string | null; readonly adjusted: boolean }> }
  readonly conduct: { readonly hk1: string | null; readonly hk2: string | null; readonly cn: Explained<string | null> }
  readonly title: Explained<string | null>
  readonly promotion: Explained<string | null>
}

let school: RunningSchool
let principal: Signed

beforeAll(async () => {
  school = await startSchool({ agent: false })
  principal = await signIn(school.url, 'hieutruong')
})

afterAll(() => school.stop())

const board = async (person = principal, query = 'class=6A&term=HK1'): Promise<Board> =>
  (await person.get<Board>(`/api/board?${query}`)).body

const paths = ['/api/board?class=6A&term=HK1', '/api/year?class=6A', '/api/progress/days?class=6A&term=HK1', '/api/board/events?class=6A']
const readers = new Set(['gv.van', 'hieutruong', 'phohieutruong', 'quantrihocba', 'hocvu', 'thanhtra'])
/** Progress carries no marks: more people see it. */
const progressReaders = new Set([...readers, 'totruong.khtn', 'sogd'])
const everybody = [...progressReaders, 'gv.toan', 'gv.khtn1', 'vanthu', 'quantri', 'phuhuynh.001']

test.each(everybody.flatMap((user) => paths.map((path) => [user, path] as const)))('BOARD-4 %s at %s', async (user, path) => {
  const person = await signIn(school.url, user)
  const allowed = (path.startsWith('/api/progress') ? progressReaders : readers).has(user)
  const response = await fetch(school.url + path, { headers: { authorization: `Bearer ${person.token}` } })
  expect(response.status).toBe(allowed ? 200 : 403)
  if (!allowed) expect(await response.json()).toMatchObject({ code: 'forbidden' })
  else await response.body?.cancel()
})

test('BOARD-4 a homeroom teacher sees the own class alone, and nobody learns whether another exists', async () => {
  const teacher = await signIn(school.url, 'gv.van')
  for (const name of ['6B', '9Z', '']) expect((await teacher.get(`/api/board?class=${name}&term=HK1`)).status).toBe(403)
  expect((await principal.get('/api/board?class=9Z&term=HK1')).status).toBe(404)
  expect((await principal.get('/api/board?class=6A&term=HK3')).status).toBe(400)
})

test('BOARD-1 every value is the grid’s own document, every result its rule', async () => {
  const { subjects, students } = await board(principal, 'class=6A&term=HK2')
  expect(subjects.map(({ subject }) => subject)).toContain('GVCN')
  for (const { grid, values, results, columns, filled, total } of subjects) {
    const name = parseGridId(grid)
    if (!name) throw new Error(grid)
    const peer = await join(school, principal, grid)
    let count = 0
    for (const { id } of students) {
      const row = new Map(columns.map((column) => [column.id, (peer.cells.get(cellKey(id, column.id as 'tx1')) ?? null) as CellValue]))
      expect(values[id]).toEqual(Object.fromEntries(row))
      if (results) expect(results[id]?.tb).toBe(gridResult(name, row))
      count += [...row.values()].filter((value) => value !== null).length
    }
    expect([filled, total]).toEqual([count, students.length * columns.length])
    peer.leave()
  }
})

test('BOARD-2 the demo school has late marks, each told by its grid’s history', async () => {
  const { subjects } = await board()
  const late = subjects.flatMap(({ grid, late: cells }) => Object.entries(cells).map(([cell, at]) => ({ grid, cell, at })))
  expect(late.length).toBeGreaterThan(2)
  expect(late.every(({ cell }) => cell.endsWith('/tx2'))).toBe(true)
  for (const { grid, cell, at } of late) {
    const { body } = await principal.get<readonly { readonly seq: number; readonly at: string; readonly cell: string }[]>(
      `/api/grids/${grid}/history`,
    )
    const midterm = body.find((line) => line.cell?.endsWith('/gk'))
    const first = body.find((line) => line.cell === cell)
    expect(first?.at).toBe(at)
    expect(first?.seq).toBeGreaterThan(midterm?.seq ?? Infinity)
  }
})

test('BOARD-5 a change is told to who watches the class, without its value, and the subject alone is asked for again', async () => {
  const teacher = await signIn(school.url, 'gv.toan')
  const homeroom = await signIn(school.url, 'gv.van')
  const watching = await watch(homeroom, '/api/board/events?class=6A')
  const elsewhere = await watch(principal, '/api/board/events?class=7B')
  const peer = await join(school, teacher, '2025-6A.TOAN.HK2')
  peer.cells.set('6A-01/ck', 95)
  const line = await watching.next('change')
  expect(line).toEqual({ grid: '2025-6A.TOAN.HK2', seq: expect.any(Number) as number })
  const [toan, ...others] = (await board(homeroom, 'class=6A&term=HK2&subject=TOAN')).subjects
  expect(others).toEqual([])
  expect(toan?.values['6A-01']?.['ck']).toBe(95)
  expect(toan?.seq).toBeGreaterThanOrEqual((line as { readonly seq: number }).seq)
  peer.cells.set('6A-01/ck', null)
  await watching.next('change')
  await holds(peer.cells, '6A-01/ck', null)
  expect(elsewhere.seen()).toEqual(['ready'])
  peer.leave()
  await Promise.all([watching.stop(), elsewhere.stop()])
})

test('BOARD-5 a change of state is told as well', async () => {
  const watching = await watch(principal, '/api/board/events?class=7A')
  await freeze(school, ['2025-7A.TOAN.HK1'])
  expect(await watching.next('change')).toMatchObject({ grid: '2025-7A.TOAN.HK1' })
  const { subjects } = await board(principal, 'class=7A&term=HK1&subject=TOAN')
  expect(subjects[0]?.state).toBe('frozen')
  await watching.stop()
})

test('BOARD-5 signing out ends the watching at once', async () => {
  const person = await signIn(school.url, 'thanhtra')
  const watching = await watch(person, '/api/board/events?class=6A')
  await fetch(`${school.url}/api/session`, { method: 'DELETE', headers: { authorization: `Bearer ${person.token}` } })
  await watching.ended
})

test('BOARD-6 the year is what hocba assess makes of the same marks', async () => {
  const complete = await startSchool({ agent: false })
  try {
    const leader = await signIn(complete.url, 'hieutruong')
    const boards = await Promise.all(['HK1', 'HK2'].map(async (term) => (await leader.get<Board>(`/api/board?class=6A&term=${term}`)).body))
    const year = (await leader.get<Year>('/api/year?class=6A')).body
    expect(year.students.map(({ id }) => id)).toEqual(boards[0]?.students.map(({ id }) => id))
    const expected = assess(inputOf(boards))
    if (!expected.ok) throw new Error(expected.error.path)
    for (const [index, one] of expected.value.students.entries()) {
      const shown = year.students[index]
      const verdict = shown?.secondary
      if (!shown || !verdict) throw new Error(one.id)
      const decimal = ({ value }: Explained<CellValue>): unknown => (typeof value === 'number' ? value / 10 : value)
      for (const [subject, periods] of Object.entries(one.subjects))
        expect({ hk1: decimal(at(shown, subject).hk1), hk2: decimal(at(shown, subject).hk2), cn: decimal(at(shown, subject).cn) }).toEqual(
          periods,
        )
      expect({ hk1: verdict.study.hk1.value.level, hk2: verdict.study.hk2.value.level, cn: verdict.study.cn.value.level }).toEqual(
        one.study,
      )
      expect({ hk1: verdict.study.hk1.value.adjusted, hk2: verdict.study.hk2.value.adjusted, cn: verdict.study.cn.value.adjusted }).toEqual(
        one.adjusted,
      )
      expect({ ...verdict.conduct, cn: verdict.conduct.cn.value }).toEqual(one.conduct)
      expect([verdict.title.value, verdict.promotion.value]).toEqual([one.title, one.promotion])
      for (const { rule, steps } of [
        verdict.title,
        verdict.promotion,
        verdict.study.cn,
        verdict.conduct.cn,
        ...Object.values(at(shown, 'TOAN')),
      ]) {
        expect(rule).toMatch(/^TT22\/2021 Điều /)
        expect(steps.length).toBeGreaterThan(0)
      }
    }
  } finally {
    await complete.stop()
  }
})

test('BOARD-8 the days of entry name no cell, no student and no value', async () => {
  const { body } = await principal.get<{ readonly total: number; readonly days: readonly object[] }>('/api/progress/days?class=6A&term=HK1')
  expect(body.days.length).toBeGreaterThan(20)
  for (const day of body.days) expect(Object.keys(day)).toEqual(['day', 'entered', 'changed'])
  const entered = body.days.reduce((sum, day) => sum + (day as { readonly entered: number }).entered, 0)
  const { subjects } = await board()
  expect(entered).toBe(subjects.reduce((sum, { filled }) => sum + filled, 0))
  expect(body.total).toBe(subjects.reduce((sum, { total }) => sum + total, 0))
})

test('BOARD-8 the head of a group sees the days of the group’s subjects', async () => {
  const head = await signIn(school.url, 'totruong.khtn')
  const { body } = await head.get<{ readonly total: number }>('/api/progress/days?class=6A&term=HK1')
  const { subjects } = await board()
  const own = subjects.filter(({ subject }) => ['TOAN', 'KHTN', 'CN', 'TIN'].includes(subject))
  expect(body.total).toBe(own.reduce((sum, { total }) => sum + total, 0))
})

const at = (student: Year['students'][number], subject: string) => {
  const periods = student.subjects[subject]
  if (!periods) throw new Error(`${student.id} has no ${subject}`)
  return periods
}

/** The marks of both boards as a file of `hocba assess`. */
function inputOf(boards: readonly Board[]): object {
  const [hk1, hk2] = boards
  const scored = hk1?.subjects.filter(({ kind }) => kind !== 'homeroom') ?? []
  const term = (one: Board | undefined, subject: string, student: string): object => {
    const grid = one?.subjects.find((each) => each.subject === subject)
    const show = (value: CellValue | undefined): unknown => (typeof value === 'number' ? value / 10 : (value ?? null))
    const row = grid?.values[student] ?? {}
    const tx = grid?.columns.filter(({ id }) => id.startsWith('tx')).map(({ id }) => show(row[id]))
    return { tx, gk: show(row['gk']), ck: show(row['ck']) }
  }
  const homeroom = (one: Board | undefined, student: string, column: string): CellValue =>
    one?.subjects.find(({ subject }) => subject === 'GVCN')?.values[student]?.[column] ?? null
  return {
    rulebook: 'TT22/2021',
    subjects: scored.map(({ subject, kind, columns }) => ({ id: subject, kind, regularCount: columns.length - 2 })),
    students: hk1?.students.map(({ id }) => {
      const absences = [homeroom(hk1, id, 'nghi'), homeroom(hk2, id, 'nghi')]
      return {
        id,
        marks: Object.fromEntries(scored.map(({ subject }) => [subject, { hk1: term(hk1, subject, id), hk2: term(hk2, subject, id) }])),
        conduct: { hk1: homeroom(hk1, id, 'rl'), hk2: homeroom(hk2, id, 'rl') },
        absences: absences.every((one) => typeof one === 'number') ? absences.reduce((sum, one) => sum + one, 0) : null,
      }
    }),
  }
}

interface Watching {
  /** The data of the next event of that name. */
  next(name: string): Promise<unknown>
  seen(): readonly string[]
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** Reads server-sent events as a program; resolves at `ready`. */
async function watch(person: Signed, path: string): Promise<Watching> {
  const abort = new AbortController()
  const response = await fetch(school.url + path, { headers: { authorization: `Bearer ${person.token}` }, signal: abort.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const events: { readonly name: string; readonly data: unknown }[] = []
  const seen: string[] = []
  let wake: () => void = () => undefined
  const ended = (async () => {
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const name = /^event: (.+)$/m.exec(block)?.[1]
        if (name === undefined) continue
        seen.push(name)
        events.push({ name, data: JSON.parse(/^data: (.+)$/m.exec(block)?.[1] ?? 'null') as unknown })
      }
      wake()
    }
  })()
  const watching: Watching = {
    ended,
    seen: () => seen,
    async next(name) {
      for (;;) {
        const event = events.shift()
        if (event?.name === name) return event.data
        if (event === undefined) await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    async stop() {
      abort.abort()
      await ended.catch(() => undefined)
    },
  }
  await watching.next('ready')
  return watching
}
