import { explainYear, gridResult } from '@hocba/shared/assessment'
import { type CellKey, type CellValue, type GridName, type Term, cellKey, columnsOf, parseGridId, sameGridIn } from '@hocba/shared/grid'
import { isKeptByHomeroom } from '@hocba/shared/school'
import type { Folds, GridFold } from '../project/fold.ts'
import type { Services } from '../services.ts'
import { type LateCells, lateCells, missingInBegunColumns } from './attention.ts'

type Values = { readonly [column: string]: CellValue }

/** One grid on the board, at a named place of its log. */
export interface BoardSubject {
  readonly grid: string
  readonly subject: string
  readonly subjectName: string
  readonly kind: GridName['subject']['kind']
  readonly state: string
  readonly version: number
  readonly seq: number
  readonly teachers: readonly string[]
  readonly columns: readonly { readonly id: string; readonly name: string; readonly value: string }[]
  readonly values: { readonly [student: string]: Values }
  /** `tb`, and in term 2 `cn`; absent for the grids of the homeroom teacher. */
  readonly results?: { readonly [student: string]: Values }
  /** In term 2: the first term's results, which `cn` was made from. */
  readonly term1?: Values
  readonly late: LateCells
  readonly missing: readonly CellKey[]
  readonly filled: number
  readonly total: number
}

/** The grids of a class in one term or in both, in the order of the gradebook. */
export const gridsOfClass = ({ school }: Pick<Services, 'school'>, className: string, term?: Term): readonly GridName[] =>
  school
    .grids()
    .flatMap((id) => parseGridId(id) ?? [])
    .filter((grid) => grid.class === className && (term === undefined || grid.term === term))

export async function boardSubject(services: Services, folds: Folds, grid: GridName): Promise<BoardSubject> {
  const { school, stores } = services
  const fold = await folds.of(grid.id)
  const students = school.studentsOf(grid.class).map(({ id }) => id)
  const kept = isKeptByHomeroom(grid.subject)
  const term1 = grid.term === 'HK2' && !kept ? await termResults(services, folds, grid) : undefined
  const head = await stores.gradebook.head(grid.id)
  const rows = students.map((student) => [student, rowOf(grid, fold, student)] as const)
  const columns = columnsOf(grid)
  return {
    grid: grid.id,
    subject: grid.subject.id,
    subjectName: grid.subject.name,
    kind: grid.subject.kind,
    state: head?.state ?? 'open',
    version: head?.version ?? 0,
    seq: fold.seq,
    teachers: writersOf(services, grid).map((id) => school.nameOf(id)),
    columns: columns.map(({ id, name, value }) => ({ id, name, value })),
    values: Object.fromEntries(rows.map(([student, row]) => [student, Object.fromEntries(row)])),
    ...(kept
      ? {}
      : { results: Object.fromEntries(rows.map(([student, row]) => [student, resultsOf(grid, row, term1?.get(student) ?? null)])) }),
    ...(term1 === undefined ? {} : { term1: Object.fromEntries(term1) }),
    late: lateCells(grid, students, fold),
    missing: missingInBegunColumns(grid, students, fold),
    filled: rows.reduce((sum, [, row]) => sum + [...row.values()].filter((value) => value !== null).length, 0),
    total: students.length * columns.length,
  }
}

/** A row's values by column, `null` where empty. */
export const rowOf = (grid: Pick<GridName, 'subject'>, fold: Pick<GridFold, 'values'>, student: string): ReadonlyMap<string, CellValue> =>
  new Map(columnsOf(grid).map(({ id }) => [id, fold.values.get(cellKey(student, id)) ?? null]))

function writersOf({ school }: Pick<Services, 'school'>, grid: GridName): readonly string[] {
  const homeroom = school.homeroomOf(grid.class)
  return isKeptByHomeroom(grid.subject) ? (homeroom === undefined ? [] : [homeroom]) : school.teachersOf(grid.class, grid.subject.id)
}

async function termResults({ school }: Services, folds: Folds, grid: GridName): Promise<ReadonlyMap<string, CellValue>> {
  const fold = await folds.of(sameGridIn(grid, 'HK1'))
  return new Map(school.studentsOf(grid.class).map(({ id }) => [id, gridResult(grid, rowOf(grid, fold, id))]))
}

function resultsOf(grid: GridName, row: ReadonlyMap<string, CellValue>, term1: CellValue): Values {
  const tb = gridResult(grid, row)
  return grid.term === 'HK1' ? { tb } : { tb, cn: explainYear(grid.subject, term1, tb).value }
}
