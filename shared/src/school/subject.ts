import { type PrimaryForm, type PrimarySubjectId, primarySubjectIds, primarySubjectNamed, primarySubjectsOf } from './primary-subject.ts'

/**
 * How a subject is assessed. Secondary: by marks, by comment (Đ/CĐ), or not at all (the homeroom grid: conduct and absences).
 * Primary: by levels (T/H/C), or as qualities and competences (T/Đ/C).
 */
export type SubjectKind = 'scored' | 'comment' | 'homeroom' | 'level' | 'quality'

export interface Subject {
  readonly id: SubjectId
  readonly name: string
  readonly kind: SubjectKind
  /** Number of regular marks a term (Circular 22 art. 6.2b; 2 for comment-assessed subjects). */
  readonly regularCount: number
  /** Of a primary class only (Circular 27). */
  readonly primary?: PrimaryForm
}

/** Lower secondary subjects in the order of the prescribed gradebook, then the homeroom grid. */
export const subjects = [
  { id: 'VAN', name: 'Ngữ văn', kind: 'scored', regularCount: 4 },
  { id: 'TOAN', name: 'Toán', kind: 'scored', regularCount: 4 },
  { id: 'NN1', name: 'Ngoại ngữ 1', kind: 'scored', regularCount: 4 },
  { id: 'GDCD', name: 'Giáo dục công dân', kind: 'scored', regularCount: 2 },
  { id: 'LSDL', name: 'Lịch sử và Địa lí', kind: 'scored', regularCount: 4 },
  { id: 'KHTN', name: 'Khoa học tự nhiên', kind: 'scored', regularCount: 4 },
  { id: 'CN', name: 'Công nghệ', kind: 'scored', regularCount: 2 },
  { id: 'TIN', name: 'Tin học', kind: 'scored', regularCount: 2 },
  { id: 'GDTC', name: 'Giáo dục thể chất', kind: 'comment', regularCount: 2 },
  { id: 'NT', name: 'Nghệ thuật', kind: 'comment', regularCount: 2 },
  { id: 'GDDP', name: 'Nội dung giáo dục của địa phương', kind: 'comment', regularCount: 2 },
  { id: 'HDTN', name: 'Hoạt động trải nghiệm, hướng nghiệp', kind: 'comment', regularCount: 2 },
  { id: 'GVCN', name: 'Sổ chủ nhiệm (rèn luyện, chuyên cần)', kind: 'homeroom', regularCount: 0 },
] as const satisfies readonly { id: string; name: string; kind: SubjectKind; regularCount: number }[]

export type SecondarySubjectId = (typeof subjects)[number]['id']

export type SubjectId = SecondarySubjectId | PrimarySubjectId

/** Every id of any level of schooling, secondary ones first. */
export const subjectIds: readonly SubjectId[] = [...new Set<SubjectId>([...subjects.map(({ id }) => id), ...primarySubjectIds])]

export const isSubjectId = (id: string): id is SubjectId => subjectIds.some((one) => one === id)

/** By id alone; an id of both levels is the secondary subject. Where the class is known, `subjectIn` is the one to ask. */
export const subjectOf = (id: SubjectId): Subject => (subjects.find((one) => one.id === id) ?? primarySubjectNamed(id)) as Subject

/** The subjects of a class by its grade, the homeroom teacher's grids last. */
export const subjectsOf = (grade: number): readonly Subject[] => primarySubjectsOf(grade) ?? subjects

export const subjectIn = (grade: number, id: string): Subject | undefined => subjectsOf(grade).find((one) => one.id === id)

/** Grids that the homeroom teacher keeps and signs in the subject teacher's stead (Circular 27 art. 8: also qualities). */
export const isKeptByHomeroom = ({ kind }: { readonly kind: SubjectKind }): boolean => kind === 'homeroom' || kind === 'quality'

/** The subjects of lower secondary that give study results: every one but the homeroom grid. */
export const studySubjects: readonly Subject[] = subjects.filter((subject) => subject.kind !== 'homeroom')
