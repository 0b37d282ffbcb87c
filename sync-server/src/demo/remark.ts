import { gridResult } from '@hocba/shared/assessment'
import { type CellValue, type GridId, type GridName, columnsOf } from '@hocba/shared/grid'
import type { Student, SubjectId } from '@hocba/shared/school'
import { demoGrids } from './action.ts'
import { randomOf } from './random.ts'
import { type Standing, bearings, details, openings } from './remark-text.ts'
import { demoStudents } from './school.ts'
import { demoValue } from './value.ts'

export type DemoRemarks = ReadonlyMap<GridId, ReadonlyMap<string, string>>

/** Remarks (nhận xét) at the start: all of term 1; of term 2 what teachers have written so far. */
export const demoRemarks = (): DemoRemarks => remarksWhere((grid, student) => isWritten(grid, student))

/** The remarks that `hocba demo --complete` adds. */
export const demoCompletionRemarks = (): DemoRemarks => remarksWhere((grid, student) => !isWritten(grid, student))

/** In term 2 the homeroom teacher has not begun, and about a third is missing in every subject. */
function isWritten(grid: GridName, student: Student): boolean {
  if (grid.term === 'HK1') return true
  return grid.subject.kind !== 'homeroom' && randomOf(`written ${grid.id} ${student.id}`).next() < 0.65
}

function remarksWhere(isWanted: (grid: GridName, student: Student) => boolean): DemoRemarks {
  const pages = demoGrids.map((grid) => {
    const wanted = demoStudents.filter((student) => student.class === grid.class && isWanted(grid, student))
    return [grid.id, new Map(wanted.map((student) => [student.id, remarkOf(grid, student.id)]))] as const
  })
  return new Map(pages.filter(([, page]) => page.size > 0))
}

/** The demo school has no primary class, whose subjects have no words here. */
const wordsOf: Readonly<Partial<Record<SubjectId, (typeof details)['VAN']>>> = details

function remarkOf(grid: GridName, student: string): string {
  const random = randomOf(`remark ${grid.id} ${student}`)
  const cells = new Map(columnsOf(grid).map((column) => [column.id, demoValue(grid, student, column)]))
  const { id } = grid.subject
  if (id === 'GVCN') return random.pick(bearings[conductOf(cells.get('rl'))]).normalize('NFC')
  const standing = standingOf(gridResult(grid, cells), random.next())
  const isPraise = standing === 'excellent' || standing === 'good' || (standing === 'fair' && random.next() < 0.5)
  const words = wordsOf[id] ?? details.HDTN
  const detail = random.pick(isPraise ? words.praise : words.advice)
  return `${random.pick(openings[standing])} ${detail}`.normalize('NFC')
}

const conductOf = (value: CellValue | undefined): keyof typeof bearings => (value === 'K' || value === 'D' || value === 'CD' ? value : 'T')

/** Marks by their bounds; those who reached Đ by comment are told apart by chance. */
function standingOf(result: CellValue, chance: number): Standing {
  if (result === 'D') return chance < 0.75 ? 'good' : 'fair'
  if (typeof result !== 'number') return 'weak'
  if (result >= 90) return 'excellent'
  if (result >= 80) return 'good'
  if (result >= 65) return 'fair'
  return result >= 50 ? 'pass' : 'weak'
}
