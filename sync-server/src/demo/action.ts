import {
  type CellKey,
  type CellValue,
  type Column,
  type GridId,
  type GridName,
  cellKey,
  columnsOf,
  gridId,
  parseGridId,
  terms,
} from '@hocba/shared/grid'
import { subjects } from '@hocba/shared/school'
import { entryTime, later, minutesAfter, vietnamTime } from './calendar.ts'
import { demoClasses, writersOf } from './people.ts'
import { type Random, randomOf } from './random.ts'
import { demoStudents, demoYear } from './school.ts'
import { demoValue } from './value.ts'

export interface DemoChange {
  readonly cell: CellKey
  readonly value: CellValue
}

/** What one teacher enters at one sitting. */
export interface DemoAction {
  readonly grid: GridId
  readonly actor: string
  /** RFC 3339 with zone +07:00. */
  readonly at: string
  readonly changes: readonly DemoChange[]
  /** Index in `demoActions()` of an earlier action of this grid that the author had not seen when writing this one. */
  readonly concurrentWith?: number
}

/** All grids of the demo school, class by class in the order of the gradebook. */
export const demoGrids: readonly GridName[] = demoClasses
  .flatMap((id) => subjects.flatMap((subject) => terms.map((term) => parseGridId(gridId(demoYear, id, subject.id, term)))))
  .filter((grid) => grid !== undefined)

/** The columns of term 2 that wait for `demoCompletion`. */
const lastColumns: ReadonlySet<string> = new Set(['ck', 'rl', 'nghi'])

const isDone = (grid: GridName, column: Column): boolean => grid.term === 'HK1' || !lastColumns.has(column.id)

/** The demo school's year up to the end of April: term 1 complete, of term 2 the regular and midterm marks. In order within each grid. */
export function demoActions(): readonly DemoAction[] {
  return withConflict(
    demoGrids.flatMap((grid) =>
      inOrder(
        columnsOf(grid)
          .filter((one) => isDone(grid, one))
          .flatMap((one) => enter(grid, one)),
      ),
    ),
  )
}

/** What `hocba demo --complete` adds: finals, conduct and absences of term 2. */
export function demoCompletion(): readonly DemoAction[] {
  return demoGrids.flatMap((grid) =>
    inOrder(
      columnsOf(grid)
        .filter((one) => !isDone(grid, one))
        .flatMap((one) => sittings(grid, one, randomOf(`complete ${grid.id} ${one.id}`))),
    ),
  )
}

/** An action whose time is still a number. */
interface Sitting {
  readonly grid: GridId
  readonly actor: string
  readonly time: number
  readonly changes: readonly DemoChange[]
}

const inOrder = (list: readonly Sitting[]): readonly DemoAction[] =>
  list.toSorted((a, b) => a.time - b.time).map(({ grid, actor, time, changes }) => ({ grid, actor, at: vietnamTime(time), changes }))

/** One column: the sittings, with a slip that is corrected days later, or a student whose mark came late. */
function enter(grid: GridName, column: Column): readonly Sitting[] {
  const random = randomOf(`enter ${grid.id} ${column.id}`)
  const plain = sittings(grid, column, random)
  const chance = random.next()
  if (column.id === 'tx2' && chance < 0.5) return withLateMark(plain, random, grid)
  if (column.value === 'mark' && chance < 0.4) return withSlip(plain, random)
  return plain
}

/** Teachers who share a grid share its columns; a long column may take two sittings. */
function sittings(grid: GridName, column: Column, random: Random): readonly Sitting[] {
  const changes = demoStudents
    .filter((student) => student.class === grid.class)
    .map(({ id }) => ({ cell: cellKey(id, column.id), value: demoValue(grid, id, column) }))
  const [first, second] = writersOf(grid.class, grid.subject.id)
  const time = entryTime(grid, column.id, random)
  const one = (actor: string, part: readonly DemoChange[], at: number): Sitting => ({ grid: grid.id, actor, time: at, changes: part })
  if (second !== undefined && (column.id === 'tx2' || column.id === 'tx4')) return [one(second, changes, time)]
  const isShared = second !== undefined && (column.id === 'gk' || column.id === 'ck')
  if (!isShared && random.next() < 0.7) return [one(first, changes, time)]
  const half = changes.length / 2
  const pause = minutesAfter(time, 12 + random.below(40))
  return [one(first, changes.slice(0, half), time), one(isShared ? second : first, changes.slice(half), pause)]
}

/** A student was ill and sat the test after the midterm. */
function withLateMark(plain: readonly Sitting[], random: Random, grid: GridName): readonly Sitting[] {
  const [sitting, ...others] = plain
  const change = sitting?.changes[random.below(sitting.changes.length)]
  if (!sitting || !change) return plain
  const time = later(entryTime(grid, 'gk', random), 6 + random.below(4), random)
  return [{ ...sitting, changes: sitting.changes.filter((one) => one !== change) }, ...others, { ...sitting, time, changes: [change] }]
}

/** A wrong mark that its author corrects after some days. */
function withSlip(plain: readonly Sitting[], random: Random): readonly Sitting[] {
  const [sitting, ...others] = plain
  const change = sitting?.changes[random.below(sitting.changes.length)]
  if (!sitting || typeof change?.value !== 'number') return plain
  const slip = { cell: change.cell, value: neighbour(change.value) }
  const changes = sitting.changes.map((one) => (one === change ? slip : one))
  return [{ ...sitting, changes }, ...others, { ...sitting, time: later(sitting.time, 1 + random.below(4), random), changes: [change] }]
}

const neighbour = (mark: number): number => (mark >= 90 ? mark - 10 : mark + 10)

/** Two teachers of one grid write the same cell while one of them is offline; both values stay in the history. */
function withConflict(actions: readonly DemoAction[]): readonly DemoAction[] {
  const grid = gridId(demoYear, '6A', 'KHTN', 'HK2')
  const cell = cellKey('6A-05', 'tx2')
  const seen = actions.findIndex((one) => one.grid === grid && one.changes.some((change) => change.cell === cell))
  const original = actions[seen]
  const value = original?.changes.find((change) => change.cell === cell)?.value
  if (!original || typeof value !== 'number') throw new RangeError('the demo conflict has lost its cell')
  const [other] = writersOf('6A', 'KHTN')
  const at = vietnamTime(minutesAfter(Date.parse(original.at), 9))
  const offline: DemoAction = { grid, actor: other, at, changes: [{ cell, value: neighbour(value) }], concurrentWith: seen }
  return [...actions.slice(0, seen + 1), offline, ...actions.slice(seen + 1)]
}
