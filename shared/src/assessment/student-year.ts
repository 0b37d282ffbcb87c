import type { Periods } from './periods.ts'
import { type Title, title } from './circular-22/award.ts'
import { conductYear } from './circular-22/conduct.ts'
import { type Promotion, promotion } from './circular-22/promotion.ts'
import { type StudyLevel, studyLevel } from './circular-22/rating.ts'
import { type Reassessed, reassessable, studyAfterReassessment } from './circular-22/reassessment.ts'
import type { Explained } from './explained.ts'
import type { Level } from './level.ts'
import type { SubjectResult } from './subject-result.ts'

/** What a student's year is judged from: every subject's results, conduct of both terms, half-days absent. */
export interface YearCase {
  readonly subjects: readonly Periods<SubjectResult>[]
  readonly conduct: { readonly hk1: Level | null; readonly hk2: Level | null }
  /** `null` is undecided. */
  readonly absences: number | null
  readonly reassessed?: Reassessed
}

/** Art. 8-15 over one student: each value with how it came about. */
export interface StudentYear {
  readonly study: Periods<Explained<StudyLevel>>
  readonly conduct: { readonly hk1: Level | null; readonly hk2: Level | null; readonly cn: Explained<Level | null> }
  readonly title: Explained<Title | null>
  readonly promotion: Explained<Promotion | null>
  /** Subjects to be assessed again (art. 14); empty unless the promotion says so. */
  readonly again: readonly SubjectResult[]
}

/** One way for the board, the transcript and `hocba assess`. */
export function studentYear({ subjects, conduct, absences, reassessed }: YearCase): StudentYear {
  const year = subjects.map((subject) => subject.cn)
  const study = {
    hk1: studyLevel(subjects.map((subject) => subject.hk1)),
    hk2: studyLevel(subjects.map((subject) => subject.hk2)),
    cn: studyLevel(year),
  }
  const conductOfYear = conductYear(conduct.hk1, conduct.hk2)
  const verdict = { study: study.cn.value.level, conduct: conductOfYear.value }
  const after = reassessed === undefined ? null : studyAfterReassessment(year, reassessed).value
  const outcome = promotion({ ...verdict, absences, reassessed: after })
  return {
    study,
    conduct: { ...conduct, cn: conductOfYear },
    title: title({ ...verdict, results: year }),
    promotion: outcome,
    again: outcome.value === 're-assessment' ? reassessable(year) : [],
  }
}
