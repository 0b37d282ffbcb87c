/** A cell by its place: the student's row and the column, both from zero; the row number (STT) is no column of it. */
export interface Spot {
  readonly row: number
  readonly column: number
}

/** A rectangle of cells, its edges included. */
export interface Area {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

export const areaOf = (a: Spot, b: Spot = a): Area => ({
  top: Math.min(a.row, b.row),
  left: Math.min(a.column, b.column),
  bottom: Math.max(a.row, b.row),
  right: Math.max(a.column, b.column),
})

export const heightOf = ({ top, bottom }: Area): number => bottom - top + 1
export const widthOf = ({ left, right }: Area): number => right - left + 1
export const sizeOf = (area: Area): number => heightOf(area) * widthOf(area)
export const topLeft = ({ top, left }: Area): Spot => ({ row: top, column: left })
export const bottomRight = ({ bottom, right }: Area): Spot => ({ row: bottom, column: right })
export const sameSpot = (a: Spot, b: Spot): boolean => a.row === b.row && a.column === b.column

export const holds = ({ top, left, bottom, right }: Area, { row, column }: Spot): boolean =>
  row >= top && row <= bottom && column >= left && column <= right

/** Row by row, as text is read. */
export function spotsOf(area: Area): readonly Spot[] {
  const width = widthOf(area)
  return Array.from({ length: sizeOf(area) }, (_, index) => ({
    row: area.top + Math.floor(index / width),
    column: area.left + (index % width),
  }))
}
