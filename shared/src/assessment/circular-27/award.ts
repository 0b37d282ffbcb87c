import { type Explained, explained } from '../explained.ts'
import { articleOf, circular27, rulingStep } from '../rulebook.ts'
import { type YearResult, yearResultName } from './level.ts'

/** `TB` is Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện. */
export type PrimaryAward = 'XS' | 'TB'

export const primaryAwardNames: Readonly<Record<PrimaryAward, string>> = {
  XS: 'Học sinh Xuất sắc',
  TB: 'Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện',
}

/** What people have said of the student; no mark stands for it. */
export interface Recognition {
  /** Outstanding in at least one subject, or clear progress in at least one quality or competence. */
  readonly merit: boolean
  /** The class has recognised the student. */
  readonly byClass: boolean
}

const article = articleOf(circular27, '13.1')

/** Art. 13.1: Xuất sắc follows from the result of the year; Tiêu biểu needs people who say so, and is never computed alone. */
export function primaryAward(result: YearResult | null, recognition: Recognition | null): Explained<PrimaryAward | null> {
  const facts = `Kết quả giáo dục cả năm: ${yearResultName(result)}.`
  if (result === 'XS') return explained('XS', article, [facts, `${primaryAwardNames.XS}: đủ điều kiện.`])
  if (result !== 'T') return explained(null, article, [facts, 'Không thuộc diện khen thưởng cuối năm học.'])
  const lacking = [
    ...(recognition?.merit === true ? [] : ['thành tích nổi bật ở một môn học hoặc tiến bộ rõ rệt ở một phẩm chất, năng lực']),
    ...(recognition?.byClass === true ? [] : ['công nhận của tập thể lớp']),
  ]
  if (lacking.length > 0) {
    return explained(null, article, [facts, `Chưa ghi nhận: ${lacking.join('; ')}.`, rulingStep(circular27, 'recognition')])
  }
  return explained('TB', article, [facts, `Đã được ghi nhận và tập thể lớp công nhận: ${primaryAwardNames.TB}.`])
}
