import { type Tenths, formatTenths } from '../../core/tenths.ts'
import { primarySubjectNamed } from '../../school/primary-subject.ts'
import { type Explained, explained } from '../explained.ts'
import { articleOf, circular27, rulingStep } from '../rulebook.ts'
import { type SubjectLevel, subjectLevelNames } from './level.ts'

/** What one subject contributes to the year: its level and, where art. 7.2b asks for one, its test; `null` is undecided. */
export interface PrimarySubjectResult {
  readonly subject: string
  readonly level: SubjectLevel | null
  /** Absent in subjects without a test. */
  readonly test?: Tenths | null
}

const article = articleOf(circular27, '7')

/** The subject's year is its end-of-year level: a term I that went worse does not count. */
export function subjectYear(hk2: SubjectLevel | null): Explained<SubjectLevel | null> {
  const level = hk2 === null ? 'chưa có' : subjectLevelNames[hk2]
  return explained(hk2, article, [`Mức cuối năm học: ${level}.`, rulingStep(circular27, 'yearEnd')])
}

export const isDecided = ({ level, test }: PrimarySubjectResult): boolean => level !== null && test !== null

/** The name as printed; a subject outside the prescribed list keeps its id. */
export const primarySubjectName = (id: string): string => primarySubjectNamed(id)?.name ?? id

/** `Toán Hoàn thành`; a missing level or test is said. */
export function showLevel({ subject, level }: PrimarySubjectResult): string {
  return `${primarySubjectName(subject)} ${level === null ? 'chưa có mức' : subjectLevelNames[level]}`
}

/** `Toán 8` */
export function showTest({ subject, test }: PrimarySubjectResult): string {
  return `${primarySubjectName(subject)} ${test === undefined || test === null ? 'chưa có điểm' : formatTenths(test)}`
}
