import { faults } from '@hocba/shared/core'
import { type Gender, type SchoolClass, type Student, gradeOf, isPersonalId, isPrimary } from '@hocba/shared/school'
import {
  type Heading,
  type Problem,
  type Wanted,
  type WorkbookCell,
  type WorkbookRow,
  type WorkbookSheet,
  folded,
  problem,
  readHeading,
  showCell,
  studentIdOf,
} from '@hocba/shared/workbook'
import { readBirthDate } from './birth-date.ts'
import { readWorkbook } from './workbook.ts'

/** What the school has already. */
export interface ExistingRoster {
  /** `2025` */
  readonly year: string
  readonly classes: readonly SchoolClass[]
  readonly students: readonly Student[]
}

export interface RosterSheet {
  readonly sheet: string
  /** New students and those whose particulars change; empty when there is a problem. */
  readonly students: readonly Student[]
  /** Classes that do not exist yet. */
  readonly classes: readonly SchoolClass[]
  readonly problems: readonly Problem[]
}

type Field = 'id' | 'name' | 'birthDate' | 'gender' | 'personalId' | 'class'

const titles: Readonly<Record<Field, string>> = {
  id: 'Mã HS',
  name: 'Họ và tên',
  birthDate: 'Ngày sinh',
  gender: 'Giới tính',
  personalId: 'Mã định danh',
  class: 'Lớp',
}
const wanted = (Object.keys(titles) as Field[]).map((id): Wanted<Field> => ({ id, title: titles[id], required: true }))

/** Reads class lists; a sheet may hold one class or several. Sheets without any content are passed over. */
export async function readRosterWorkbook(
  bytes: Uint8Array,
  existing: ExistingRoster,
): Promise<{ readonly sheets: readonly RosterSheet[] }> {
  const reading: Reading = { existing, ids: new Set(), personalIds: new Map(existing.students.map((one) => [one.personalId, one.id])) }
  const sheets = (await readWorkbook(bytes)).filter((sheet) => sheet.rows.length > 0)
  return { sheets: sheets.map((sheet) => readSheet(sheet, reading)) }
}

interface Reading {
  readonly existing: ExistingRoster
  /** Student ids read so far in this file. */
  readonly ids: Set<string>
  /** Personal id to the student who has it. */
  readonly personalIds: Map<string, string>
}

function readSheet(sheet: WorkbookSheet, reading: Reading): RosterSheet {
  const { heading, problems } = readHeading(sheet, wanted)
  if (problems.length > 0) return { sheet: sheet.name, students: [], classes: [], problems }
  const rows = heading.rows.map((row) => readRow(sheet.name, row, heading, reading))
  const refused = rows.flatMap((row) => ('problems' in row ? row.problems : []))
  if (refused.length > 0) return { sheet: sheet.name, students: [], classes: [], problems: refused }
  const students = rows.flatMap((row) => ('student' in row ? [row.student] : []))
  return {
    sheet: sheet.name,
    students: students.filter((one) => isNews(one, reading.existing)),
    classes: newClasses(students, reading.existing),
    problems: [],
  }
}

function isNews(student: Student, { students }: ExistingRoster): boolean {
  const present = students.find((one) => one.id === student.id)
  return !present || (Object.keys(titles) as Field[]).some((field) => present[field] !== student[field])
}

function newClasses(students: readonly Student[], { classes, year }: ExistingRoster): readonly SchoolClass[] {
  const ids = new Set(students.map((student) => student.class))
  for (const { id } of classes) ids.delete(id)
  return [...ids].map((id) => ({ id, year, grade: gradeOf(id) }))
}

type Refuse = (field: Field, code: Problem['code'], message: string) => void

function readRow(
  sheet: string,
  row: WorkbookRow,
  heading: Heading<Field>,
  reading: Reading,
): { readonly student: Student } | { readonly problems: readonly Problem[] } {
  const cell = (field: Field): WorkbookCell => row.cells[heading.places.get(field) ?? -1] ?? null
  const problems: Problem[] = []
  const refuse: Refuse = (field, code, message) => {
    problems.push(
      problem({ sheet, row: row.number, column: titles[field], value: showCell(cell(field)) }, code, { vi: message, en: faults[code].en }),
    )
  }
  const className = readClass(cell('class'), refuse)
  const id = readId(cell('id'), className, reading, refuse)
  const student = {
    id,
    class: className,
    name: readName(cell('name'), refuse),
    birthDate: readBirth(cell('birthDate'), className, reading.existing.year, refuse),
    gender: readGender(cell('gender'), refuse),
    personalId: readPersonalId(cell('personalId'), id, reading, refuse),
  }
  return problems.length > 0 ? { problems } : { student }
}

/** Primary and lower secondary: `3A`, `7B2`. */
function readClass(cell: WorkbookCell, refuse: Refuse): string {
  const text = showCell(cell).normalize('NFKC').replaceAll(/\s+/g, '').toUpperCase()
  if (!/^[1-9][A-Z]\d{0,2}$/.test(text)) refuse('class', 'import.class', 'Tên lớp gồm khối 1-9 và một chữ cái, ví dụ 3A hoặc 7B2.')
  return text
}

function readId(cell: WorkbookCell, className: string, { existing, ids }: Reading, refuse: Refuse): string {
  const id = studentIdOf(showCell(cell))
  const present = existing.students.find((student) => student.id === id)
  if (!/^[1-9][A-Z]\d{0,2}-\d{2,3}$/.test(id))
    refuse('id', 'student.unknown', 'Mã HS gồm tên lớp, gạch nối và số thứ tự hai chữ số, ví dụ 6A-01.')
  else if (present ? present.class !== className : !id.startsWith(`${className}-`)) {
    refuse('id', 'import.class', `Mã HS ${id} không thuộc lớp ${className}; chuyển lớp không thực hiện bằng nhập tệp.`)
  } else if (ids.has(id)) refuse('id', 'import.duplicate', `Mã HS ${id} bị lặp trong tệp.`)
  ids.add(id)
  return id
}

function readName(cell: WorkbookCell, refuse: Refuse): string {
  const name = typeof cell === 'string' ? cell.replaceAll(/\s+/g, ' ') : ''
  const isName = /^[\p{L}\p{M}' .-]{2,80}$/u.test(name)
  if (!isName) refuse('name', 'import.name', 'Họ và tên chỉ gồm chữ cái, từ 2 đến 80 ký tự.')
  return name
}

/** In the first autumn of the school year children of grades 6 to 9 are 10 to 20 years old, those of grades 1 to 5 are 5 to 16. */
function readBirth(cell: WorkbookCell, className: string, year: string, refuse: Refuse): string {
  const date = readBirthDate(cell)
  const primary = isPrimary(gradeOf(className))
  const age = date === undefined ? undefined : Number(year) - Number(date.slice(0, 4))
  if (age === undefined) refuse('birthDate', 'value.invalid', 'Ngày sinh viết theo dạng ngày/tháng/năm, ví dụ 05/09/2014.')
  else if (primary ? age < 5 || age > 16 : age < 10 || age > 20)
    refuse('birthDate', 'value.invalid', `Năm sinh không hợp với học sinh ${primary ? 'tiểu học' : 'THCS'} năm học ${year}.`)
  return date ?? ''
}

function readGender(cell: WorkbookCell, refuse: Refuse): Gender {
  const text = folded(showCell(cell))
  if (text !== 'nam' && text !== 'nữ') refuse('gender', 'value.invalid', 'Giới tính là Nam hoặc Nữ.')
  return text === 'nam' ? 'male' : 'female'
}

function readPersonalId(cell: WorkbookCell, student: string, { personalIds }: Reading, refuse: Refuse): string {
  const text = showCell(cell).replaceAll(/\s+/g, '')
  if (!isPersonalId(text)) {
    const message = 'Mã định danh phải có đúng 12 chữ số.'
    const lost = ' Excel đã bỏ số 0 ở đầu: đặt định dạng cột là Văn bản (Text) rồi nhập lại.'
    refuse('personalId', 'import.pid', typeof cell === 'number' ? message + lost : message)
    return text
  }
  const holder = personalIds.get(text)
  if (holder !== undefined && holder !== student) refuse('personalId', 'import.pid', `Mã định danh này đã là của học sinh ${holder}.`)
  personalIds.set(text, student)
  return text
}
