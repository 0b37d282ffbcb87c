import { type CellKey, type CellValue, type Column, type ColumnId, cellKey, parseCell } from '../grid/index.ts'
import { type Heading, folded } from './heading.ts'
import type { DescribedGrid } from './described-grid.ts'
import { type Problem, type Sentence, problem } from './problem.ts'
import { safeText } from './safe-text.ts'
import { type Field, idTitle, isExtra, nameTitle, columnTitle } from './template.ts'
import { type WorkbookCell, type WorkbookRow, showCell } from './workbook.ts'

export interface MarkChange {
  readonly cell: CellKey
  readonly value: CellValue
}

export interface RowPlace {
  readonly sheet: string
  readonly row: WorkbookRow
  readonly heading: Heading<Field>
  readonly columns: readonly Column[]
  readonly described: DescribedGrid
  readonly seen: Map<string, number>
}

export interface ReadRow {
  readonly changes: readonly MarkChange[]
  readonly problems: readonly Problem[]
}

export function readRow(place: RowPlace): ReadRow {
  const student = readStudent(place)
  if (typeof student !== 'string') return { changes: [], problems: [student] }
  const cells = [...place.heading.places.keys()].filter(isValue).map((id) => readValue(place, student, id))
  return {
    changes: cells.filter((one) => one !== undefined && 'cell' in one),
    problems: cells.filter((one) => one !== undefined && 'code' in one),
  }
}

const isValue = (field: Field): field is ColumnId => field !== 'id' && field !== 'name' && !isExtra(field)

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
  if (text === '') return problem(at, 'student.unknown', noId)
  const id = studentIdOf(text)
  const student = described.students.find((one) => one.id === id)
  if (!student) return problem(at, 'student.unknown', noStudent(described.grid.class, text))
  const earlier = seen.get(id)
  if (earlier !== undefined) return problem(at, 'import.duplicate', repeated(id, earlier))
  seen.set(id, row.number)
  const name = showCell(cellAt(row, heading, 'name'))
  if (name === '' || [student.name, safeText(student.name)].some((one) => folded(one) === folded(name))) return id
  return problem({ sheet, row: row.number, column: nameTitle, value: name }, 'import.name', otherName(id, student.name))
}

const noId = { vi: 'Dòng này thiếu mã học sinh.', en: 'This row has no student id.' }
const noStudent = (className: string, text: string): Sentence => ({
  vi: `Lớp ${className} không có học sinh mã ${text}.`,
  en: `The class ${className} has no student ${text}.`,
})
const repeated = (id: string, earlier: number): Sentence => ({
  vi: `Học sinh ${id} đã có ở dòng ${earlier}.`,
  en: `The student ${id} stands in row ${earlier} already.`,
})
const otherName = (id: string, name: string): Sentence => ({
  vi: `Mã ${id} là của ${name}; kiểm tra xem các dòng có bị xô lệch không.`,
  en: `The id ${id} is ${name}’s; see whether the rows have been shifted.`,
})

const cellAt = (row: WorkbookRow, heading: Heading<Field>, id: Field): WorkbookCell => row.cells[heading.places.get(id) ?? -1] ?? null

function readValue({ sheet, row, heading, columns, described }: RowPlace, student: string, id: ColumnId): MarkChange | Problem | undefined {
  const cell = cellAt(row, heading, id)
  if (cell === null) return undefined
  const at = { sheet, row: row.number, column: columnTitle(id), value: showCell(cell) }
  const column = columns.find((one) => one.id === id)
  if (!column) return problem(at, 'cell.unknown', noColumn(described.grid.subject.name, columnTitle(id)))
  if (cell instanceof Date) return problem(at, 'value.invalid', becameDate(at.value))
  const value = typeof cell === 'boolean' ? undefined : parseCell(column, String(cell).replaceAll('Ð', 'Đ'))
  return value?.ok ? { cell: cellKey(student, id), value: value.value } : problem(at, 'value.invalid', refusalOf(column, at.value))
}

const noColumn = (subject: string, title: string): Sentence => ({
  vi: `Môn ${subject} không có cột ${title}.`,
  en: `The subject has no column ${title}.`,
})
const becameDate = (value: string): Sentence => ({
  vi: `Excel đã đổi giá trị thành ngày ${value}: đặt định dạng cột là Văn bản (Text) rồi nhập lại, ví dụ 8,5.`,
  en: `Excel has turned the value into the date ${value}: format the column as Text and type it again, such as 8.5.`,
})

/** `85` may be a forgotten comma: named, never corrected. */
function refusalOf(column: Column, text: string): Sentence {
  const { vi, en } = refusals[column.value]
  if (column.value !== 'mark' || !/^[1-9]\d$/.test(text)) return { vi, en }
  return {
    vi: `${vi} Nếu là ${text[0]},${text[1]}, hãy gõ cả dấu phẩy.`,
    en: `${en} If you mean ${text[0]}.${text[1]}, type the decimal point.`,
  }
}

const refusals: Readonly<Record<Column['value'], Sentence>> = {
  mark: {
    vi: 'Điểm từ 0 đến 10, nhiều nhất một chữ số thập phân, ví dụ 8 hoặc 8,5.',
    en: 'A mark is 0 to 10 with at most one decimal, such as 8 or 8.5.',
  },
  comment: { vi: 'Nhận xét là Đ (Đạt) hoặc CĐ (Chưa đạt).', en: 'A comment is Đ or CĐ.' },
  conduct: { vi: 'Rèn luyện là T, K, Đ hoặc CĐ.', en: 'Conduct is T, K, Đ or CĐ.' },
  level: {
    vi: 'Mức đạt được là T (Hoàn thành tốt), H (Hoàn thành) hoặc C (Chưa hoàn thành).',
    en: 'A level is T, H or C.',
  },
  test: {
    vi: 'Điểm bài kiểm tra định kì là số nguyên từ 0 đến 10, không có điểm thập phân, ví dụ 9.',
    en: 'The mark of a test is a whole number from 0 to 10.',
  },
  quality: { vi: 'Phẩm chất, năng lực là T (Tốt), Đ (Đạt) hoặc C (Cần cố gắng).', en: 'Qualities and competences are T, Đ or C.' },
  absences: { vi: 'Số buổi nghỉ là số nguyên từ 0 đến 400.', en: 'Absences are a whole number from 0 to 400.' },
}
