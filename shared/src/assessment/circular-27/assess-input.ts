import { type Result, err, ok } from '../../core/result.ts'
import { type Tenths, tenthsFromNumber } from '../../core/tenths.ts'
import { isCellValue } from '../../grid/cell.ts'
import { isPrimary } from '../../school/primary-subject.ts'
import { type Quality, qualitiesOf } from '../../school/quality.ts'
import { type InputFault, type Place, closed, elements, isUndecided, keysOf, member, readId, refuse, rootPlace } from '../place.ts'
import type { Recognition } from './award.ts'
import type { Reassessment, SubjectAgain } from './completion.ts'
import { type QualityLevel, type SubjectLevel, isQualityLevel, isSubjectLevel } from './level.ts'

export interface PrimaryInput {
  readonly grade: number
  readonly students: readonly PrimaryStudent[]
}

export interface PrimaryAssessSubject {
  readonly id: string
  /** `tested`: level and an end-of-term test; `level`: level alone. */
  readonly kind: 'tested' | 'level'
}

export interface Terms<Value> {
  readonly hk1: Value
  readonly hk2: Value
}

/** One term of one subject as far as the year asks for it: the end of the term. */
export interface TermEnd {
  readonly level: SubjectLevel | null
  readonly test: Tenths | null
}

export interface PrimaryStudent {
  readonly id: string
  /** One entry a subject of the file, in its order; what the file leaves out is undecided. */
  readonly marks: readonly (Terms<TermEnd> & { readonly subject: PrimaryAssessSubject })[]
  /** One entry a quality or competence of the grade. */
  readonly qualities: readonly (Terms<QualityLevel | null> & { readonly quality: Quality })[]
  readonly recognition: Recognition | null
  readonly reassessed: Reassessment
}

/** Reads a file of `hocba assess` for a primary class; the first fault in reading order is the answer. */
export function readPrimaryInput(input: unknown): Result<PrimaryInput, InputFault> {
  const root = rootPlace(input)
  keysOf(root)
  const rulebook = member(root, 'rulebook')
  if (rulebook.value !== 'TT27/2020') refuse(rulebook, 'Bộ quy định phải là TT27/2020.')
  const grade = readGrade(member(root, 'grade'))
  const subjects = readSubjects(member(root, 'subjects'))
  const students = readStudents(member(root, 'students'), subjects, qualitiesOf(grade))
  const [fault] = root.faults
  return fault ? err(fault) : ok({ grade, students })
}

function readGrade(place: Place): number {
  if (typeof place.value === 'number' && isPrimary(place.value)) return place.value
  refuse(place, 'Khối lớp là số nguyên từ 1 đến 5.')
  return 1
}

function readSubjects(place: Place): readonly PrimaryAssessSubject[] {
  const taken = new Set<string>()
  return elements(place).map((subject) => ({ id: readId(member(subject, 'id'), taken), kind: readKind(member(subject, 'kind')) }))
}

function readKind(place: Place): PrimaryAssessSubject['kind'] {
  if (place.value === 'tested' || place.value === 'level') return place.value
  refuse(place, 'Loại môn là "tested" (có bài kiểm tra định kì) hoặc "level" (chỉ có mức).')
  return 'level'
}

function readStudents(place: Place, subjects: readonly PrimaryAssessSubject[], wanted: readonly Quality[]): readonly PrimaryStudent[] {
  const taken = new Set<string>()
  return elements(place).map((student) => ({
    id: readId(member(student, 'id'), taken),
    marks: readMarks(member(student, 'marks'), subjects),
    qualities: readQualities(member(student, 'qualities'), wanted),
    recognition: readRecognition(member(student, 'recognition')),
    reassessed: readReassessed(member(student, 'reassessed'), subjects, wanted),
  }))
}

const unknownSubject = 'Môn này không có trong danh sách môn học.'
const unknownQuality = 'Khối lớp này không đánh giá phẩm chất, năng lực có mã như vậy.'
const unknownTerm = 'Chỉ có học kì hk1 và hk2.'
const isTerm = (key: string): boolean => key === 'hk1' || key === 'hk2'

function readMarks(place: Place, subjects: readonly PrimaryAssessSubject[]): PrimaryStudent['marks'] {
  closed(place, (key) => subjects.some((subject) => subject.id === key), unknownSubject)
  return subjects.map((subject) => {
    const marks = member(place, subject.id)
    closed(marks, isTerm, unknownTerm)
    return { subject, hk1: readTerm(member(marks, 'hk1'), subject), hk2: readTerm(member(marks, 'hk2'), subject) }
  })
}

/** The midterm is checked and not used: the year is the end of the year. */
function readTerm(place: Place, { kind }: PrimaryAssessSubject): TermEnd {
  const known = kind === 'tested' ? ['mgk', 'ktgk', 'mck', 'ktck'] : ['mgk', 'mck']
  closed(place, (key) => known.includes(key), `Học kì của môn này chỉ gồm ${known.join(', ')}.`)
  readLevel(member(place, 'mgk'))
  readTest(member(place, 'ktgk'))
  return { level: readLevel(member(place, 'mck')), test: readTest(member(place, 'ktck')) }
}

function readLevel(place: Place): SubjectLevel | null {
  if (isUndecided(place) || isSubjectLevel(place.value)) return isSubjectLevel(place.value) ? place.value : null
  refuse(place, 'Mức đạt được là "T" (Hoàn thành tốt), "H" (Hoàn thành) hoặc "C" (Chưa hoàn thành).')
  return null
}

function readTest(place: Place): Tenths | null {
  if (isUndecided(place)) return null
  const mark = typeof place.value === 'number' ? tenthsFromNumber(place.value) : undefined
  if (mark?.ok && isCellValue('test', mark.value)) return mark.value
  refuse(place, 'Điểm bài kiểm tra định kì là số nguyên từ 0 đến 10, không có điểm thập phân.')
  return null
}

function readQualities(place: Place, wanted: readonly Quality[]): PrimaryStudent['qualities'] {
  closed(place, (key) => wanted.some((one) => one.id === key), unknownQuality)
  return wanted.map((quality) => {
    const levels = member(place, quality.id)
    closed(levels, isTerm, unknownTerm)
    return { quality, hk1: readPeriods(member(levels, 'hk1')), hk2: readPeriods(member(levels, 'hk2')) }
  })
}

function readPeriods(place: Place): QualityLevel | null {
  closed(place, (key) => key === 'gk' || key === 'ck', 'Học kì chỉ gồm gk và ck.')
  readQuality(member(place, 'gk'))
  return readQuality(member(place, 'ck'))
}

function readQuality(place: Place): QualityLevel | null {
  if (isUndecided(place) || isQualityLevel(place.value)) return isQualityLevel(place.value) ? place.value : null
  refuse(place, 'Mức là "T" (Tốt), "D" (Đạt) hoặc "C" (Cần cố gắng).')
  return null
}

function readRecognition(place: Place): Recognition | null {
  if (isUndecided(place)) return null
  closed(place, (key) => key === 'merit' || key === 'byClass', 'Ghi nhận chỉ gồm merit và byClass.')
  return { merit: readFlag(member(place, 'merit')), byClass: readFlag(member(place, 'byClass')) }
}

function readFlag(place: Place): boolean {
  if (!isUndecided(place) && typeof place.value !== 'boolean') refuse(place, 'Phải là true hoặc false.')
  return place.value === true
}

function readReassessed(place: Place, subjects: readonly PrimaryAssessSubject[], wanted: readonly Quality[]): Reassessment {
  closed(place, (key) => key === 'marks' || key === 'qualities', 'Đánh giá bổ sung chỉ gồm marks và qualities.')
  const marks = member(place, 'marks')
  const levels = member(place, 'qualities')
  closed(marks, (key) => subjects.some((subject) => subject.id === key), unknownSubject)
  closed(levels, (key) => wanted.some((one) => one.id === key), unknownQuality)
  const named = new Set(keysOf(marks))
  const again = subjects.filter((subject) => named.has(subject.id))
  return {
    subjects: new Map(again.map((subject) => [subject.id, readAgain(member(marks, subject.id), subject)])),
    qualities: new Map(keysOf(levels).map((id) => [id, readQuality(member(levels, id))])),
  }
}

function readAgain(place: Place, { kind }: PrimaryAssessSubject): SubjectAgain {
  const known = kind === 'tested' ? ['mck', 'ktck'] : ['mck']
  closed(place, (key) => known.includes(key), `Đánh giá bổ sung của môn này chỉ gồm ${known.join(', ')}.`)
  const named = keysOf(place)
  return {
    ...(named.includes('mck') ? { level: readLevel(member(place, 'mck')) } : {}),
    ...(named.includes('ktck') ? { test: readTest(member(place, 'ktck')) } : {}),
  }
}
