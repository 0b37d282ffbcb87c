import { createHash } from 'node:crypto'
import { decide } from '@hocba/shared/access'
import { assess, missingCells } from '@hocba/shared/assessment'
import { canonicalJson } from '@hocba/shared/core'
import { type CellValue, type ColumnId, type GridName, columnsOf, isCellValue, parseCellKey, parseGridId } from '@hocba/shared/grid'
import { inForce, studySubjects } from '@hocba/shared/school'
import { expect, test } from 'vitest'
import {
  type DemoAction,
  demoActions,
  demoCompletion,
  demoCompletionRemarks,
  demoGrids,
  demoRemarks,
  demoSchool,
} from '../../../sync-server/src/demo/index.ts'

const school = demoSchool()
const actions = demoActions()
const completion = demoCompletion()
const studentsOf = (grid: GridName) => school.students.filter((student) => student.class === grid.class)

/** The cells after all actions of a grid. */
function cellsOf(list: readonly DemoAction[], grid: GridName): ReadonlyMap<string, CellValue> {
  return new Map(list.filter((one) => one.grid === grid.id).flatMap((one) => one.changes.map((change) => [change.cell, change.value])))
}

const everything = [...actions, ...completion]
const filled = new Map(demoGrids.map((grid) => [grid.id, cellsOf(everything, grid)]))

test('DEMO-10 the actions are the same on every machine', () => {
  const digest = createHash('sha256').update(canonicalJson(everything)).digest('hex')
  expect(digest).toMatchInlineSnapshot(`"e182eeb669a93fdfd6a3f1421dcb87c2bbfa27bd7c8a4a81793dab2b71b78d36"`)
  expect(canonicalJson([...demoActions(), ...demoCompletion()])).toBe(canonicalJson(everything))
})

test('DEMO-11 every change writes a cell of the grid with a value its column takes', () => {
  for (const action of everything) {
    const grid = parseGridId(action.grid)
    const columns = grid ? columnsOf(grid) : []
    for (const { cell, value } of action.changes) {
      const place = parseCellKey(cell)
      const column = columns.find((one) => one.id === place?.column)
      expect(grid && studentsOf(grid).some((student) => student.id === place?.student), cell).toBe(true)
      expect(column !== undefined && value !== null && isCellValue(column.value, value), `${cell} ${value}`).toBe(true)
    }
  }
})

test('DEMO-12 every action is one its author may do', () => {
  for (const action of everything) {
    const person = school.people.find((one) => one.id === action.actor)
    const grid = parseGridId(action.grid)
    const assignments = inForce(
      school.assignments.filter((one) => one.person === action.actor),
      action.at.slice(0, 10),
    )
    const verdict = decide({ id: action.actor, roles: person?.roles ?? [], assignments }, 'grid.write', grid ? { grid, state: 'open' } : {})
    expect(verdict.ok, `${action.actor} ${action.grid}`).toBe(true)
  }
})

test('DEMO-13 the actions of a grid are in order and lie in the school year', () => {
  for (const grid of demoGrids) {
    const times = actions.filter((one) => one.grid === grid.id).map((one) => one.at)
    expect(times).toEqual(times.toSorted())
  }
  for (const { at } of everything) expect(at).toMatch(/^(2025-(09|1\d)|2026-0[1-5])-\d\dT\d\d:\d\d:\d\d\+07:00$/)
})

test('DEMO-14 term 1 is complete', () => {
  for (const grid of demoGrids.filter((one) => one.term === 'HK1')) {
    expect(missingCells(grid, studentsOf(grid), cellsOf(actions, grid)), grid.id).toEqual([])
  }
})

test('DEMO-15 of term 2 exactly finals, conduct and absences are missing, and the completion fills them', () => {
  const last: ReadonlySet<ColumnId> = new Set(['ck', 'rl', 'nghi'])
  for (const grid of demoGrids.filter((one) => one.term === 'HK2')) {
    const missing = missingCells(grid, studentsOf(grid), cellsOf(actions, grid))
    const expected = studentsOf(grid).flatMap(({ id }) =>
      columnsOf(grid)
        .filter((one) => last.has(one.id))
        .map((one) => `${id}/${one.id}`),
    )
    expect(missing).toEqual(expected)
    expect(missingCells(grid, studentsOf(grid), filled.get(grid.id) ?? new Map())).toEqual([])
  }
})

test('DEMO-16 histories exist: slips corrected, marks after the midterm, two teachers in KHTN, one conflict', () => {
  const written = new Map<string, number>()
  for (const action of actions)
    for (const { cell } of action.changes) written.set(`${action.grid} ${cell}`, (written.get(`${action.grid} ${cell}`) ?? 0) + 1)
  expect([...written.values()].filter((times) => times > 1).length).toBeGreaterThan(20)
  const late = actions.filter((one) => one.changes.length === 1 && one.changes[0]?.cell.endsWith('/tx2'))
  expect(late.length).toBeGreaterThan(10)
  for (const grid of demoGrids.filter((one) => one.subject.id === 'KHTN')) {
    expect(new Set(actions.filter((one) => one.grid === grid.id).map((one) => one.actor))).toEqual(new Set(['gv.khtn1', 'gv.khtn2']))
  }
  const [conflict, ...more] = actions.filter((one) => one.concurrentWith !== undefined)
  const unseen = actions[conflict?.concurrentWith ?? -1]
  expect(more).toEqual([])
  expect(unseen?.grid).toBe(conflict?.grid)
  expect(unseen?.actor).not.toBe(conflict?.actor)
  expect(actions.indexOf(conflict as DemoAction)).toBeGreaterThan(conflict?.concurrentWith ?? Infinity)
  const [change] = conflict?.changes ?? []
  const before = unseen?.changes.find((one) => one.cell === change?.cell)
  expect(before?.value).not.toBe(change?.value)
})

test('DEMO-17 the completed year has every kind of outcome, most students promoted', () => {
  const value = (student: { id: string; class: string }, subject: string, term: string, column: ColumnId, scale: number) => {
    const cell = filled.get(`2025-${student.class}.${subject}.${term}` as GridName['id'])?.get(`${student.id}/${column}`)
    return typeof cell === 'number' ? cell / scale : cell
  }
  const term = (student: { id: string; class: string }, subject: string, regularCount: number, name: string) => ({
    tx: (['tx1', 'tx2', 'tx3', 'tx4'] as const).slice(0, regularCount).map((column) => value(student, subject, name, column, 10)),
    gk: value(student, subject, name, 'gk', 10),
    ck: value(student, subject, name, 'ck', 10),
  })
  const outcome = assess({
    rulebook: 'TT22/2021',
    subjects: studySubjects.map(({ id, kind, regularCount }) => ({ id, kind, regularCount })),
    students: school.students.map((student) => ({
      id: student.id,
      marks: Object.fromEntries(
        studySubjects.map(({ id, regularCount }) => [
          id,
          { hk1: term(student, id, regularCount, 'HK1'), hk2: term(student, id, regularCount, 'HK2') },
        ]),
      ),
      conduct: { hk1: value(student, 'GVCN', 'HK1', 'rl', 1), hk2: value(student, 'GVCN', 'HK2', 'rl', 1) },
      absences: Number(value(student, 'GVCN', 'HK1', 'nghi', 1)) + Number(value(student, 'GVCN', 'HK2', 'nghi', 1)),
    })),
  })
  const students = outcome.ok ? outcome.value.students : []
  const count = (is: (one: (typeof students)[number]) => boolean): number => students.filter(is).length
  expect(students).toHaveLength(160)
  expect(count((one) => one.promotion === 'promoted')).toBeGreaterThan(140)
  expect(new Set(students.map((one) => one.promotion))).toEqual(
    new Set(['promoted', 'retained', 're-assessment', 'summer-training', 'decision-required']),
  )
  expect(new Set(students.map((one) => one.study.cn))).toEqual(new Set(['T', 'K', 'D', 'CD']))
  expect(new Set(students.map((one) => one.title))).toEqual(new Set(['XS', 'G', null]))
  expect(count((one) => one.adjusted.cn)).toBeGreaterThan(0)
})

test('DEMO-18 term 1 has every remark, term 2 some; the completion adds exactly the rest', () => {
  const now = demoRemarks()
  const rest = demoCompletionRemarks()
  for (const grid of demoGrids) {
    const written = [...(now.get(grid.id)?.keys() ?? [])]
    const added = [...(rest.get(grid.id)?.keys() ?? [])]
    expect([...written, ...added].toSorted()).toEqual(studentsOf(grid).map((student) => student.id))
    expect(added.length > 0).toBe(grid.term === 'HK2')
  }
  for (const page of [...now.values(), ...rest.values()]) {
    for (const text of page.values()) {
      expect(text).toBe(text.normalize('NFC'))
      expect(text.length).toBeGreaterThan(20)
      expect(text.length).toBeLessThan(300)
    }
  }
})
