import { expect, test } from 'vitest'
import { type CellKey, type GridId, cellKey, parseGridId } from '@hocba/shared/grid'
import { lateCells, missingInBegunColumns } from '../../../sync-server/src/board/attention.ts'
import { daysOf } from '../../../sync-server/src/board/days.ts'
import { Folds, GridFold } from '../../../sync-server/src/project/fold.ts'
import type { LogRow, LoggedEdit } from '../../../sync-server/src/store/port.ts'

const grid = parseGridId('2025-6A.TOAN.HK1')
if (!grid) throw new Error('a grid id')
const students = ['6A-01', '6A-02', '6A-03', '6A-04', '6A-05']

type Column = Parameters<typeof cellKey>[1]

/** One sitting: the same column for several students. */
function row(
  seq: number,
  at: string,
  column: Column,
  who: readonly string[],
  after: number | null = 80,
  rest: Partial<LoggedEdit> = {},
): LogRow {
  const edits = who.map((student): LoggedEdit => ({ cell: cellKey(student, column), before: null, after, base: null, ...rest }))
  return {
    grid: '2025-6A.TOAN.HK1' as GridId,
    seq,
    epoch: 1,
    document: 'cells',
    kind: 'edit',
    actor: 'gv.toan',
    session: 's',
    clients: [1],
    at,
    edits,
    update: null,
    cause: null,
  }
}

function foldOf(rows: readonly LogRow[]): GridFold {
  const fold = new GridFold()
  fold.take(rows)
  return fold
}

const term = [
  row(1, '2025-10-13T08:00:00+07:00', 'tx1', students),
  row(2, '2025-10-20T08:00:00+07:00', 'tx2', students.slice(0, 4)),
  row(3, '2025-11-03T08:00:00+07:00', 'gk', students),
  row(4, '2025-11-10T08:00:00+07:00', 'tx2', ['6A-05']),
  row(5, '2025-11-24T08:00:00+07:00', 'tx3', students),
]

test('BOARD-1 a fold is the log up to its sequence; the value that lost a conflict does not stand', () => {
  const fold = foldOf([...term, row(6, '2025-11-25T08:00:00+07:00', 'tx1', ['6A-01'], 20, { won: false, conflict: true })])
  expect(fold.seq).toBe(6)
  expect(fold.values.get('6A-01/tx1' as CellKey)).toBe(80)
  fold.take([row(6, '2025-11-25T08:00:00+07:00', 'tx1', ['6A-01'], 30), row(7, '2025-11-26T08:00:00+07:00', 'tx1', ['6A-01'], 40)])
  expect(fold.values.get('6A-01/tx1' as CellKey)).toBe(40)
})

test('BOARD-1 a fold that is asked for again reads only what is new', async () => {
  const asked: number[] = []
  const log = [...term]
  const folds = new Folds({
    rows: async (_, after = 0) => {
      asked.push(after)
      return log.filter(({ seq }) => seq > after)
    },
  })
  const [one, two] = await Promise.all([folds.of(grid.id), folds.of(grid.id)])
  expect(one).toBe(two)
  log.push(row(6, '2025-12-01T08:00:00+07:00', 'tx4', ['6A-01'], 70))
  expect((await folds.of(grid.id)).values.get('6A-01/tx4' as CellKey)).toBe(70)
  expect(asked).toEqual([0, 0, 5])
  expect(daysOf([one]).map(({ entered }) => entered)).toEqual([5, 4, 5, 1, 5, 1])
})

test('BOARD-2 late: a first value after the midterm began, in a column that most had before it', () => {
  expect(lateCells(grid, students, foldOf(term))).toEqual({ '6A-05/tx2': '2025-11-10T08:00:00+07:00' })
})

test('BOARD-2 a correction after the midterm is not late, nor is a column that belongs after it', () => {
  const corrected = [...term, row(6, '2025-12-01T08:00:00+07:00', 'tx1', ['6A-01'], 90)]
  expect(Object.keys(lateCells(grid, students, foldOf(corrected)))).toEqual(['6A-05/tx2'])
})

test('BOARD-2 a late mark that was taken away again is missing, not late', () => {
  const fold = foldOf([...term, row(6, '2025-12-01T08:00:00+07:00', 'tx2', ['6A-05'], null)])
  expect(lateCells(grid, students, fold)).toEqual({})
  expect(missingInBegunColumns(grid, students, fold)).toEqual(['6A-05/tx2'])
})

test('BOARD-2 the order of the log decides, whatever the clock said', () => {
  const wrong = term.map((one) => (one.seq === 4 ? { ...one, at: '2020-01-01T08:00:00+07:00' } : one))
  expect(Object.keys(lateCells(grid, students, foldOf(wrong)))).toEqual(['6A-05/tx2'])
})

test('BOARD-2 without a midterm nothing is late', () => {
  expect(lateCells(grid, students, foldOf(term.filter(({ seq }) => seq !== 3)))).toEqual({})
})

test.each([
  [0, []],
  [2, []],
  [3, ['6A-04/tx1', '6A-05/tx1']],
  [5, []],
])('BOARD-3 with %i of 5 entered, missing are %j', (entered, missing) => {
  const fold = foldOf([row(1, '2025-10-13T08:00:00+07:00', 'tx1', students.slice(0, entered))])
  expect(missingInBegunColumns(grid, students, fold)).toEqual(missing)
})

test('BOARD-8 days count first values and changes apart, over several grids, oldest first', () => {
  const other = foldOf([
    row(1, '2025-10-13T20:00:00+07:00', 'tx1', ['6A-01']),
    row(2, '2025-10-12T20:00:00+07:00', 'tx1', ['6A-01'], 60),
    row(3, '2025-10-12T21:00:00+07:00', 'tx1', ['6A-01'], null),
  ])
  expect(daysOf([foldOf(term.slice(0, 1)), other])).toEqual([
    { day: '2025-10-12', entered: 0, changed: 1 },
    { day: '2025-10-13', entered: 6, changed: 0 },
  ])
})
