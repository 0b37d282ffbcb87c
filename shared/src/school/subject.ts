/** How a subject is assessed: by marks, by comment (Đ/CĐ), or not at all (the homeroom grid: conduct and absences). */
export type SubjectKind = 'scored' | 'comment' | 'homeroom'

export interface Subject {
  readonly id: SubjectId
  readonly name: string
  readonly kind: SubjectKind
  /** Number of regular marks a term (Circular 22 art. 6.2b; 2 for comment-assessed subjects). */
  readonly regularCount: number
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

export type SubjectId = (typeof subjects)[number]['id']

export const isSubjectId = (id: string): id is SubjectId => subjects.some((subject) => subject.id === id)

export const subjectOf = (id: SubjectId): Subject => subjects.find((subject) => subject.id === id) as Subject

/** The subjects that give study results: every one but the homeroom grid. */
export const studySubjects: readonly Subject[] = subjects.filter((subject) => subject.kind !== 'homeroom')
