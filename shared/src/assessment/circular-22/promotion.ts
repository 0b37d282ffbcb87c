import { type Explained, explained } from '../explained.ts'
import { type Level, levelName, levelNames } from '../level.ts'
import { articleOf, circular22, rulingStep } from '../rulebook.ts'

export type Promotion = 'promoted' | 'retained' | 're-assessment' | 'summer-training' | 'decision-required'

export interface PromotionCase {
  /** Study and conduct level of the year, before re-assessment and summer training. */
  readonly study: Level | null
  readonly conduct: Level | null
  /** Half-days absent in the year; `null` is undecided. */
  readonly absences: number | null
  /** Study level after re-assessment (`studyAfterReassessment`); absent or `null` while there is none. */
  readonly reassessed?: Level | null
  /** Conduct level after summer training (art. 13); absent or `null` while there is none. */
  readonly trained?: Level | null
}

/** Art. 12.1c: 45 half-days may be missed, the 46th retains. */
export const absenceLimit = 45

const articlePromotion = articleOf(circular22, '12')
const articleTraining = articleOf(circular22, '13')
const articleReassessment = articleOf(circular22, '14')

/** Art. 12-14: what happens to the student after the year; `null` while study, conduct or absences are undecided. */
export function promotion(student: PromotionCase): Explained<Promotion | null> {
  const { study, conduct, absences } = student
  const facts = `Học tập cả năm ${levelName(study)}, rèn luyện cả năm ${levelName(conduct)}, nghỉ ${absences ?? 'chưa có số'} buổi.`
  if (study === null || conduct === null || absences === null) return explained(null, articlePromotion, [facts, 'Chưa xét lên lớp.'])
  if (absences > absenceLimit) {
    return explained('retained', articlePromotion, [facts, `Nghỉ quá ${absenceLimit} buổi trong một năm học: không được lên lớp.`])
  }
  const after = afterSummer(study, conduct, student)
  const outcome = outcomeOf(after)
  return explained(outcome.value, outcome.rule, [facts, ...afterSteps(after), ...outcome.steps])
}

/** The two levels as they stand after the summer, and whether each was tried again. */
interface AfterSummer {
  readonly study: Level
  readonly conduct: Level
  readonly retried: boolean
  readonly trained: boolean
}

/** Only a level of Chưa đạt is tried again: a value entered for anybody else changes nothing. */
function afterSummer(study: Level, conduct: Level, { reassessed, trained }: PromotionCase): AfterSummer {
  const again = study === 'CD' ? (reassessed ?? null) : null
  const summer = conduct === 'CD' ? (trained ?? null) : null
  return { study: again ?? study, conduct: summer ?? conduct, retried: again !== null, trained: summer !== null }
}

function outcomeOf({ study, conduct, retried, trained }: AfterSummer): Explained<Promotion> {
  if (study === 'CD' && retried) return explained('retained', articleReassessment, ['Đánh giá lại vẫn Chưa đạt: không được lên lớp.'])
  if (conduct === 'CD' && trained) return explained('retained', articleTraining, ['Rèn luyện hè vẫn Chưa đạt: không được lên lớp.'])
  if (study !== 'CD' && conduct !== 'CD') return explained('promoted', articlePromotion, ['Đủ điều kiện: được lên lớp.'])
  if (study !== 'CD') return explained('summer-training', articleTraining, ['Rèn luyện Chưa đạt: rèn luyện trong kì nghỉ hè.'])
  if (conduct === 'CD' || trained) return explained('decision-required', articleReassessment, [rulingStep(circular22, 'bothNotYet')])
  return explained('re-assessment', articleReassessment, ['Học tập Chưa đạt: kiểm tra, đánh giá lại trong hè.'])
}

function afterSteps(after: AfterSummer): readonly string[] {
  return [
    ...(after.retried ? [`Sau đánh giá lại, học tập ${levelNames[after.study]}.`, rulingStep(circular22, 'reassessment')] : []),
    ...(after.trained ? [`Sau rèn luyện hè, rèn luyện ${levelNames[after.conduct]}.`] : []),
  ]
}
