import {
  type Completion,
  type Explained,
  type PrimaryAward,
  type YearResult,
  completion,
  isQualityLevel,
  isSubjectLevel,
  primaryAward,
  qualityYear,
  subjectYear,
  yearResult,
} from '@hocba/shared/assessment'
import { isTenths } from '@hocba/shared/core'
import { qualitiesOf, subjectsOf } from '@hocba/shared/school'
import type { Cells } from './year.ts'

/** What Circular 27 says of a pupil's year; recognition by the class (art. 13) is not in the grids, so only Xuất sắc is named. */
export interface PrimaryVerdict {
  readonly result: Explained<YearResult | null>
  readonly award: Explained<PrimaryAward | null>
  readonly completion: Explained<Completion | null>
}

export function primaryVerdict(grade: number, cells: Cells): PrimaryVerdict {
  const subjects = subjectsOf(grade)
    .filter(({ kind }) => kind === 'level')
    .map((subject) => {
      const row = cells(subject, 'HK2')
      const level = row.get('mck')
      const test = row.get('ktck')
      return {
        subject: subject.id,
        level: subjectYear(isSubjectLevel(level) ? level : null).value,
        ...(row.has('ktck') ? { test: isTenths(test) ? test : null } : {}),
      }
    })
  const kept = subjectsOf(grade).find(({ kind }) => kind === 'quality')
  const qualities = qualitiesOf(grade).map(({ id }) => {
    const level = kept && cells(kept, 'HK2').get(`${id}ck`)
    return { quality: id, level: qualityYear(isQualityLevel(level) ? level : null).value }
  })
  const result = yearResult({ subjects, qualities })
  return { result, award: primaryAward(result.value, null), completion: completion(grade, result.value) }
}
