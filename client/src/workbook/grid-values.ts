import { type CellKey, type CellValue, type GridName, parseGridId } from '@hocba/shared/grid'
import { api } from '../app/api.ts'
import type { Card } from '../grid/card.ts'
import { resultsOf } from './results.ts'

interface Values {
  /** The log's sequence number of which the values are the fold. */
  readonly seq: number
  readonly values: { readonly [cell: string]: CellValue }
}

/** A grid as the server's log has it, for a page that does not edit it. */
export interface ReadGrid {
  readonly grid: GridName
  readonly card: Card
  readonly seq: number
  value(cell: CellKey): CellValue
  result(student: string, term: 'term' | 'year'): CellValue
  readonly remarks: ReadonlyMap<string, string>
}

export async function readGrid(id: string): Promise<ReadGrid> {
  const [card, { seq, values }, remarks] = await Promise.all([
    api.get<Card>(`/api/grids/${id}`),
    api.get<Values>(`/api/grids/${id}/values`),
    api.get<{ readonly [student: string]: string }>(`/api/grids/${id}/remarks`),
  ])
  const grid = parseGridId(card.id)
  if (!grid) throw new RangeError('a card names a grid')
  const value = (cell: CellKey): CellValue => values[cell] ?? null
  return { grid, card, seq, value, result: resultsOf(grid, card, value), remarks: new Map(Object.entries(remarks)) }
}
