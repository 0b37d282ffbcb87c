import { type Actor, decide } from '@hocba/shared/access'
import { gridResult } from '@hocba/shared/assessment'
import { Fault } from '@hocba/shared/core'
import {
  type CellKey,
  type CellValue,
  type GridId,
  type GridName,
  type HistoryRow,
  cellKey,
  columnsOf,
  parseGridId,
  sameGridIn,
} from '@hocba/shared/grid'
import { isKeptByHomeroom } from '@hocba/shared/school'
import { yearResult } from '../freeze/snapshots.ts'
import { openRoom, remarksOf, roomFor } from '../freeze/windows.ts'
import { type Call, type Route, demand, param } from '../listen/route.ts'
import type { Room } from '../room/room.ts'
import type { Services } from '../services.ts'
import type { GridHead, LogRow } from '../store/port.ts'

/** Views of the log: lists, one grid, its history, progress, a child's marks. All are folds of the log (I11). */
export function projectRoutes(services: Services): readonly Route[] {
  const { stores, school } = services
  return [
    {
      method: 'GET',
      path: '/api/grids',
      summary: 'The grids I may read; filter by ?class= and ?term=',
      access: 'session',
      asks: { lists: 'grid.read' },
      async run({ actor, query }) {
        const heads = (await stores.gradebook.heads()).flatMap((head) => {
          const grid = parseGridId(head.grid)
          const wanted = grid && (query['class'] ?? grid.class) === grid.class && (query['term'] ?? grid.term) === grid.term
          return grid && wanted && decide(actor, 'grid.read', { grid }).ok ? [{ grid, head }] : []
        })
        return Promise.all(heads.map(({ grid, head }) => listed(services, actor, grid, head)))
      },
    },
    {
      method: 'GET',
      path: '/api/grids/:id',
      summary: 'Students, columns, state and my rights',
      access: 'session',
      asks: ['grid.read'],
      async run(call) {
        const room = await readable(services, call)
        const { grid, head } = room
        const may = (action: 'grid.lock' | 'grid.freeze'): boolean => decide(call.actor, action, { grid }).ok
        return {
          ...(await listed(services, call.actor, grid, head)),
          year: grid.year,
          rights: {
            write: decide(call.actor, 'grid.write', { grid, state: head.state }).ok,
            lock: may('grid.lock') && head.state !== 'frozen',
            freeze: may('grid.freeze') && head.state !== 'frozen',
            amend: decide(call.actor, 'amendment.request', { grid, state: head.state }).ok,
          },
          regularCount: grid.subject.regularCount,
          columns: columnsOf(grid).map(({ id, name, value }) => ({ id, name, value })),
          students: school.studentsOf(grid.class).map(({ id, name }) => ({ id, name })),
          teachers: teachers(services, grid).map((id) => ({ id, name: school.nameOf(id) })),
          conflicts: room.conflicts,
          ...(grid.term === 'HK2' && !isKeptByHomeroom(grid.subject)
            ? { term1: Object.fromEntries(await termResults(services, sameGridIn(grid, 'HK1'))) }
            : {}),
        }
      },
    },
    {
      method: 'GET',
      path: '/api/grids/:id/history',
      summary: 'Every change, oldest first; ?cell= for one cell',
      access: 'session',
      asks: ['grid.read'],
      async run(call) {
        const room = await readable(services, call)
        await room.settled()
        const rows = history(await stores.gradebook.rows(room.grid.id))
        const { cell } = call.query
        return cell === undefined ? rows : rows.filter((row) => row.cell === cell)
      },
    },
    {
      method: 'GET',
      path: '/api/grids/:id/values',
      summary: 'Every filled cell, and the sequence number of the log that they are the fold of',
      access: 'session',
      asks: ['grid.read'],
      async run(call) {
        const room = await readable(services, call)
        await room.settled()
        return { seq: room.head.seq, epoch: room.head.epoch, values: Object.fromEntries(room.cells()) }
      },
    },
    {
      method: 'GET',
      path: '/api/grids/:id/remarks',
      summary: 'Remarks by student',
      access: 'session',
      asks: ['grid.read'],
      run: async (call) => Object.fromEntries(remarksOf(services, await readable(services, call))),
    },
    {
      method: 'GET',
      path: '/api/progress',
      summary: 'How far entry and signing are, without a mark',
      access: 'session',
      asks: ['progress.read'],
      async run({ actor }) {
        const heads = (await stores.gradebook.heads()).flatMap((head) => {
          const grid = parseGridId(head.grid)
          return grid && decide(actor, 'progress.read', { grid }).ok ? [{ grid, head }] : []
        })
        if (heads.length === 0) demand(decide(actor, 'progress.read'))
        return Promise.all(heads.map(({ grid, head }) => progressOf(services, grid, head)))
      },
    },
    {
      method: 'GET',
      path: '/api/students/:id/marks',
      summary: 'A guardian reads the own child’s marks',
      access: 'session',
      asks: ['student.read'],
      async run(call) {
        const student = school.student(param(call, 'id'))
        demand(decide(call.actor, 'student.read', { student: student?.id ?? '' }))
        if (!student) throw new Fault('student.unknown')
        services.reads.note(call, `student:${student.id}`)
        const grids = school
          .grids()
          .flatMap((id) => parseGridId(id) ?? [])
          .filter((grid) => grid.class === student.class)
        return {
          student: { id: student.id, name: student.name },
          grids: await Promise.all(grids.map((grid) => marksOf(services, grid, student.id))),
        }
      },
    },
  ]
}

async function readable(services: Services, call: Call): Promise<Room> {
  const room = await roomFor(services, call, 'grid.read', param(call, 'id'))
  services.reads.noteGrid(call, room.grid)
  return room
}

const teachers = ({ school }: Services, grid: GridName): readonly string[] => {
  const homeroom = school.homeroomOf(grid.class)
  return isKeptByHomeroom(grid.subject) ? (homeroom === undefined ? [] : [homeroom]) : school.teachersOf(grid.class, grid.subject.id)
}

async function listed(services: Services, actor: Actor, grid: GridName, head: GridHead): Promise<object> {
  return {
    id: grid.id,
    className: grid.class,
    subject: grid.subject.id,
    subjectName: grid.subject.name,
    kind: grid.subject.kind,
    term: grid.term,
    state: head.state,
    epoch: head.epoch,
    version: head.version,
    canWrite: decide(actor, 'grid.write', { grid, state: head.state }).ok,
    ...(await entry(services, grid)),
    teachers: teachers(services, grid).map((id) => services.school.nameOf(id)),
  }
}

async function entry(services: Services, grid: GridName): Promise<{ readonly filled: number; readonly total: number }> {
  const cells = (await openRoom(services, grid.id)).cells()
  return { filled: cells.size, total: services.school.studentsOf(grid.class).length * columnsOf(grid).length }
}

async function progressOf(services: Services, grid: GridName, head: GridHead): Promise<object> {
  const jobs = head.version === 0 ? [] : await services.signing.jobsOfFile(grid.id, head.version)
  return {
    grid: grid.id,
    className: grid.class,
    subject: grid.subject.id,
    subjectName: grid.subject.name,
    term: grid.term,
    state: head.state,
    ...(await entry(services, grid)),
    teachers: teachers(services, grid).map((id) => services.school.nameOf(id)),
    signed: jobs.filter((job) => job.state === 'done').length,
    signers: services.school.signersOf(grid.class, 'grid', grid).length,
  }
}

/** In the order of the log, whatever the clock said; a row whose time runs back is marked (I19). */
function history(rows: readonly LogRow[]): readonly HistoryRow[] {
  let latest = ''
  return rows.flatMap((row) => {
    const isBack = row.at < latest
    if (!isBack) latest = row.at
    return historyRows(row).map((one): HistoryRow => (isBack ? { ...one, clock: 'back' } : one))
  })
}

/** Rows of one update share `seq`; what concerns the whole grid has no cell. */
function historyRows(row: LogRow): readonly HistoryRow[] {
  const common = { seq: row.seq, at: row.at, actor: row.actor, kind: row.kind, ...(row.cause === null ? {} : { cause: row.cause }) }
  if (row.remarks) return row.remarks.map((remark) => ({ ...common, cell: null, before: null, after: null, remark }))
  if (row.edits.length === 0) return [{ ...common, cell: null, before: null, after: null }]
  return row.edits.map(({ cell, before, after, conflict, won }) => ({
    ...common,
    cell,
    before,
    after,
    ...(conflict ? { conflict } : {}),
    ...(won === false ? { won } : {}),
  }))
}

/** Each student's term result as the grid stands now. */
export async function termResults(services: Services, id: GridId): Promise<ReadonlyMap<string, CellValue>> {
  const room = await openRoom(services, id)
  const cells = room.cells()
  return new Map(
    services.school.studentsOf(room.grid.class).map((student) => [student.id, gridResult(room.grid, rowOf(room.grid, cells, student.id))]),
  )
}

const rowOf = (grid: GridName, cells: ReadonlyMap<CellKey, CellValue>, student: string): ReadonlyMap<string, CellValue> =>
  new Map(columnsOf(grid).map((column) => [column.id, cells.get(cellKey(student, column.id)) ?? null]))

async function marksOf(services: Services, grid: GridName, student: string): Promise<object> {
  const room = await openRoom(services, grid.id)
  const values = rowOf(grid, room.cells(), student)
  const tb = gridResult(grid, values)
  const scored = !isKeptByHomeroom(grid.subject)
  return {
    subject: grid.subject.id,
    subjectName: grid.subject.name,
    term: grid.term,
    state: room.head.state,
    columns: columnsOf(grid).map(({ id, name, value }) => ({ id, name, value })),
    values: Object.fromEntries(values),
    ...(scored ? { tb } : {}),
    ...(scored && grid.term === 'HK2'
      ? { cn: yearResult((await termResults(services, sameGridIn(grid, 'HK1'))).get(student) ?? null, tb) }
      : {}),
    remark: room.remarks([student]).get(student) ?? '',
  }
}
