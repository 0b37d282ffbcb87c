import { type GridName, cellKey, columnsOf, gridId, parseGridId, terms } from '@hocba/shared/grid'
import { gradeOf, subjectsOf } from '@hocba/shared/school'
import { type DemoAction, demoCompletionRemarks, demoRemarks, demoSchool } from '../../../sync-server/src/demo/index.ts'
import { classList } from '../../../sync-server/src/demo/name.ts'
import { demoClasses, writersOf } from '../../../sync-server/src/demo/people.ts'
import { randomOf } from '../../../sync-server/src/demo/random.ts'
import { enter, seedDemo } from '../../../sync-server/src/demo/seed.ts'
import { demoValue } from '../../../sync-server/src/demo/value.ts'
import { SchoolDirectory } from '../../../sync-server/src/identity/school.ts'
import { CommitQueue } from '../../../sync-server/src/log/commit-queue.ts'
import { Rooms } from '../../../sync-server/src/room/rooms.ts'
import type { SchoolRecord, Stores } from '../../../sync-server/src/store/port.ts'
import { sqliteStores } from '../../../sync-server/src/store/sqlite/index.ts'

/** A class beside the demo's own: students and marks of its own, the teachers and remarks of another. */
interface Sister {
  readonly name: string
  readonly like: (typeof demoClasses)[number]
}

const clock = { now: () => new Date('2026-05-25T08:00:00+07:00') }

/**
 * A new data folder with the demo school and as many classes more as make `count`, the year of these complete. The same 23 people
 * teach them all, the four homeroom teachers in turn. Every mark enters through the gate and the log.
 */
export async function makeLargeSchool(folder: string, count: number): Promise<void> {
  const stores = sqliteStores(folder)
  try {
    await seedDemo(stores)
    const sisters = sistersOf(count)
    await stores.directory.write({
      classes: sisters.map(({ name }) => ({ id: name, year: demoSchool().year, grade: gradeOf(name) })),
      students: sisters.flatMap(studentsOf),
      assignments: sisters.flatMap(assignmentsOf),
    })
    const school = await SchoolDirectory.load(stores.directory, clock)
    await stores.gradebook.createGrids(sisters.flatMap(gridsOf).map(({ id }) => id))
    for (const sister of sisters) await fill(stores, school, sister)
  } finally {
    await stores.close()
  }
}

/** 8A, 9A, 6C, 7C …: letter by letter, the four grades of each. */
function sistersOf(count: number): readonly Sister[] {
  const own: readonly string[] = demoClasses
  return Array.from({ length: 104 }, (_, n) => `${6 + (n % 4)}${String.fromCharCode(65 + Math.floor(n / 4))}`)
    .filter((name) => !own.includes(name))
    .slice(0, Math.max(0, count - own.length))
    .map((name, index) => ({ name, like: demoClasses[index % demoClasses.length] ?? '6A' }))
}

function studentsOf({ name, like }: Sister): SchoolRecord['students'] {
  const models = demoSchool().students.filter((student) => student.class === like)
  const names = classList(models.length, randomOf(`students ${name}`))
  return models.map((model, index) => {
    const born = Number(model.birthDate.slice(0, 4)) + gradeOf(like) - gradeOf(name)
    // Nobody in the demo school has a serial number this small.
    const serial = String(gradeOf(name) * 10_000 + (name.codePointAt(1) ?? 0) * 100 + index).padStart(6, '0')
    const own = names[index] ?? model
    return {
      id: renamed(model.id, like, name),
      class: name,
      name: own.name,
      gender: own.gender,
      birthDate: `${born}${model.birthDate.slice(4)}`,
      personalId: `099${own.gender === 'male' ? 2 : 3}${String(born).slice(2)}${serial}`,
    }
  })
}

const assignmentsOf = ({ name, like }: Sister): SchoolRecord['assignments'] =>
  demoSchool().assignments.flatMap((one) => ('class' in one && one.class === like ? [{ ...one, class: name }] : []))

const gridsOf = ({ name }: Pick<Sister, 'name'>): readonly GridName[] =>
  subjectsOf(gradeOf(name))
    .flatMap(({ id }) => terms.map((term) => parseGridId(gridId(demoSchool().year, name, id, term))))
    .filter((grid) => grid !== undefined)

/** One class at a time, so that no more grids than its own are in memory. What is not kept or is refused throws. */
async function fill(stores: Stores, school: SchoolDirectory, sister: Sister): Promise<void> {
  const queue = new CommitQueue(stores.gradebook, () => undefined)
  const rooms = new Rooms(stores.gradebook, school, queue, clock)
  const students = school.studentsOf(sister.name).map(({ id }) => id)
  const grids = gridsOf(sister)
  const entered = grids.flatMap((grid) =>
    columnsOf(grid).map((column): DemoAction => {
      const changes = students.map((id) => ({ cell: cellKey(id, column.id), value: demoValue(grid, id, column) }))
      return { grid: grid.id, actor: writerOf(sister, grid), at: '', changes }
    }),
  )
  await enter(rooms, school, entered, () => undefined)
  for (const grid of grids) {
    const author = { actor: school.actor(writerOf(sister, grid)), session: 'demo' }
    const written = await (await rooms.open(grid.id))?.writeRemarks(remarksOf(grid, sister), author)
    if (!written?.ok) throw new Error(`the remarks of ${grid.id} were refused`)
  }
  await queue.drained()
}

const writerOf = ({ like }: Sister, { subject }: GridName): string => writersOf(like, subject.id)[0]

function remarksOf(grid: GridName, { name, like }: Sister): ReadonlyMap<string, string> {
  const model = gridId(demoSchool().year, like, grid.subject.id, grid.term)
  const texts = [remarks.start, remarks.rest].flatMap((pages) => [...(pages.get(model) ?? [])])
  return new Map(texts.map(([student, text]) => [renamed(student, like, name), text]))
}

const remarks = { start: demoRemarks(), rest: demoCompletionRemarks() }

const renamed = (student: string, like: string, name: string): string => `${name}${student.slice(like.length)}`
