import { formatTenths, isTenths } from '@hocba/shared/core'
import { type CellValue, type Column, type ColumnId, columnsOf, formatCell, parseGridId } from '@hocba/shared/grid'
import { isKeptByHomeroom } from '@hocba/shared/school'
import type { AmendedCell, GridSnapshot, SnapshotStudent } from '@hocba/shared/snapshot'
import type { LogProof } from '@hocba/shared/log'
import { type Colour, type DocumentParts, Flow, dayOf, landscape, levelName, placeAndDate, termName } from '@hocba/shared/pdf'
import { snapshotInfo } from './info.ts'
import { press } from './press.ts'
import { primaryColumn, primaryLegend } from './primary-columns.ts'
import { placeSignatures } from './signatures.ts'
import { type TableCell, type TableColumn, drawTable } from './table.ts'

const correction: Colour = [0.75, 0.05, 0.05]

/** One page of the gradebook as a class keeps it (Circular 22, form "Sổ theo dõi và đánh giá học sinh"; Circular 27, "Bảng tổng hợp"): A4 landscape. */
export function gridDocument(snapshot: GridSnapshot, digest: string, proof?: LogProof): DocumentParts {
  const flow = new Flow(press.faces, landscape, (on) => runningHead(on, snapshot))
  const lookup = lookupOf(snapshot)
  const title = lookup.primary ? 'Bảng tổng hợp kết quả đánh giá giáo dục' : 'Sổ theo dõi và đánh giá học sinh'
  heading(flow, snapshot, title.toLocaleUpperCase('vi'))
  drawTable(
    flow,
    tableColumns(flow, snapshot, lookup),
    snapshot.students.map((student, index) => tableRow(snapshot, lookup, student, index)),
  )
  legend(flow, snapshot, lookup)
  amendments(flow, snapshot, lookup)
  const fields = placeSignatures(flow, snapshot.signers, placeAndDate(snapshot.school.place, snapshot.frozenAt))
  flow.number(digest, `Mã băm của bản chốt ${snapshot.grid}, phiên bản ${snapshot.version}`, proof)
  return {
    title: `${title}: ${summary(snapshot)}`,
    info: snapshotInfo(snapshot, digest, proof),
    id: digest,
    createdAt: snapshot.frozenAt,
    sheets: flow.sheets,
    fields,
  }
}

const summary = (snapshot: GridSnapshot): string =>
  `${snapshot.subject.name}, lớp ${snapshot.class}, ${termName(snapshot.term)}, năm học ${snapshot.year}`

function heading(flow: Flow, snapshot: GridSnapshot, title: string): void {
  const { school, signers } = snapshot
  const top = flow.y
  const third = flow.left + 130
  flow.sheet.text(third, top + 10, school.authority.toLocaleUpperCase('vi'), { size: 10, align: 'center', within: 250 })
  flow.sheet.text(third, top + 23, school.name.toLocaleUpperCase('vi'), { face: 'bold', size: 10.5, align: 'center', within: 250 })
  flow.sheet.line(third - 45, top + 27, third + 45, top + 27, 0.5)
  flow.sheet.text(flow.right, top + 10, `Năm học ${snapshot.year}`, { size: 10.5, align: 'right' })
  flow.sheet.text(flow.right, top + 23, `Chốt ngày ${dayOf(snapshot.frozenAt)} · Phiên bản ${snapshot.version}`, {
    size: 9,
    align: 'right',
  })
  flow.y = top + 34
  flow.write(title, 15, { face: 'bold', size: 15, align: 'center' })
  flow.write(`Môn học/Hoạt động giáo dục: ${snapshot.subject.name}`, 17, { face: 'bold', size: 11.5, align: 'center' })
  const teachers = signers.filter((signer) => signer.role === (isKeptByHomeroom(snapshot.subject) ? 'homeroom-teacher' : 'subject-teacher'))
  const names = teachers.map((teacher) => teacher.name).join(', ')
  flow.write(`Lớp ${snapshot.class}  –  ${termName(snapshot.term)}  –  Giáo viên: ${names}`, 15, {
    size: 11,
    align: 'center',
    within: flow.width,
  })
  flow.y += 8
}

function runningHead(flow: Flow, snapshot: GridSnapshot): void {
  flow.write(`${snapshot.school.name}  –  ${summary(snapshot)} (tiếp theo)`, 10, { face: 'italic', size: 9.5, within: flow.width })
  flow.y += 6
}

function tableColumns(flow: Flow, { columns, subject, term }: GridSnapshot, lookup: Lookup): readonly TableColumn[] {
  const fixed: TableColumn[] = [
    { width: 26, align: 'center', head: ['STT'] },
    { width: 158, align: 'left', head: ['Họ và tên'] },
  ]
  const stored = columns.map((id) => (lookup.primary ? primaryColumn(columnOf(lookup, id)) : storedColumn(id)))
  const computed: TableColumn[] = isComputed(subject) ? [averageColumn(subject.kind === 'scored' ? 'ĐTBmhk' : 'Mức HK')] : []
  if (isComputed(subject) && term === 'HK2') computed.push(averageColumn(subject.kind === 'scored' ? 'ĐTBmcn' : 'Mức CN'))
  const before = [...fixed, ...stored, ...computed]
  const used = before.reduce((sum, column) => sum + column.width, 0)
  return [...before, { width: flow.width - used, align: 'left', head: ['Nhận xét'] }]
}

/** Averages and term results stand beside the assessments of Circular 22 alone. */
const isComputed = ({ kind }: GridSnapshot['subject']): boolean => kind === 'scored' || kind === 'comment'

const averageColumn = (head: string): TableColumn => ({ width: 52, align: 'center', head: [head] })

function storedColumn(id: ColumnId): TableColumn {
  if (id.startsWith('tx')) return { width: 38, align: 'center', head: [id.slice(2)], group: 'ĐĐGtx' }
  const names = { gk: 'ĐĐGgk', ck: 'ĐĐGck', rl: 'Kết quả rèn luyện', nghi: 'Số buổi nghỉ học' } as const
  if (id === 'rl' || id === 'nghi') return { width: 96, align: 'center', head: [names[id]] }
  return { width: 48, align: 'center', head: [names[id === 'gk' ? 'gk' : 'ck']] }
}

/** What every row asks for, looked up once. */
interface Lookup {
  readonly columns: ReadonlyMap<string, Column>
  readonly amended: ReadonlySet<string>
  /** A class of grades 1 to 5. */
  readonly primary: boolean
}

function lookupOf(snapshot: GridSnapshot): Lookup {
  const grid = parseGridId(snapshot.grid)
  const columns = new Map((grid === undefined ? [] : columnsOf(grid)).map((column) => [column.id as string, column]))
  const primary = grid?.subject.primary !== undefined
  return { columns, amended: new Set(snapshot.amendments.map(({ cell }) => cell)), primary }
}

function tableRow(snapshot: GridSnapshot, lookup: Lookup, student: SnapshotStudent, index: number): readonly TableCell[] {
  const computed = isComputed(snapshot.subject) ? [student.computed.tb, ...(snapshot.term === 'HK2' ? [student.computed.cn] : [])] : []
  return [
    { text: String(index + 1) },
    { text: student.name },
    ...snapshot.columns.map((column): TableCell => {
      const text = cellText(lookup, column, student.values[column] ?? null)
      return lookup.amended.has(`${student.id}/${column}`) ? { text: `${text}*`, style: { face: 'bold', colour: correction } } : { text }
    }),
    ...computed.map((value): TableCell => ({ text: computedText(value ?? null), style: { face: 'bold' } })),
    { text: student.remark, style: { size: 9 }, wraps: true },
  ]
}

function columnOf({ columns }: Lookup, id: string): Column {
  const column = columns.get(id)
  if (column === undefined) throw new RangeError('the snapshot has a column that its grid does not')
  return column
}

function cellText(lookup: Lookup, id: string, value: CellValue): string {
  const column = columnOf(lookup, id)
  return column.value === 'conduct' ? levelName(value) : formatCell(column.value, value)
}

const computedText = (value: CellValue): string => (isTenths(value) ? formatTenths(value, { fixed: true }) : formatCell('comment', value))

function legend(flow: Flow, { subject, columns }: GridSnapshot, { primary }: Lookup): void {
  const lines = primary ? primaryLegend(subject.kind, columns) : secondaryLegend(subject)
  for (const line of lines) {
    flow.need(16)
    flow.write(line, 13, { face: 'italic', size: 8.5, within: flow.width })
  }
}

function secondaryLegend({ kind }: GridSnapshot['subject']): readonly string[] {
  if (kind === 'homeroom') return []
  return [
    kind === 'scored'
      ? 'ĐĐGtx, ĐĐGgk, ĐĐGck: điểm đánh giá thường xuyên, giữa kì, cuối kì; ĐTBmhk, ĐTBmcn: điểm trung bình môn học kì, cả năm.'
      : 'ĐĐGtx, ĐĐGgk, ĐĐGck: đánh giá thường xuyên, giữa kì, cuối kì; Mức HK, Mức CN: mức đánh giá học kì, cả năm; Đ: Đạt; CĐ: Chưa đạt.',
  ]
}

/** "Trong bảng này có sửa chữa ở … điểm": what the paper form asks for, with the values that 004 II.2 wants kept. */
function amendments(flow: Flow, snapshot: GridSnapshot, lookup: Lookup): void {
  if (snapshot.version === 1 && snapshot.amendments.length === 0) return
  flow.need(20)
  flow.write(`Trong bảng này có sửa chữa ở ${snapshot.amendments.length} điểm (đánh dấu *):`, 14, {
    face: 'bold',
    size: 10,
    colour: correction,
  })
  for (const amended of snapshot.amendments) {
    for (const line of press.faces.wrap(amendmentText(snapshot, lookup, amended), flow.width - 12, 'regular', 9)) {
      flow.need(13)
      flow.write(line, 11.5, { size: 9, indent: 10 })
    }
  }
}

function amendmentText(snapshot: GridSnapshot, lookup: Lookup, amended: AmendedCell): string {
  const { cell, before, after, at, reason, requester, witnesses, approver } = amended
  const [studentId = '', id = ''] = cell.split('/')
  const student = snapshot.students.find((one) => one.id === studentId)
  const value = (one: CellValue): string => cellText(lookup, id, one) || 'trống'
  const nameOf = (account: string): string => snapshot.signers.find((signer) => signer.person === account)?.name ?? account
  const parties = `Người đề nghị: ${nameOf(requester)}; chứng kiến: ${witnesses.map(nameOf).join(', ')}; phê duyệt: ${nameOf(approver)}.`
  const column = lookup.columns.get(id)?.name ?? id
  return `– ${student?.name ?? studentId}, ${column}: ${value(before)} thành ${value(after)}, ngày ${dayOf(at)}. Lí do: ${reason} ${parties}`
}
