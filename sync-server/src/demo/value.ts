import type { CellValue, Column, ColumnId, GridName } from '@hocba/shared/grid'
import { profileOf } from './profile.ts'
import { type Random, randomOf } from './random.ts'

/** How hard a subject is marked, against the student's usual mark. */
const leniency: Readonly<Record<string, number>> = {
  VAN: -0.25,
  TOAN: -0.2,
  NN1: -0.15,
  GDCD: 0.45,
  LSDL: 0,
  KHTN: -0.1,
  CN: 0.4,
  TIN: 0.45,
}

/** How far one assessment strays from the student's usual mark: a quick oral test more than a final one. */
const spreads: Readonly<Record<'regular' | 'gk' | 'ck', number>> = { regular: 0.75, gk: 0.6, ck: 0.5 }

/** The final value of one cell of the demo school's complete year. */
export function demoValue(grid: GridName, student: string, column: Column): CellValue {
  const random = randomOf(`${grid.id} ${student} ${column.id}`)
  const profile = profileOf({ id: student })
  switch (column.value) {
    case 'conduct':
      return profile.conduct[grid.term]
    case 'absences':
      return profile.absences[grid.term]
    case 'level':
    case 'test':
    case 'quality':
      return null // the demo school has no primary class
    case 'comment':
      return profile.ability < 6 && random.next() < 0.03 ? 'CD' : 'D'
    case 'mark': {
      const usual = profile.ability + (profile.taste[grid.subject.id] ?? 0) + (leniency[grid.subject.id] ?? 0)
      return asMarked(usual + (grid.term === 'HK2' ? 0.1 : 0) + random.normal(spreads[kindOf(column.id)]), column.id, random)
    }
  }
}

const kindOf = (column: ColumnId): keyof typeof spreads => (column === 'gk' || column === 'ck' ? column : 'regular')

/** Teachers mark in whole and half points, in a written test also in quarters, which are entered as .3 and .8. */
function asMarked(mark: number, column: ColumnId, random: Random): number {
  const style = random.next()
  const written = column === 'gk' || column === 'ck'
  const tenths = Math.min(100, Math.max(10, mark * 10))
  if (style < (written ? 0.3 : 0.62)) return Math.round(tenths / 10) * 10
  if (style < (written ? 0.75 : 0.93)) return Math.round(tenths / 5) * 5
  const quarters = Math.round(tenths / 2.5) * 2.5
  return Math.min(100, Math.ceil(quarters))
}
