import { type CellKey, type CellValue, cellKey, parseGridId } from '@hocba/shared/grid'
import { type MarksSheet, type WorkbookSheet, gridOfSheet, holdsMarks, readMarksSheet } from '@hocba/shared/workbook'
import type { GridModel } from '../grid/model.ts'

/** Which sheet of a workbook belongs to the open grid. */
export interface SheetChoice {
  readonly named: WorkbookSheet | undefined
  /** Sheets that name no grid: a person may say that one of them is meant. */
  readonly unnamed: readonly WorkbookSheet[]
  readonly others: readonly string[]
}

export function chooseSheet(sheets: readonly WorkbookSheet[], grid: string): SheetChoice {
  const filled = sheets.filter(holdsMarks)
  const named = filled.find((sheet) => gridOfSheet(sheet.name) === grid)
  const isGrid = (sheet: WorkbookSheet): boolean => parseGridId(gridOfSheet(sheet.name)) !== undefined
  return {
    named,
    unnamed: filled.filter((sheet) => !isGrid(sheet)),
    others: filled.filter((sheet) => sheet !== named && isGrid(sheet)).map((sheet) => sheet.name),
  }
}

/** What the sheet would do to the grid as it stands at this moment. */
export const planOf = (sheet: WorkbookSheet, model: GridModel): MarksSheet =>
  readMarksSheet(sheet, { grid: model.name, students: model.card.students, values: valuesOf(model) }, new Set())

function valuesOf(model: GridModel): ReadonlyMap<CellKey, CellValue> {
  return new Map(
    model.card.students.flatMap((student) =>
      model.columns.map((column) => [cellKey(student.id, column.id), model.value(student.id, column)] as const),
    ),
  )
}
