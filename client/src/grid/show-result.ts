import { type CellValue, formatCell } from '@hocba/shared/grid'

/** Averages are printed with their decimal, `8,0`, as the prescribed gradebook does. */
export function showResult(scored: boolean, value: CellValue): string {
  if (typeof value === 'number') return `${Math.trunc(value / 10)},${value % 10}`
  return formatCell(scored ? 'mark' : 'comment', value)
}
