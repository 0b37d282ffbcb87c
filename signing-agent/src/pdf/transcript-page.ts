import { formatTenths, isTenths } from '@hocba/shared/core'
import { type CellValue, formatCell } from '@hocba/shared/grid'
import type { Attestation, TranscriptSnapshot, TranscriptSubject } from '@hocba/shared/snapshot'
import type { LogProof } from '@hocba/shared/log'
import {
  type DocumentParts,
  Flow,
  birthDay,
  dayOf,
  levelName,
  margin,
  placeAndDate,
  portrait,
  promotionName,
  titleName,
} from '@hocba/shared/pdf'
import { snapshotInfo } from './info.ts'
import { press } from './press.ts'
import { placeSignatures } from './signatures.ts'
import { type TableCell, type TableColumn, drawTable } from './table.ts'

const width = portrait.width - 2 * margin

/** One list for all transcripts: their headings are drawn once. */
const schoolColumns: readonly TableColumn[] = [
  { width: 90, align: 'center', head: ['Năm học'] },
  { width: 60, align: 'center', head: ['Lớp'] },
  { width: width - 150, align: 'left', head: ['Tên trường, xã/phường, tỉnh/thành phố'] },
]

const subjectColumns: readonly TableColumn[] = [
  { width: 112, align: 'left', head: ['Môn học/', 'Hoạt động giáo dục'] },
  { width: 38, align: 'center', head: ['Học', 'kì I'], group: 'ĐTBm hoặc mức' },
  { width: 38, align: 'center', head: ['Học', 'kì II'], group: 'ĐTBm hoặc mức' },
  { width: 40, align: 'center', head: ['Cả', 'năm'], group: 'ĐTBm hoặc mức' },
  { width: 152, align: 'left', head: ['Nhận xét sự tiến bộ, ưu điểm nổi bật,', 'hạn chế chủ yếu'] },
  { width: width - 380, align: 'left', head: ['Xác nhận của', 'giáo viên môn học'] },
]

const yearColumns: readonly TableColumn[] = [
  { width: 120, align: 'left', head: ['Học kì'] },
  { width: (width - 120) / 2, align: 'center', head: ['Kết quả học tập'] },
  { width: (width - 120) / 2, align: 'center', head: ['Kết quả rèn luyện'] },
]

const motto = {}
const heading = {}

const studentFacts: Facts = {
  labels: ['Họ và tên học sinh', 'Giới tính', 'Ngày, tháng, năm sinh', 'Mã định danh', 'Mã học sinh trong trường', 'Lớp', 'Năm học'],
  step: 22,
  indent: 40,
  at: 190,
  size: 12,
}

const yearFacts: Facts = {
  labels: ['Tổng số buổi nghỉ học cả năm học', 'Kết quả cuối năm học', 'Khen thưởng'],
  step: 18,
  indent: 0,
  at: 200,
  size: 11,
}

/** The essential pages of Circular 22's transcript: the student, results by subject, results of the year. */
export function transcriptDocument(snapshot: TranscriptSnapshot, digest: string, proof?: LogProof): DocumentParts {
  const flow = new Flow(press.faces, portrait, (on) => runningHead(on, snapshot))
  studentPage(flow, snapshot)
  flow.next()
  subjectTable(flow, snapshot)
  flow.next()
  yearTable(flow, snapshot)
  const fields = placeSignatures(flow, snapshot.signers, placeAndDate(snapshot.school.place, snapshot.createdAt))
  flow.number(digest, `Mã băm của học bạ, phiên bản ${snapshot.version}`, proof)
  return {
    title: `Học bạ: ${snapshot.student.name}, lớp ${snapshot.class}, năm học ${snapshot.year}`,
    info: snapshotInfo(snapshot, digest, proof),
    id: digest,
    createdAt: snapshot.createdAt,
    sheets: flow.sheets,
    fields,
  }
}

function studentPage(flow: Flow, snapshot: TranscriptSnapshot): void {
  const { school, student } = snapshot
  flow.plate(motto, () => {
    flow.write('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 14, { face: 'bold', size: 12.5, align: 'center' })
    flow.write('Độc lập – Tự do – Hạnh phúc', 16, { face: 'bold', size: 12, align: 'center' })
    const middle = (flow.left + flow.right) / 2
    flow.sheet.line(middle - 78, flow.y + 5, middle + 78, flow.y + 5, 0.6)
  })
  flow.write(school.authority, 62, { size: 12, align: 'center', within: flow.width })
  flow.write(school.name, 18, { face: 'bold', size: 13, align: 'center', within: flow.width })
  flow.plate(heading, () => {
    flow.write('HỌC BẠ', 70, { face: 'bold', size: 30, align: 'center' })
    flow.write('TRUNG HỌC CƠ SỞ', 30, { face: 'bold', size: 20, align: 'center' })
  })
  flow.y += 40
  drawFacts(flow, studentFacts, [
    student.name.toLocaleUpperCase('vi'),
    student.gender === 'male' ? 'Nam' : 'Nữ',
    birthDay(student.birthDate),
    student.personalId,
    student.id,
    snapshot.class,
    snapshot.year,
  ])
  flow.write('QUÁ TRÌNH HỌC TẬP', 44, { face: 'bold', size: 12.5, align: 'center' })
  flow.y += 8
  drawTable(flow, schoolColumns, [[{ text: snapshot.year }, { text: snapshot.class }, { text: `${school.name}, ${school.place}` }]], 20)
}

interface Facts {
  readonly labels: readonly string[]
  /** From one to the next. */
  readonly step: number
  readonly indent: number
  /** Where the values begin, from the left edge. */
  readonly at: number
  readonly size: number
}

function drawFacts(flow: Flow, facts: Facts, values: readonly string[]): void {
  const { labels, step, indent, at, size } = facts
  flow.plate(facts, () => {
    labels.forEach((label, row) => flow.sheet.text(flow.left + indent, flow.y + (row + 1) * step, `${label}:`, { size }))
  })
  for (const value of values) {
    flow.y += step
    flow.sheet.text(flow.left + at, flow.y, value, { face: 'bold', size, within: flow.width - at })
  }
}

function runningHead(flow: Flow, { student, school, ...snapshot }: TranscriptSnapshot): void {
  flow.write(`Họ và tên: ${student.name}`, 12, { face: 'bold', size: 11 })
  flow.sheet.text(flow.right, flow.y, `Lớp: ${snapshot.class}   Năm học: ${snapshot.year}`, { face: 'bold', size: 11, align: 'right' })
  flow.write(school.name, 14, { size: 10 })
  flow.y += 14
}

function subjectTable(flow: Flow, snapshot: TranscriptSnapshot): void {
  flow.write('1. KẾT QUẢ CÁC MÔN HỌC VÀ HOẠT ĐỘNG GIÁO DỤC', 12, { face: 'bold', size: 11 })
  flow.y += 8
  drawTable(flow, subjectColumns, snapshot.subjects.map(subjectRow), 26)
  flow.write('Giáo viên môn học xác nhận bằng chữ ký số trên bảng điểm đã chốt; dữ liệu chữ ký nằm trong tệp XML của học bạ này.', 14, {
    face: 'italic',
    size: 8.5,
    within: flow.width,
  })
}

const subjectRow = (subject: TranscriptSubject): readonly TableCell[] => [
  { text: subject.name, wraps: true },
  { text: resultText(subject.hk1) },
  { text: resultText(subject.hk2) },
  { text: resultText(subject.cn), style: { face: 'bold' } },
  { text: subject.remark, style: { size: 9 }, wraps: true },
  { text: subject.attestations.map(attestationText).join('; '), style: { size: 8 }, wraps: true },
]

const resultText = (value: CellValue): string => (isTenths(value) ? formatTenths(value, { fixed: true }) : formatCell('comment', value))

/** Several files of one subject, usually one a term, are told apart by the day. */
const attestationText = ({ certificate, time }: Attestation): string => `${commonName(certificate)} (ký số ${dayOf(time)})`

/** By certificate subject: a class has a dozen teachers, and each of its transcripts names them all. */
const commonNames = new Map<string, string>()
const mostNames = 512

function commonName(subject: string): string {
  const known = commonNames.get(subject)
  if (known !== undefined) return known
  const name = /(?:^|,)CN=((?:\\.|[^,\\])*)/.exec(subject)?.[1]?.replace(/\\(.)/g, '$1') ?? subject
  if (commonNames.size === mostNames) commonNames.clear()
  commonNames.set(subject, name)
  return name
}

function yearTable(flow: Flow, snapshot: TranscriptSnapshot): void {
  const { study, conduct, adjusted } = snapshot
  flow.write('2. KẾT QUẢ HỌC TẬP VÀ RÈN LUYỆN', 12, { face: 'bold', size: 11 })
  flow.y += 8
  const terms = [
    ['Học kì I', 'hk1'],
    ['Học kì II', 'hk2'],
    ['Cả năm', 'cn'],
  ] as const
  const rows = terms.map(([label, term]): readonly TableCell[] => [
    { text: label, style: { face: term === 'cn' ? 'bold' : 'regular' } },
    { text: `${levelName(study[term])}${adjusted[term] ? ' (điều chỉnh theo khoản 3 Điều 9)' : ''}`, style: { face: 'bold' } },
    { text: levelName(conduct[term]), style: { face: 'bold' } },
  ])
  drawTable(flow, yearColumns, rows, 22)
  flow.y += 12
  drawFacts(flow, yearFacts, [String(snapshot.absences), promotionName(snapshot.promotion), titleName(snapshot.title)])
  flow.write('Nhận xét của giáo viên chủ nhiệm:', 20, { face: 'bold', size: 11 })
  paragraph(flow, snapshot.remark)
  flow.y += 22
}

function paragraph(flow: Flow, text: string): void {
  const lines = flow.faces.wrap(text, flow.width, 'regular', 11)
  for (const one of lines) {
    flow.need(16)
    flow.write(one, 15, { size: 11 })
  }
}
