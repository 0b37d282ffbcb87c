/** Primary school (tiểu học): grades 1 to 5. */
export const primaryGrades = [1, 2, 3, 4, 5] as const

export const isPrimary = (grade: number): boolean => primaryGrades.some((one) => one === grade)

/** Giữa kì, cuối kì. */
export type AssessmentPeriod = 'gk' | 'ck'

/** What the grid of a primary subject holds; it depends on the grade of the class. */
export interface PrimaryForm {
  readonly grade: number
  /** Periods with a test that is marked from 0 to 10 (Circular 27 art. 7.2b). */
  readonly tests: readonly AssessmentPeriod[]
}

interface Listed {
  readonly id: string
  readonly name: string
  /** `level`: T/H/C of a subject; `quality`: qualities and competences; `homeroom`: absences. */
  readonly kind: 'level' | 'quality' | 'homeroom'
  readonly from: number
  readonly to: number
  /** A test at the end of each term. */
  readonly test?: true
  /** A midterm test as well, from this grade on. */
  readonly midtermFrom?: number
}

/**
 * The subjects of the general education programme of 2018 in the order of the prescribed form, then the two grids of the homeroom
 * teacher. Informatics and technology are one subject with two entries in the form; a foreign language is optional before grade 3.
 */
const listed = [
  { id: 'TV', name: 'Tiếng Việt', kind: 'level', from: 1, to: 5, test: true, midtermFrom: 4 },
  { id: 'TOAN', name: 'Toán', kind: 'level', from: 1, to: 5, test: true, midtermFrom: 4 },
  { id: 'NN1', name: 'Ngoại ngữ 1', kind: 'level', from: 3, to: 5, test: true },
  { id: 'DD', name: 'Đạo đức', kind: 'level', from: 1, to: 5 },
  { id: 'TNXH', name: 'Tự nhiên và Xã hội', kind: 'level', from: 1, to: 3 },
  { id: 'KH', name: 'Khoa học', kind: 'level', from: 4, to: 5, test: true },
  { id: 'LSDL', name: 'Lịch sử và Địa lí', kind: 'level', from: 4, to: 5, test: true },
  { id: 'TIN', name: 'Tin học và Công nghệ (Tin học)', kind: 'level', from: 3, to: 5, test: true },
  { id: 'CN', name: 'Tin học và Công nghệ (Công nghệ)', kind: 'level', from: 3, to: 5, test: true },
  { id: 'GDTC', name: 'Giáo dục thể chất', kind: 'level', from: 1, to: 5 },
  { id: 'AN', name: 'Nghệ thuật (Âm nhạc)', kind: 'level', from: 1, to: 5 },
  { id: 'MT', name: 'Nghệ thuật (Mĩ thuật)', kind: 'level', from: 1, to: 5 },
  { id: 'HDTN', name: 'Hoạt động trải nghiệm', kind: 'level', from: 1, to: 5 },
  { id: 'PCNL', name: 'Phẩm chất và năng lực', kind: 'quality', from: 1, to: 5 },
  { id: 'GVCN', name: 'Sổ chủ nhiệm (chuyên cần)', kind: 'homeroom', from: 1, to: 5 },
] as const satisfies readonly Listed[]

export type PrimarySubjectId = (typeof listed)[number]['id']

export interface PrimarySubject {
  readonly id: PrimarySubjectId
  readonly name: string
  readonly kind: Listed['kind']
  /** Regular assessment is by comment only (art. 6): no cell of the grid holds it. */
  readonly regularCount: 0
  readonly primary: PrimaryForm
}

function periodsOf({ test, midtermFrom }: Listed, grade: number): readonly AssessmentPeriod[] {
  if (test !== true) return []
  return midtermFrom !== undefined && grade >= midtermFrom ? ['gk', 'ck'] : ['ck']
}

const inGrade = (grade: number): readonly PrimarySubject[] =>
  listed
    .filter(({ from, to }) => from <= grade && grade <= to)
    .map((one) => ({ id: one.id, name: one.name, kind: one.kind, regularCount: 0, primary: { grade, tests: periodsOf(one, grade) } }))

const byGrade: ReadonlyMap<number, readonly PrimarySubject[]> = new Map(primaryGrades.map((grade) => [grade, inGrade(grade)]))

/** The subjects of a primary grade with their tests; `undefined` where the grade is no primary one. */
export const primarySubjectsOf = (grade: number): readonly PrimarySubject[] | undefined => byGrade.get(grade)

/** A primary subject by id, as in the first grade that has it: for its name only. */
export const primarySubjectNamed = (id: string): PrimarySubject | undefined =>
  [...byGrade.values()].flat().find((subject) => subject.id === id)

export const primarySubjectIds: readonly PrimarySubjectId[] = listed.map(({ id }) => id)
