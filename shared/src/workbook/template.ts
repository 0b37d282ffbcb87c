import type { Column, ColumnId, GridName, SecondaryColumnId } from '../grid/index.ts'
import type { Wanted } from './heading.ts'

/** Headings of the school's workbook of marks (contract: Workbooks). */
const titles: Readonly<Record<SecondaryColumnId, string>> = {
  tx1: 'TX1',
  tx2: 'TX2',
  tx3: 'TX3',
  tx4: 'TX4',
  gk: 'GK',
  ck: 'CK',
  rl: 'RL',
  nghi: 'NGHI',
}

/** Primary columns are headed by their id: `MGK`, `KTCK`, `PCYNCK`. */
export const columnTitle = (id: ColumnId): string => (Object.hasOwn(titles, id) ? titles[id as SecondaryColumnId] : id.toUpperCase())

export const idTitle = 'Mã HS'
export const nameTitle = 'Họ và tên'

/** An export adds what is computed or written elsewhere; an import passes over these columns. */
export const extraTitles = { average: 'ĐTBmhk', year: 'ĐTBmcn', level: 'Mức HK', yearLevel: 'Mức CN', remark: 'Nhận xét' } as const

/** The overview of a class's export; an import passes over this sheet. */
export const summarySheet = 'Tổng hợp'

type Extra = keyof typeof extraTitles

export type Field = 'id' | 'name' | ColumnId | Extra

export const isExtra = (field: Field): field is Extra => Object.hasOwn(extraTitles, field)

/** The template has TX1…TX4 for every subject; columns that the subject does not have may stand there empty. */
export function wantedOf(columns: readonly Column[], grid: Pick<GridName, 'subject'>): readonly Wanted<Field>[] {
  const hasRegular = grid.subject.kind === 'scored' || grid.subject.kind === 'comment'
  const regular: readonly ColumnId[] = hasRegular ? ['tx1', 'tx2', 'tx3', 'tx4'] : []
  const optional = regular.filter((id) => !columns.some((column) => column.id === id))
  return [
    { id: 'id', title: idTitle, required: true },
    { id: 'name', title: nameTitle, required: true },
    ...columns.map(({ id }) => ({ id, title: columnTitle(id), required: true })),
    ...optional.map((id) => ({ id, title: columnTitle(id), required: false })),
    ...Object.entries(extraTitles).map(([id, title]) => ({ id: id as Extra, title, required: false })),
  ]
}
