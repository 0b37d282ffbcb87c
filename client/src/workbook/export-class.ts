import { parseGridId } from '@hocba/shared/grid'
import { type GridExport, gridSheet, summaryOf } from '@hocba/shared/workbook'
import { readGrid } from './grid-values.ts'
import { saveFile, writeWorkbook } from './write.ts'

/** All grids of a class and term that this person may read: an overview, then one sheet a grid, which imports again as it stands. */
export async function exportClass(className: string, term: string, grids: readonly string[], step: (done: number) => void): Promise<void> {
  const read: GridExport[] = []
  for (const id of grids) {
    read.push(await gridExport(id))
    step(read.length)
  }
  const year = parseGridId(grids[0] ?? '')?.year ?? ''
  saveFile(await writeWorkbook([summaryOf(read), ...read.map(gridSheet)]), `${year}-${className}.${term}.xlsx`)
}

async function gridExport(id: string): Promise<GridExport> {
  const { grid, card, value, result, remarks } = await readGrid(id)
  return { grid, students: card.students, value, result, remarks }
}
