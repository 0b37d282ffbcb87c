import {
  type CellKey,
  type CellValue,
  type Column,
  type ColumnId,
  type GridId,
  type GridName,
  type SecondaryColumnId,
  cellKey,
  columnsOf,
  parseCell,
} from '@hocba/shared/grid'
import { type Heading, type Wanted, folded, readHeading } from './heading.ts'
import { type Problem, problem } from './problem.ts'
import { type WorkbookCell, type WorkbookRow, type WorkbookSheet, readWorkbook, showCell } from './workbook.ts'

/** What the importer must know of a grid. */
export interface DescribedGrid {
  readonly grid: GridName
  readonly students: readonly { readonly id: string; readonly name: string }[]
  /** Present values: what is already so is not written again. */
  readonly values?: ReadonlyMap<CellKey, CellValue>
}

export interface MarksSheet {
  readonly sheet: string
  /** `undefined` when the sheet's name is no known grid. */
  readonly grid: GridId | undefined
  /** Empty when there is a problem: a sheet is taken whole or not at all. */
  readonly changes: readonly { readonly cell: CellKey; readonly value: CellValue }[]
  readonly problems: readonly Problem[]
}

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
const titleOf = (id: ColumnId): string => (Object.hasOwn(titles, id) ? titles[id as SecondaryColumnId] : id.toUpperCase())
const idTitle = 'Mã HS'
const nameTitle = 'Họ và tên'

/**
 * Reads a workbook of marks: one sheet a grid, named by its id; Đ/CĐ in comment-assessed subjects, RL and NGHI in the homeroom grid.
 * An empty cell leaves the grid's cell as it is. Sheets without any content are passed over.
 */
export async function readMarksWorkbook(
  bytes: Uint8Array,
  describe: (grid: GridId) => DescribedGrid | undefined | Promise<DescribedGrid | undefined>,
): Promise<{ readonly sheets: readonly MarksSheet[] }> {
  const taken = new Set<string>()
  const sheets = (await readWorkbook(bytes)).filter((sheet) => sheet.rows.length > 0)
  const read: MarksSheet[] = []
  for (const sheet of sheets) read.push(readSheet(sheet, await describe(gridOf(sheet)), taken))
  return { sheets: read }
}

/** The sheet is named for its grid. */
const gridOf = (sheet: WorkbookSheet): GridId => sheet.name.normalize('NFKC').replaceAll(/\s+/g, '').toUpperCase() as GridId

function readSheet(sheet: WorkbookSheet, described: DescribedGrid | undefined, taken: Set<string>): MarksSheet {
  const id = gridOf(sheet)
  const whole = { sheet: sheet.name, row: 0, value: sheet.name }
  if (!described) {
    const message = 'Tên trang tính phải là mã bảng điểm có trong trường, ví dụ 2025-6A.TOAN.HK1.'
    return { sheet: sheet.name, grid: undefined, changes: [], problems: [problem(whole, 'grid.unknown', message)] }
  }
  if (taken.has(id)) {
    const again = problem(whole, 'import.duplicate', 'Hai trang tính cùng một bảng điểm.')
    return { sheet: sheet.name, grid: id, changes: [], problems: [again] }
  }
  taken.add(id)
  return readGrid(sheet, described)
}

function readGrid(sheet: WorkbookSheet, described: DescribedGrid): MarksSheet {
  const columns = columnsOf(described.grid)
  const { heading, problems } = readHeading(sheet, wantedOf(columns, described.grid))
  const grid = described.grid.id
  if (problems.length > 0) return { sheet: sheet.name, grid, changes: [], problems }
  const seen = new Map<string, number>()
  const rows = heading.rows.map((row) => readRow({ sheet: sheet.name, row, heading, columns, described, seen }))
  const refused = rows.flatMap((row) => row.problems)
  const changes = rows.flatMap((row) => row.changes).filter(({ cell, value }) => (described.values?.get(cell) ?? null) !== value)
  return { sheet: sheet.name, grid, changes: refused.length > 0 ? [] : changes, problems: refused }
}

type Field = 'id' | 'name' | ColumnId

/** The template has TX1…TX4 for every subject; columns that the subject does not have may stand there empty. */
function wantedOf(columns: readonly Column[], grid: GridName): readonly Wanted<Field>[] {
  const hasRegular = grid.subject.kind === 'scored' || grid.subject.kind === 'comment'
  const regular: readonly ColumnId[] = hasRegular ? ['tx1', 'tx2', 'tx3', 'tx4'] : []
  const optional = regular.filter((id) => !columns.some((column) => column.id === id))
  return [
    { id: 'id', title: idTitle, required: true },
    { id: 'name', title: nameTitle, required: true },
    ...columns.map(({ id }) => ({ id, title: titleOf(id), required: true })),
    ...optional.map((id) => ({ id, title: titleOf(id), required: false })),
  ]
}

interface RowPlace {
  readonly sheet: string
  readonly row: WorkbookRow
  readonly heading: Heading<Field>
  readonly columns: readonly Column[]
  readonly described: DescribedGrid
  readonly seen: Map<string, number>
}

function readRow(place: RowPlace): Pick<MarksSheet, 'changes' | 'problems'> {
  const student = readStudent(place)
  if (typeof student !== 'string') return { changes: [], problems: [student] }
  const cells = [...place.heading.places.keys()].filter((id) => id !== 'id' && id !== 'name').map((id) => readValue(place, student, id))
  return {
    changes: cells.filter((one) => one !== undefined && 'cell' in one),
    problems: cells.filter((one) => one !== undefined && 'code' in one),
  }
}

/** The id as written in a class list: `6a - 01` and an en dash are the same student. */
export const studentIdOf = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/\s+/g, '')
    .replaceAll(/[‐-―−]/g, '-')
    .toUpperCase()

function readStudent({ sheet, row, heading, described, seen }: RowPlace): string | Problem {
  const text = showCell(cellAt(row, heading, 'id'))
  const at = { sheet, row: row.number, column: idTitle, value: text }
  if (text === '') return problem(at, 'student.unknown', 'Dòng này thiếu mã học sinh.')
  const id = studentIdOf(text)
  const student = described.students.find((one) => one.id === id)
  if (!student) return problem(at, 'student.unknown', `Lớp ${described.grid.class} không có học sinh mã ${text}.`)
  const earlier = seen.get(id)
  if (earlier !== undefined) return problem(at, 'import.duplicate', `Học sinh ${id} đã có ở dòng ${earlier}.`)
  seen.set(id, row.number)
  const name = showCell(cellAt(row, heading, 'name'))
  if (name === '' || folded(name) === folded(student.name)) return id
  const message = `Mã ${id} là của ${student.name}; kiểm tra xem các dòng có bị xô lệch không.`
  return problem({ sheet, row: row.number, column: nameTitle, value: name }, 'import.name', message)
}

const cellAt = (row: WorkbookRow, heading: Heading<Field>, id: Field): WorkbookCell => row.cells[heading.places.get(id) ?? -1] ?? null

function readValue(
  { sheet, row, heading, columns, described }: RowPlace,
  student: string,
  id: ColumnId,
): MarksSheet['changes'][number] | Problem | undefined {
  const cell = cellAt(row, heading, id)
  if (cell === null) return undefined
  const at = { sheet, row: row.number, column: titleOf(id), value: showCell(cell) }
  const column = columns.find((one) => one.id === id)
  if (!column) return problem(at, 'cell.unknown', `Môn ${described.grid.subject.name} không có cột ${titleOf(id)}.`)
  if (cell instanceof Date) {
    const message = `Excel đã đổi giá trị thành ngày ${at.value}: đặt định dạng cột là Văn bản (Text) rồi nhập lại, ví dụ 8,5.`
    return problem(at, 'value.invalid', message)
  }
  const value = typeof cell === 'boolean' ? undefined : parseCell(column, String(cell).replaceAll('Ð', 'Đ'))
  return value?.ok ? { cell: cellKey(student, id), value: value.value } : problem(at, 'value.invalid', refusals[column.value])
}

const refusals: Readonly<Record<Column['value'], string>> = {
  mark: 'Điểm từ 0 đến 10, nhiều nhất một chữ số thập phân, ví dụ 8 hoặc 8,5.',
  comment: 'Nhận xét là Đ (Đạt) hoặc CĐ (Chưa đạt).',
  conduct: 'Rèn luyện là T, K, Đ hoặc CĐ.',
  level: 'Mức đạt được là T (Hoàn thành tốt), H (Hoàn thành) hoặc C (Chưa hoàn thành).',
  test: 'Điểm bài kiểm tra định kì là số nguyên từ 0 đến 10, không có điểm thập phân, ví dụ 9.',
  quality: 'Phẩm chất, năng lực là T (Tốt), Đ (Đạt) hoặc C (Cần cố gắng).',
  absences: 'Số buổi nghỉ là số nguyên từ 0 đến 400.',
}
