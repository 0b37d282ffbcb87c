import type { Role } from '@hocba/shared/access'
import type { Assignment, AssignmentScope, Person, SubjectId } from '@hocba/shared/school'

export const demoClasses = ['6A', '6B', '7A', '7B'] as const

/** The first day of the demo school's year. */
const since = '2025-08-01'

/**
 * No province has the code 099 and no tax code ends in this check digit: none of these numbers belongs to a living person or an office.
 */
const citizen = (number: number): string => `CCCD:0991${String(80_000_000 + number * 10_007).padStart(8, '0')}`
const sealUid = 'MST:2700009990'

const teacher: readonly Role[] = ['subject-teacher']
const homeroom: readonly Role[] = ['subject-teacher', 'homeroom-teacher']

const accounts: readonly (readonly [id: string, name: string, title: string, roles: readonly Role[]])[] = [
  ['hieutruong', 'Phạm Thị Thu Hương', 'Hiệu trưởng', ['principal']],
  ['phohieutruong', 'Đinh Văn Thắng', 'Phó Hiệu trưởng', ['vice-principal']],
  ['quantrihocba', 'Lương Thị Mai', 'Quản trị học bạ', ['records-officer']],
  ['vanthu', 'Nguyễn Thị Bích', 'Văn thư', ['clerk']],
  ['hocvu', 'Trần Quốc Toản', 'Học vụ', ['registrar']],
  ['quantri', 'Vũ Đình Khôi', 'Quản trị hệ thống', ['system-administrator']],
  ['gv.toan', 'Nguyễn Văn Hùng', 'Giáo viên', homeroom],
  ['gv.van', 'Lê Thị Thanh Hà', 'Giáo viên', homeroom],
  ['gv.anh', 'Đỗ Thị Phương Lan', 'Giáo viên', homeroom],
  ['gv.khtn1', 'Bùi Quang Minh', 'Giáo viên', teacher],
  ['gv.khtn2', 'Hoàng Thị Ngọc Diệp', 'Giáo viên', teacher],
  ['gv.gdcd', 'Tạ Thị Hồng Nhung', 'Giáo viên', teacher],
  ['gv.lsdl', 'Đặng Xuân Trường', 'Giáo viên', homeroom],
  ['gv.cn', 'Mai Văn Lực', 'Giáo viên', teacher],
  ['gv.tin', 'Ngô Hải Yến', 'Giáo viên', teacher],
  ['gv.gdtc', 'Trịnh Công Tuấn', 'Giáo viên', teacher],
  ['gv.nt', 'Phan Thùy Dương', 'Giáo viên', teacher],
  ['gv.gddp', 'Lã Thị Quyên', 'Giáo viên', teacher],
  ['gv.hdtn', 'Dương Đức Anh', 'Giáo viên', teacher],
  ['totruong.khtn', 'Vũ Thị Minh Nguyệt', 'Tổ trưởng chuyên môn', ['department-head']],
  ['phuhuynh.001', 'Nguyễn Thị Hạnh', 'Phụ huynh', ['guardian']],
  ['thanhtra', 'Trần Thị Kim Oanh', 'Thanh tra viên', ['auditor']],
  ['sogd', 'Phạm Đức Thịnh', 'Chuyên viên Sở Giáo dục và Đào tạo', ['authority-officer']],
]

/** Everybody of the accounts table; the clerk's uid is the organisation's, because the clerk's credential is the seal. */
export const demoPeople: readonly Person[] = accounts.map(([id, name, title, roles], index) => ({
  id,
  name: name.normalize('NFC'),
  title,
  roles,
  uid: id === 'vanthu' ? sealUid : citizen(index + 1),
}))

const subjectTeachers: readonly (readonly [person: string, subject: SubjectId])[] = [
  ['gv.van', 'VAN'],
  ['gv.toan', 'TOAN'],
  ['gv.anh', 'NN1'],
  ['gv.gdcd', 'GDCD'],
  ['gv.lsdl', 'LSDL'],
  ['gv.khtn1', 'KHTN'],
  ['gv.khtn2', 'KHTN'],
  ['gv.cn', 'CN'],
  ['gv.tin', 'TIN'],
  ['gv.gdtc', 'GDTC'],
  ['gv.nt', 'NT'],
  ['gv.gddp', 'GDDP'],
  ['gv.hdtn', 'HDTN'],
]

const homeroomTeachers: Readonly<Record<(typeof demoClasses)[number], string>> = {
  '6A': 'gv.van',
  '6B': 'gv.toan',
  '7A': 'gv.anh',
  '7B': 'gv.lsdl',
}

const assign = (person: string, scope: AssignmentScope): Assignment => ({ person, from: since, ...scope })

export const demoAssignments: readonly Assignment[] = [
  ...subjectTeachers.flatMap(([person, subject]) => demoClasses.map((id) => assign(person, { kind: 'teaches', class: id, subject }))),
  ...demoClasses.map((id) => assign(homeroomTeachers[id], { kind: 'homeroom', class: id })),
  assign('totruong.khtn', { kind: 'heads', subjects: ['TOAN', 'KHTN', 'CN', 'TIN'] }),
  assign('phuhuynh.001', { kind: 'guards', student: '6A-01' }),
]

/** Who writes a grid: its subject teachers, and the homeroom teacher alone in the homeroom grid. */
export function writersOf(className: string, subject: SubjectId): readonly [string, ...string[]] {
  const writers = demoAssignments
    .filter((one) => (subject === 'GVCN' ? one.kind === 'homeroom' : one.kind === 'teaches' && one.subject === subject))
    .filter((one) => 'class' in one && one.class === className)
    .map((one) => one.person)
  const [first, ...rest] = writers
  if (first === undefined) throw new RangeError(`nobody writes ${className} ${subject}`)
  return [first, ...rest]
}
