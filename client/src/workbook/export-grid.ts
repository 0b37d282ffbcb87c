import { gridSheet } from '@hocba/shared/workbook'
import { api } from '../app/api.ts'
import { isOffline } from '../app/problem.ts'
import type { GridModel } from '../grid/model.ts'
import { saveFile, writeWorkbook } from './write.ts'

type Remarks = { readonly [student: string]: string }

/** The grid as this window shows it, as a file. Answers whether the remarks are in it: they need the network. */
export async function exportGrid(model: GridModel): Promise<{ readonly remarks: boolean }> {
  const remarks = await remarksOf(model.card.id)
  const sheet = gridSheet({
    grid: model.name,
    students: model.card.students,
    value: (cell) => model.replica.value(cell),
    result: (student, term) => model.result(student, term === 'year' ? 'cn' : 'tb'),
    ...(remarks ? { remarks } : {}),
  })
  saveFile(await writeWorkbook([sheet]), `${model.card.id}.xlsx`)
  return { remarks: remarks !== undefined }
}

async function remarksOf(grid: string): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    return new Map(Object.entries(await api.get<Remarks>(`/api/grids/${grid}/remarks`)))
  } catch (error) {
    if (isOffline(error)) return undefined
    throw error
  }
}
