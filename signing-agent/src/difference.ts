import { formatTenths, isTenths } from '@hocba/shared/core'
import { type CellValue, columnsOf, formatCell, parseGridId } from '@hocba/shared/grid'
import { birthDay, levelName, promotionName, titleName } from '@hocba/shared/pdf'
import type { GridSnapshot, Snapshot, TranscriptSnapshot } from '@hocba/shared/snapshot'

/** What reads otherwise in the version that is to be signed; all three as a person reads them. */
export interface Difference {
  readonly place: string
  readonly before: string
  readonly after: string
}

/** Of two versions of the same grid or transcript, in the order of the newer one; what is only in the older one comes last. */
export function differences(before: Snapshot, after: Snapshot): readonly Difference[] {
  const [old, now] = [readings(before), readings(after)]
  return [...new Set([...now.keys(), ...old.keys()])]
    .map((place) => ({ place, before: old.get(place) ?? '', after: now.get(place) ?? '' }))
    .filter((one) => one.before !== one.after)
}

type Readings = ReadonlyMap<string, string>

/** Everything that a version says of students, by where it stands. */
const readings = (snapshot: Snapshot): Readings =>
  snapshot.format === 'hocba-grid-1' ? gridReadings(snapshot) : transcriptReadings(snapshot)

function gridReadings({ grid, students, amendments }: GridSnapshot): Readings {
  const name = parseGridId(grid)
  const columns = name === undefined ? [] : columnsOf(name)
  const rows = students.flatMap(({ id, name: student, birthDate, values, computed, remark }) =>
    [
      ['ngày sinh', birthDay(birthDate)],
      ...columns.map((column) => [column.name, formatCell(column.value, values[column.id] ?? null)]),
      ['trung bình học kì', result(computed.tb)],
      ['trung bình cả năm', result(computed.cn)],
      ['nhận xét', remark],
    ].map(([what, text = '']): [string, string] => [`${student} (${id}): ${what}`, text]),
  )
  const corrections = amendments.map(({ amendment, cell, reason }): [string, string] => [`Chỉnh lí ${amendment}, ô ${cell}: lí do`, reason])
  return new Map([...rows, ...corrections])
}

function transcriptReadings(snapshot: TranscriptSnapshot): Readings {
  const { student, subjects, study, conduct } = snapshot
  return new Map([
    ['Họ và tên', student.name],
    ['Ngày sinh', birthDay(student.birthDate)],
    ['Giới tính', student.gender === 'male' ? 'Nam' : 'Nữ'],
    ['Mã định danh', student.personalId],
    ['Lớp', snapshot.class],
    ...subjects.flatMap((subject): readonly [string, string][] => [
      ...terms.map(([term, words]): [string, string] => [`${subject.name}: ${words}`, result(subject[term])]),
      [`${subject.name}: nhận xét`, subject.remark],
    ]),
    ...terms.flatMap(([term, words]): readonly [string, string][] => [
      [`Kết quả học tập ${words}`, levelName(study[term]) + (snapshot.adjusted[term] ? ' (điều chỉnh)' : '')],
      [`Kết quả rèn luyện ${words}`, levelName(conduct[term])],
    ]),
    ['Số buổi nghỉ cả năm', String(snapshot.absences)],
    ['Kết quả cuối năm học', promotionName(snapshot.promotion)],
    ['Khen thưởng', titleName(snapshot.title)],
    ['Nhận xét của giáo viên chủ nhiệm', snapshot.remark],
  ])
}

const terms = [
  ['hk1', 'học kì I'],
  ['hk2', 'học kì II'],
  ['cn', 'cả năm'],
] as const

const result = (value: CellValue | undefined): string =>
  isTenths(value) ? formatTenths(value, { fixed: true }) : formatCell('comment', value ?? null)
