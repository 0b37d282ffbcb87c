/** The level of a subject (art. 7.1): Hoàn thành tốt, Hoàn thành, Chưa hoàn thành. */
export type SubjectLevel = 'T' | 'H' | 'C'

/** The level of a quality or competence (art. 8): Tốt, Đạt, Cần cố gắng. */
export type QualityLevel = 'T' | 'D' | 'C'

/** The result of education of the year (art. 9.2a); `XS` is Hoàn thành xuất sắc. */
export type YearResult = 'XS' | 'T' | 'H' | 'C'

export const subjectLevelNames: Readonly<Record<SubjectLevel, string>> = { T: 'Hoàn thành tốt', H: 'Hoàn thành', C: 'Chưa hoàn thành' }

export const qualityLevelNames: Readonly<Record<QualityLevel, string>> = { T: 'Tốt', D: 'Đạt', C: 'Cần cố gắng' }

export const yearResultNames: Readonly<Record<YearResult, string>> = {
  XS: 'Hoàn thành xuất sắc',
  T: 'Hoàn thành tốt',
  H: 'Hoàn thành',
  C: 'Chưa hoàn thành',
}

export const isSubjectLevel = (value: unknown): value is SubjectLevel => value === 'T' || value === 'H' || value === 'C'

export const isQualityLevel = (value: unknown): value is QualityLevel => value === 'T' || value === 'D' || value === 'C'

export const yearResultName = (result: YearResult | null): string => (result === null ? 'chưa có' : yearResultNames[result])
