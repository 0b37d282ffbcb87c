export { type Assignment, type AssignmentScope, inForce } from './assignment.ts'
export { type SchoolClass, gradeOf } from './class.ts'
export { type Person } from './person.ts'
export { type AssessmentPeriod, type PrimaryForm, type PrimarySubjectId, isPrimary, primaryGrades } from './primary-subject.ts'
export { type Quality, type QualityGroup, type QualityId, isQualityId, qualities, qualitiesOf } from './quality.ts'
export { type School, yearLabel } from './school.ts'
export { type Gender, type Student, isPersonalId, maskPersonalId, maskPersonalIds } from './student.ts'
export {
  type SecondarySubjectId,
  type Subject,
  type SubjectId,
  type SubjectKind,
  isKeptByHomeroom,
  isSubjectId,
  studySubjects,
  subjectIds,
  subjectIn,
  subjectOf,
  subjects,
  subjectsOf,
} from './subject.ts'
