import { type FaultCode, type Result } from '@hocba/shared/core'
import { type CellKey, type CellValue, type GridId } from '@hocba/shared/grid'
import type { SchoolClass, Student } from '@hocba/shared/school'
import { type DescribedGrid, type MarksSheet, type Problem, problem } from '@hocba/shared/workbook'
import { readMarksWorkbook } from './marks.ts'
import { type ExistingRoster, type RosterSheet, readRosterWorkbook } from './roster.ts'

/** The answer of `POST /api/import/marks` and `/api/import/roster`: what was written (or would be), and every refused row. */
export interface ImportReport {
  readonly sheets: readonly SheetReport[]
}

export interface SheetReport {
  readonly sheet: string
  /** Marks: the grid. */
  readonly grid?: GridId
  /** Roster: the classes of the sheet, `6A, 6B`. */
  readonly class?: string
  /** Cells or students written; in a dry run those that would be. */
  readonly written: number
  readonly problems: readonly Problem[]
}

/** The gradebook as the importing person may use it. */
export interface MarksGate {
  describe(grid: GridId): DescribedGrid | undefined | Promise<DescribedGrid | undefined>
  /** Whether the person may write this grid now. */
  permit(grid: GridId): Result<true, FaultCode>
  /** Writes all or nothing through the room of the grid, like any other edit. */
  write(grid: GridId, changes: readonly { readonly cell: CellKey; readonly value: CellValue }[]): Promise<Result<true, FaultCode>>
}

/** Each sheet stands alone: one that is refused does not stop the others. */
export async function importMarks(bytes: Uint8Array, gate: MarksGate, dry: boolean): Promise<ImportReport> {
  const { sheets } = await readMarksWorkbook(bytes, (grid) => gate.describe(grid))
  const reports: SheetReport[] = []
  for (const sheet of sheets) reports.push(await importSheet(sheet, gate, dry))
  return { sheets: reports }
}

async function importSheet({ sheet, grid, changes, problems }: MarksSheet, gate: MarksGate, dry: boolean): Promise<SheetReport> {
  if (grid === undefined) return { sheet, written: 0, problems }
  const refused = (code: FaultCode): SheetReport => ({
    sheet,
    grid,
    written: 0,
    problems: [problem({ sheet, row: 0 }, code)],
  })
  // Who may not write the grid learns nothing of its students from the refusals either.
  const permitted = gate.permit(grid)
  if (!permitted.ok) return refused(permitted.error)
  if (problems.length > 0) return { sheet, grid, written: 0, problems }
  if (dry || changes.length === 0) return { sheet, grid, written: changes.length, problems: [] }
  const written = await gate.write(grid, changes)
  return written.ok ? { sheet, grid, written: changes.length, problems: [] } : refused(written.error)
}

/** The directory as the registrar may use it. */
export interface RosterDirectory {
  readonly existing: ExistingRoster
  /** One transaction; creates the grids of new classes as well. */
  write(news: { readonly classes: readonly SchoolClass[]; readonly students: readonly Student[] }): Promise<void>
}

export async function importRoster(bytes: Uint8Array, directory: RosterDirectory, dry: boolean): Promise<ImportReport> {
  const { sheets } = await readRosterWorkbook(bytes, directory.existing)
  const reports: SheetReport[] = []
  for (const sheet of sheets) {
    if (!dry && sheet.students.length > 0) await directory.write({ classes: sheet.classes, students: sheet.students })
    reports.push(reportOf(sheet))
  }
  return { sheets: reports }
}

function reportOf({ sheet, students, problems }: RosterSheet): SheetReport {
  const classes = [...new Set(students.map((student) => student.class))].join(', ')
  return { sheet, ...(classes !== '' && { class: classes }), written: students.length, problems }
}
