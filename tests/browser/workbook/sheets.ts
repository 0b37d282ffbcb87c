import { cell, day, flat, number, row } from '../../support/libreoffice.ts'
import type { RunningSchool } from '../../support/school.ts'
import { signIn } from '../../support/school.ts'

export const grid = '2025-6A.TOAN.HK2'

/** The students of the grid, as its teacher may read them. */
export async function studentsOf(school: RunningSchool): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const teacher = await signIn(school.url, 'gv.toan')
  const { body } = await teacher.get<{ readonly students: readonly { readonly id: string; readonly name: string }[] }>(`/api/grids/${grid}`)
  return body.students
}

/** The values of the grid by cell, as the log has them. */
export async function valuesOf(school: RunningSchool): Promise<Readonly<Record<string, unknown>>> {
  const teacher = await signIn(school.url, 'gv.toan')
  const { body } = await teacher.get<{ readonly values: Readonly<Record<string, unknown>> }>(`/api/grids/${grid}/values`)
  return body.values
}

/**
 * 40 × 6 marks with decimal commas, every mark of a row the same and of its own; the second student's TX2 is 85,
 * the third one's GK became a date.
 */
export function classSheet(students: readonly { readonly id: string; readonly name: string }[]): string {
  const header = row(...['Mã HS', 'Họ và tên', 'TX1', 'TX2', 'TX3', 'TX4', 'GK', 'CK'].map((text) => cell(text)))
  const rows = students.map(({ id, name }, index) => {
    const mark = markOf(index)
    const marks = ['TX1', 'TX2', 'TX3', 'TX4', 'GK', 'CK'].map((column) => {
      if (index === 1 && column === 'TX2') return number(85)
      if (index === 2 && column === 'GK') return day('08/05/2026', '2026-05-08')
      return column === 'TX1' ? number(mark / 10) : cell(`${Math.trunc(mark / 10)},${mark % 10}`)
    })
    return row(cell(id), cell(name), ...marks)
  })
  return flat({ [grid]: [header, ...rows] })
}

export const markOf = (index: number): number => 50 + index
