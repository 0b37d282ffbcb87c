/** What Circular 27 art. 5 asks a class to keep beside subjects: qualities (phẩm chất), general and specific competences (năng lực). */
export type QualityGroup = 'quality' | 'general' | 'specific'

export interface Quality {
  readonly id: QualityId
  readonly name: string
  readonly group: QualityGroup
  /** First grade that is assessed: technology and informatics are taught from grade 3. */
  readonly from: number
}

/** In the order of the prescribed form. */
export const qualities = [
  { id: 'pcyn', name: 'Yêu nước', group: 'quality', from: 1 },
  { id: 'pcna', name: 'Nhân ái', group: 'quality', from: 1 },
  { id: 'pccc', name: 'Chăm chỉ', group: 'quality', from: 1 },
  { id: 'pctt', name: 'Trung thực', group: 'quality', from: 1 },
  { id: 'pctn', name: 'Trách nhiệm', group: 'quality', from: 1 },
  { id: 'nltc', name: 'Tự chủ và tự học', group: 'general', from: 1 },
  { id: 'nlgt', name: 'Giao tiếp và hợp tác', group: 'general', from: 1 },
  { id: 'nlgq', name: 'Giải quyết vấn đề và sáng tạo', group: 'general', from: 1 },
  { id: 'nlnn', name: 'Ngôn ngữ', group: 'specific', from: 1 },
  { id: 'nltt', name: 'Tính toán', group: 'specific', from: 1 },
  { id: 'nlkh', name: 'Khoa học', group: 'specific', from: 1 },
  { id: 'nlcn', name: 'Công nghệ', group: 'specific', from: 3 },
  { id: 'nlth', name: 'Tin học', group: 'specific', from: 3 },
  { id: 'nltm', name: 'Thẩm mĩ', group: 'specific', from: 1 },
  { id: 'nltl', name: 'Thể chất', group: 'specific', from: 1 },
] as const satisfies readonly { id: string; name: string; group: QualityGroup; from: number }[]

export type QualityId = (typeof qualities)[number]['id']

export const isQualityId = (id: string): id is QualityId => qualities.some((one) => one.id === id)

/** The qualities and competences assessed in a grade. */
export const qualitiesOf = (grade: number): readonly Quality[] => qualities.filter((one) => one.from <= grade)
