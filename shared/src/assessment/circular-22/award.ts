import { type Tenths, formatTenths } from '../../core/tenths.ts'
import { type Explained, explained } from '../explained.ts'
import { type Level, levelName } from '../level.ts'
import { articleOf, circular22 } from '../rulebook.ts'
import type { SubjectResult } from '../subject-result.ts'

/** Học sinh Xuất sắc, Học sinh Giỏi: titles of the year only. */
export type Title = 'XS' | 'G'

export const titleNames: Readonly<Record<Title, string>> = { XS: 'Học sinh Xuất sắc', G: 'Học sinh Giỏi' }

export interface TitleCase {
  readonly study: Level | null
  readonly conduct: Level | null
  /** The subjects' results of the year, never those after a re-assessment. */
  readonly results: readonly SubjectResult[]
}

const excellentMark = 90 as Tenths
const excellentCount = 6
const article = articleOf(circular22, '15.1')

/** Art. 15.1: both Tốt is Giỏi; with six year averages of 9.0 and more it is Xuất sắc. */
export function title({ study, conduct, results }: TitleCase): Explained<Title | null> {
  const levels = `Học tập cả năm ${levelName(study)}, rèn luyện cả năm ${levelName(conduct)}`
  if (study === null || conduct === null) return explained(null, article, [`${levels}: chưa xét danh hiệu.`])
  if (study !== 'T' || conduct !== 'T') return explained(null, article, [`${levels}: không thuộc diện khen thưởng cuối năm học.`])
  const excellent = results.filter((result) => result.kind === 'scored' && result.value !== null && result.value >= excellentMark).length
  const value: Title = excellent >= excellentCount ? 'XS' : 'G'
  const mark = formatTenths(excellentMark, { fixed: true })
  return explained(value, article, [
    `${levels}.`,
    `${excellent} môn có trung bình cả năm từ ${mark} trở lên (Xuất sắc cần ${excellentCount}): ${titleNames[value]}.`,
  ])
}
