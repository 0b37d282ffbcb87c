import { type ColumnId, type GridId, columnsOf, parseGridId } from '@hocba/shared/grid'
import { type Signer, inSigningOrder } from '@hocba/shared/signing'
import type { GridSnapshot, SnapshotStudent, TranscriptSnapshot } from '@hocba/shared/snapshot'
import { studySubjects } from '@hocba/shared/school'

export const school = {
  id: 'demo',
  name: 'Trường THCS Lê Quý Đôn',
  authority: 'Ủy ban nhân dân phường Xuân Hòa',
  place: 'Thành phố Hồ Chí Minh',
}

const family = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Huỳnh', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Ngô', 'Dương']
const middle = ['Thị Ngọc', 'Văn', 'Hữu', 'Thị Mỹ', 'Gia', 'Quốc', 'Khánh', 'Bảo', 'Thùy', 'Đức']
const given = [
  'Ánh',
  'Bình',
  'Cường',
  'Duyên',
  'Giang',
  'Hằng',
  'Khải',
  'Lộc',
  'Mẫn',
  'Nghĩa',
  'Oanh',
  'Phượng',
  'Quỳnh',
  'Sơn',
  'Thắm',
  'Uyển',
  'Vỹ',
  'Xuân',
  'Yến',
  'Đạt',
]

const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? ''

const studentName = (index: number): string => `${pick(family, index * 7)} ${pick(middle, index * 3)} ${pick(given, index)}`

export const people: Readonly<Record<string, Signer>> = {
  'gv.toan': { role: 'subject-teacher', person: 'gv.toan', name: 'Nguyễn Thị Hồng Ánh', title: 'Giáo viên', uid: 'CCCD:079085000011' },
  'gv.khtn1': { role: 'subject-teacher', person: 'gv.khtn1', name: 'Trần Đức Dũng', title: 'Giáo viên', uid: 'CCCD:079085000012' },
  'gv.khtn2': { role: 'subject-teacher', person: 'gv.khtn2', name: 'Đỗ Thị Thùy Dương', title: 'Giáo viên', uid: 'CCCD:079085000013' },
  'gv.van': {
    role: 'homeroom-teacher',
    person: 'gv.van',
    name: 'Lê Thị Mỹ Phượng',
    title: 'Giáo viên chủ nhiệm',
    uid: 'CCCD:079085000014',
  },
  hieutruong: { role: 'principal', person: 'hieutruong', name: 'Phạm Văn Khải', title: 'Hiệu trưởng', uid: 'CCCD:079070000001' },
  vanthu: { role: 'organisation', person: 'vanthu', name: school.name, title: school.name, uid: 'MST:0301234567' },
}

export const signersOf = (...accounts: readonly string[]): readonly Signer[] =>
  inSigningOrder(accounts.flatMap((account) => people[account] ?? []))

const remarks = [
  'Tiến bộ rõ rệt, cần cẩn thận hơn khi trình bày bài giải.',
  'Chăm chỉ, hăng hái phát biểu; kĩ năng vận dụng tốt.',
  '',
  'Cần ôn lại kiến thức cơ bản, đặc biệt là phần phân số và tỉ lệ thức, và hoàn thành đủ bài tập về nhà trước khi đến lớp.',
]

/** A frozen grid of `count` students; marks follow from the student's position. */
export function gridSnapshot(id: string, signers: readonly Signer[], count = 42): GridSnapshot {
  const grid = parseGridId(id)
  if (grid === undefined) throw new TypeError('a grid id')
  const columns = columnsOf(grid)
  const kind = grid.subject.kind
  const value = (column: ColumnId, index: number): number | string => {
    if (column === 'nghi') return index % 5
    if (column === 'rl') return pick(['T', 'K', 'T', 'D'], index)
    if (kind === 'quality') return pick(['T', 'T', 'D', 'T', 'C'], index + column.length + column.charCodeAt(3))
    if (kind === 'level') return column.startsWith('kt') ? (5 + (index % 6)) * 10 : pick(['T', 'H', 'T', 'C'], index)
    if (kind === 'comment') return index % 11 === 0 ? 'CD' : 'D'
    return ((index * 13 + column.charCodeAt(1) * 5 + column.length * 17) % 61) + 40
  }
  const students = Array.from({ length: count }, (_, index): SnapshotStudent => ({
    id: `${grid.class}-${String(index + 1).padStart(2, '0')}`,
    name: studentName(index),
    birthDate: `2014-0${(index % 9) + 1}-1${index % 9}`,
    values: Object.fromEntries(columns.map((column) => [column.id, value(column.id, index)])),
    computed:
      kind !== 'scored' && kind !== 'comment'
        ? {}
        : { tb: kind === 'scored' ? ((index * 7) % 60) + 40 : 'D', ...(grid.term === 'HK2' ? { cn: kind === 'scored' ? 75 : 'D' } : {}) },
    remark: pick(remarks, index),
  }))
  return {
    format: 'hocba-grid-1',
    school,
    grid: id as GridId,
    year: '2025-2026',
    class: grid.class,
    subject: { id: grid.subject.id, name: grid.subject.name, kind },
    term: grid.term,
    rulebook: grid.subject.primary ? 'TT27/2020' : 'TT22/2021',
    version: 1,
    seq: 412,
    epoch: 1,
    state: 'frozen',
    frozenAt: '2026-01-12T10:00:00+07:00',
    order: 'order-1',
    ...(grid.term === 'HK2' ? { term1: 'ab'.repeat(32) } : {}),
    columns: columns.map((column) => column.id),
    signers,
    students,
    amendments: [],
  }
}

/** The same grid after one amended cell. */
export function amendedSnapshot(before: GridSnapshot): GridSnapshot {
  return {
    ...before,
    version: 2,
    epoch: 2,
    seq: before.seq + 1,
    replaces: 'cd'.repeat(32),
    amendments: [
      {
        amendment: 'amendment-1',
        cell: `${before.class}-03/ck`,
        before: 45,
        after: 65,
        reason: 'Cộng sót điểm câu 5 của bài kiểm tra cuối kì, đã đối chiếu với bài làm lưu tại tổ chuyên môn.',
        requester: 'gv.toan',
        witnesses: ['phohieutruong', 'quantrihocba'],
        approver: 'hieutruong',
        at: '2026-01-20T09:00:00+07:00',
      },
    ],
  }
}

export function transcriptSnapshot(): TranscriptSnapshot {
  const terms = { hk1: 'K', hk2: 'T', cn: 'T' } as const
  return {
    format: 'hocba-transcript-1',
    id: '0f'.repeat(16),
    version: 1,
    school,
    year: '2025-2026',
    class: '6A',
    student: { id: '6A-01', name: 'Nguyễn Thị Ngọc Ánh', birthDate: '2014-03-09', gender: 'female', personalId: '079314000001' },
    rulebook: 'TT22/2021',
    createdAt: '2026-06-01T08:00:00+07:00',
    order: 'order-9',
    signers: signersOf('gv.van', 'hieutruong', 'vanthu'),
    subjects: studySubjects.map((subject, index) => ({
      id: subject.id,
      name: subject.name,
      kind: subject.kind === 'comment' ? 'comment' : 'scored',
      ...(subject.kind === 'comment' ? { hk1: 'D', hk2: 'D', cn: 'D' } : { hk1: 70 + index, hk2: 75 + index, cn: 73 + index }),
      remark: pick(remarks, index),
      attestations: ['HK1', 'HK2'].map((term, at) => ({
        grid: `2025-6A.${subject.id}.${term}`,
        version: 1,
        digest: 'ef'.repeat(32),
        person: 'gv.toan',
        certificate: `CN=Nguyễn Thị Hồng Ánh,UID=CCCD:079085000011,O=${school.name},C=VN`,
        time: at === 0 ? '2026-01-12T10:00:00+07:00' : '2026-05-28T10:00:00+07:00',
        signatureValue: 'QUJD',
      })),
    })),
    study: terms,
    adjusted: { hk1: true, hk2: false, cn: false },
    conduct: terms,
    absences: 3,
    promotion: 'promoted',
    title: 'G',
    remark: 'Ngoan, lễ phép, có ý thức vươn lên trong học tập; tích cực tham gia các hoạt động của lớp và của trường, biết giúp đỡ bạn bè.',
    sources: studySubjects.map((subject) => ({ grid: `2025-6A.${subject.id}.HK1`, version: 1, digest: 'ef'.repeat(32) })),
  }
}
