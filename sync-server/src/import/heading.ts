import { type Problem, problem } from './problem.ts'
import { type WorkbookRow, type WorkbookSheet, showCell } from './workbook.ts'

/** Compares headings and names whatever their case, spacing and Unicode form. */
export const folded = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, '').toLocaleLowerCase('vi')

export interface Heading<Id extends string> {
  /** Where each known column stands; a column that may be absent has no entry. */
  readonly places: ReadonlyMap<Id, number>
  readonly rows: readonly WorkbookRow[]
}

export interface Wanted<Id extends string> {
  readonly id: Id
  readonly title: string
  readonly required: boolean
}

/** Finds the columns by the first filled row; every missing, unknown or repeated heading is a problem of its own. */
export function readHeading<Id extends string>(
  sheet: WorkbookSheet,
  wanted: readonly Wanted<Id>[],
): { readonly heading: Heading<Id>; readonly problems: readonly Problem[] } {
  const [first, ...rows] = sheet.rows
  const problems: Problem[] = []
  const places = new Map<Id, number>()
  const row = first?.number ?? 1
  for (const [index, cell] of (first?.cells ?? []).entries()) {
    if (cell === null) continue
    const title = showCell(cell)
    const known = wanted.find((one) => folded(one.title) === folded(title))
    if (!known) problems.push(problem({ sheet: sheet.name, row, value: title }, 'workbook.header', `Cột «${title}» không có trong mẫu.`))
    else if (places.has(known.id))
      problems.push(problem({ sheet: sheet.name, row, value: title }, 'workbook.header', `Cột «${title}» bị lặp.`))
    else places.set(known.id, index)
  }
  for (const { id, title, required } of wanted) {
    if (required && !places.has(id))
      problems.push(problem({ sheet: sheet.name, row, column: title }, 'workbook.header', `Thiếu cột «${title}».`))
  }
  return { heading: { places, rows }, problems: [...problems, ...unnamedCells(sheet, rows, first?.cells.length ?? 0, first)] }
}

/** Something written where the header row is empty would otherwise be passed over in silence. */
function unnamedCells(
  sheet: WorkbookSheet,
  rows: readonly WorkbookRow[],
  width: number,
  first: WorkbookRow | undefined,
): readonly Problem[] {
  return rows.flatMap(({ number, cells }) =>
    cells.flatMap((cell, index) => {
      const isNamed = index < width && (first?.cells[index] ?? null) !== null
      if (cell === null || isNamed) return []
      return [problem({ sheet: sheet.name, row: number, value: showCell(cell) }, 'workbook.header', 'Ô này nằm ngoài các cột của mẫu.')]
    }),
  )
}
