import type { GridId } from '@hocba/shared/grid'
import { type DescribedGrid, type MarksSheet, gridOfSheet, holdsMarks, readMarksSheet } from '@hocba/shared/workbook'
import { readWorkbook } from './workbook.ts'

/** Reads a workbook of marks: one sheet a grid, named by its id. Sheets without marks are passed over. */
export async function readMarksWorkbook(
  bytes: Uint8Array,
  describe: (grid: GridId) => DescribedGrid | undefined | Promise<DescribedGrid | undefined>,
): Promise<{ readonly sheets: readonly MarksSheet[] }> {
  const taken = new Set<string>()
  const sheets = (await readWorkbook(bytes)).filter(holdsMarks)
  const read: MarksSheet[] = []
  for (const sheet of sheets) read.push(readMarksSheet(sheet, await describe(gridOfSheet(sheet.name)), taken))
  return { sheets: read }
}
