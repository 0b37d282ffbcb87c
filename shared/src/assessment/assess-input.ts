import { type Result, err, ok } from '../core/result.ts'
import { type Tenths, tenthsFromNumber } from '../core/tenths.ts'
import { isCellValue } from '../grid/cell.ts'
import type { TermAssessments } from './circular-22/average.ts'
import type { Reassessed } from './circular-22/reassessment.ts'
import { type CommentLevel, type Level, isCommentLevel, isLevel } from './level.ts'
import { type InputFault, type Place, closed, elements, isUndecided, keysOf, member, readId, refuse, rootPlace } from './place.ts'
import { type RulebookId, circular22 } from './rulebook.ts'

export interface AssessInput {
  readonly rulebook: RulebookId
  readonly subjects: readonly AssessSubject[]
  readonly students: readonly AssessStudent[]
}

export interface AssessSubject {
  readonly id: string
  readonly kind: 'scored' | 'comment'
  readonly regularCount: number
}

/** The two terms of one subject, marks already in tenths. */
export type SubjectMarks =
  | {
      readonly subject: AssessSubject
      readonly kind: 'scored'
      readonly hk1: TermAssessments<Tenths>
      readonly hk2: TermAssessments<Tenths>
    }
  | {
      readonly subject: AssessSubject
      readonly kind: 'comment'
      readonly hk1: TermAssessments<CommentLevel>
      readonly hk2: TermAssessments<CommentLevel>
    }

export interface AssessStudent {
  readonly id: string
  /** One entry a subject of the file, in its order; what the file leaves out is undecided. */
  readonly marks: readonly SubjectMarks[]
  readonly conduct: { readonly hk1: Level | null; readonly hk2: Level | null }
  readonly absences: number | null
  readonly reassessed: Reassessed
}

/** Reads the file of `hocba assess`; the first fault in reading order is the answer. */
export function readAssessInput(input: unknown): Result<AssessInput, InputFault> {
  const root = rootPlace(input)
  keysOf(root)
  const rulebook = readRulebook(member(root, 'rulebook'))
  const subjects = readSubjects(member(root, 'subjects'))
  const students = readStudents(member(root, 'students'), subjects)
  const [fault] = root.faults
  if (fault) return err(fault)
  return ok({ rulebook, subjects, students })
}

function readRulebook(place: Place): RulebookId {
  if (place.value !== circular22.id) refuse(place, 'Bộ quy định phải là TT22/2021.')
  return circular22.id
}

function readSubjects(place: Place): readonly AssessSubject[] {
  const taken = new Set<string>()
  return elements(place).map((subject) => ({
    id: readId(member(subject, 'id'), taken),
    kind: readKind(member(subject, 'kind')),
    regularCount: readRegularCount(member(subject, 'regularCount')),
  }))
}

function readKind(place: Place): AssessSubject['kind'] {
  if (place.value === 'scored' || place.value === 'comment') return place.value
  refuse(place, 'Loại môn là "scored" (điểm số) hoặc "comment" (nhận xét).')
  return 'scored'
}

function readRegularCount(place: Place): number {
  const { value } = place
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 20) return value
  refuse(place, 'Số lần đánh giá thường xuyên là số nguyên từ 1 đến 20.')
  return 1
}

function readStudents(place: Place, subjects: readonly AssessSubject[]): readonly AssessStudent[] {
  const taken = new Set<string>()
  return elements(place).map((student) => ({
    id: readId(member(student, 'id'), taken),
    marks: readMarks(member(student, 'marks'), subjects),
    conduct: readConduct(member(student, 'conduct')),
    absences: readAbsences(member(student, 'absences')),
    reassessed: readReassessed(member(student, 'reassessed'), subjects),
  }))
}

const unknownSubject = 'Môn này không có trong danh sách môn học.'

function readMarks(place: Place, subjects: readonly AssessSubject[]): readonly SubjectMarks[] {
  closed(place, (key) => subjects.some((subject) => subject.id === key), unknownSubject)
  return subjects.map((subject) => readSubjectMarks(member(place, subject.id), subject))
}

function readSubjectMarks(place: Place, subject: AssessSubject): SubjectMarks {
  closed(place, (key) => key === 'hk1' || key === 'hk2', 'Chỉ có học kì hk1 và hk2.')
  const hk1 = member(place, 'hk1')
  const hk2 = member(place, 'hk2')
  if (subject.kind === 'scored') return { subject, kind: 'scored', hk1: readTerm(hk1, readMark), hk2: readTerm(hk2, readMark) }
  return { subject, kind: 'comment', hk1: readTerm(hk1, readComment), hk2: readTerm(hk2, readComment) }
}

function readTerm<Value>(place: Place, read: (place: Place) => Value | null): TermAssessments<Value> {
  closed(place, (key) => key === 'tx' || key === 'gk' || key === 'ck', 'Học kì chỉ gồm tx, gk và ck.')
  const tx = member(place, 'tx')
  return { tx: isUndecided(tx) ? [] : elements(tx).map(read), gk: read(member(place, 'gk')), ck: read(member(place, 'ck')) }
}

function readMark(place: Place): Tenths | null {
  if (isUndecided(place)) return null
  const mark = typeof place.value === 'number' ? tenthsFromNumber(place.value) : undefined
  if (mark?.ok) return mark.value
  refuse(place, 'Điểm là số từ 0 đến 10, nhiều nhất một chữ số thập phân.')
  return null
}

function readComment(place: Place): CommentLevel | null {
  if (isUndecided(place)) return null
  if (isCommentLevel(place.value)) return place.value
  refuse(place, 'Nhận xét là "D" (Đạt) hoặc "CD" (Chưa đạt).')
  return null
}

function readConduct(place: Place): AssessStudent['conduct'] {
  closed(place, (key) => key === 'hk1' || key === 'hk2', 'Chỉ có học kì hk1 và hk2.')
  return { hk1: readLevel(member(place, 'hk1')), hk2: readLevel(member(place, 'hk2')) }
}

function readLevel(place: Place): Level | null {
  if (isUndecided(place)) return null
  if (isLevel(place.value)) return place.value
  refuse(place, 'Mức là "T", "K", "D" hoặc "CD".')
  return null
}

function readAbsences(place: Place): number | null {
  if (isUndecided(place)) return null
  if (typeof place.value === 'number' && isCellValue('absences', place.value)) return place.value
  refuse(place, 'Số buổi nghỉ là số nguyên từ 0 đến 400.')
  return null
}

function readReassessed(place: Place, subjects: readonly AssessSubject[]): Reassessed {
  closed(place, (key) => subjects.some((subject) => subject.id === key), unknownSubject)
  const named = new Set(keysOf(place))
  const again = subjects.filter((subject) => named.has(subject.id))
  return new Map(
    again.map((subject) => {
      const value = member(place, subject.id)
      return [subject.id, subject.kind === 'scored' ? readMark(value) : readComment(value)]
    }),
  )
}
