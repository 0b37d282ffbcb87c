export { type AssessOutput, type StudentOutcome, assess } from './assess.ts'
export { assessFile } from './assess-file.ts'
export { type AssessInput, type AssessStudent, type AssessSubject, type SubjectMarks, readAssessInput } from './assess-input.ts'
export { type TermAssessments, termAverage, termComment, yearAverage, yearComment } from './circular-22/average.ts'
export { type Title, type TitleCase, title, titleNames } from './circular-22/award.ts'
export { missingCells } from './circular-22/completeness.ts'
export { conductYear } from './circular-22/conduct.ts'
export { type Promotion, type PromotionCase, absenceLimit, promotion } from './circular-22/promotion.ts'
export { type StudyLevel, baseLevel, studyLevel } from './circular-22/rating.ts'
export { type Reassessed, reassessable, studyAfterReassessment } from './circular-22/reassessment.ts'
export { type PrimaryOutcome, type PrimaryOutput, assessPrimary } from './circular-27/assess.ts'
export { type PrimaryAward, type Recognition, primaryAward, primaryAwardNames } from './circular-27/award.ts'
export { type Completion, type Reassessment, type SubjectAgain, completion, resultAfterReassessment } from './circular-27/completion.ts'
export {
  type QualityLevel,
  type SubjectLevel,
  type YearResult,
  isQualityLevel,
  isSubjectLevel,
  qualityLevelNames,
  subjectLevelNames,
  yearResultName,
  yearResultNames,
} from './circular-27/level.ts'
export { type QualityResult, qualityYear } from './circular-27/quality.ts'
export { type PrimaryYear, yearResult } from './circular-27/result.ts'
export { type PrimarySubjectResult, subjectYear } from './circular-27/subject.ts'
export { type RowResult, explainTerm, explainYear } from './explain-row.ts'
export { type Explained } from './explained.ts'
export { gridResult } from './grid-result.ts'
export { type CommentLevel, type Level, isCommentLevel, isLevel, levelName, levelNames, levels } from './level.ts'
export { type Periods } from './periods.ts'
export { type InputFault } from './place.ts'
export {
  type PrimaryRulingName,
  type Rulebook,
  type RulebookId,
  type Ruling,
  type RulingName,
  circular22,
  circular27,
  rulebookFor,
  rulebookOf,
} from './rulebook.ts'
export { type CommentResult, type ScoredResult, type SubjectResult, showResult, subjectName, subjectResult } from './subject-result.ts'
export { type StudentYear, type YearCase, studentYear } from './student-year.ts'
