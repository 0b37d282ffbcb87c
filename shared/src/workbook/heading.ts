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
    const at = { sheet: sheet.name, row, value: title }
    const known = wanted.find((one) => folded(one.title) === folded(title))
    if (!known) problems.push(problem(at, 'workbook.header', unknownTitle(title)))
    else if (places.has(known.id)) problems.push(problem(at, 'workbook.header', repeatedTitle(title)))
    else places.set(known.id, index)
  }
  for (const { id, title, required } of wanted) {
    if (required && !places.has(id))
      problems.push(problem({ sheet: sheet.name, row, column: title }, 'workbook.header', missingTitle(title)))
  }
  return { heading: { places, rows }, problems: [...problems, ...unnamedCells(sheet, rows, first)] }
}

const unknownTitle = (title: string) => ({ vi: `Cột «${title}» không có trong mẫu.`, en: `The template has no column “${title}”.` })
const repeatedTitle = (title: string) => ({ vi: `Cột «${title}» bị lặp.`, en: `The column “${title}” stands there twice.` })
const missingTitle = (title: string) => ({ vi: `Thiếu cột «${title}».`, en: `The column “${title}” is missing.` })
const outside = { vi: 'Ô này nằm ngoài các cột của mẫu.', en: 'This cell lies outside the columns of the template.' }

/** Something written where the header row is empty would otherwise be passed over in silence. */
function unnamedCells(sheet: WorkbookSheet, rows: readonly WorkbookRow[], first: WorkbookRow | undefined): readonly Problem[] {
  return rows.flatMap(({ number, cells }) =>
    cells.flatMap((cell, index) => {
      const isNamed = (first?.cells[index] ?? null) !== null
      if (cell === null || isNamed) return []
      return [problem({ sheet: sheet.name, row: number, value: showCell(cell) }, 'workbook.header', outside)]
    }),
  )
}
