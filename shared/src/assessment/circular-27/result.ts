import { type Tenths, formatTenths } from '../../core/tenths.ts'
import { type Explained, explained } from '../explained.ts'
import { articleOf, circular27, rulingStep } from '../rulebook.ts'
import { type QualityLevel, type SubjectLevel, type YearResult, yearResultNames } from './level.ts'
import { type QualityResult, qualityName, showQuality } from './quality.ts'
import { type PrimarySubjectResult, isDecided, primarySubjectName, showLevel, showTest } from './subject.ts'

/** A student's end of year: every subject, every quality and competence. */
export interface PrimaryYear {
  readonly subjects: readonly PrimarySubjectResult[]
  readonly qualities: readonly QualityResult[]
}

/** Art. 9.2a: which levels a result admits and from what mark on its end-of-year tests are. */
interface Gate {
  readonly result: Exclude<YearResult, 'C'>
  readonly subjects: readonly SubjectLevel[]
  readonly qualities: readonly QualityLevel[]
  readonly floor: Tenths
}

const tenths = (value: number): Tenths => value as Tenths

const gates: readonly Gate[] = [
  { result: 'XS', subjects: ['T'], qualities: ['T'], floor: tenths(90) },
  { result: 'T', subjects: ['T'], qualities: ['T'], floor: tenths(70) },
  { result: 'H', subjects: ['T', 'H'], qualities: ['T', 'D'], floor: tenths(50) },
]

const article = articleOf(circular27, '9.2a')

/** Art. 9.2a: the result of education of the year; `null` while a level or an end-of-year test is undecided. */
export function yearResult(year: PrimaryYear): Explained<YearResult | null> {
  const missing = missingIn(year)
  if (year.subjects.length === 0) return explained(null, article, ['Chưa có môn học nào.'])
  if (missing.length > 0) return explained(null, article, [`Chưa có kết quả: ${missing.join('; ')}.`, rulingStep(circular27, 'undecided')])
  const judged = gates.map((gate) => ({ gate, obstacles: obstacles(year, gate) }))
  const reached = judged.find((one) => one.obstacles.length === 0)
  const missed = judged.slice(0, reached ? judged.indexOf(reached) : judged.length)
  const value: YearResult = reached?.gate.result ?? 'C'
  return explained(value, article, [
    ...missed.map((one) => `Mức ${yearResultNames[one.gate.result]}: chưa đủ, ${one.obstacles.join('; ')}.`),
    reached ? `Mức ${yearResultNames[value]}: đủ điều kiện.` : 'Xếp mức Chưa hoàn thành: các trường hợp còn lại.',
    rulingStep(circular27, 'yearEnd'),
  ])
}

const missingIn = ({ subjects, qualities }: PrimaryYear): readonly string[] => [
  ...subjects.filter((one) => !isDecided(one)).map((one) => primarySubjectName(one.subject)),
  ...qualities.filter((one) => one.level === null).map((one) => qualityName(one.quality)),
]

/** Why the year does not meet the gate, in Vietnamese; empty when it does. */
function obstacles({ subjects, qualities }: PrimaryYear, gate: Gate): readonly string[] {
  const below = subjects.filter(({ level }) => level !== null && !gate.subjects.includes(level))
  const weak = qualities.filter(({ level }) => level !== null && !gate.qualities.includes(level))
  const low = subjects.filter(({ test }) => test !== undefined && test !== null && test < gate.floor)
  return [
    ...(below.length > 0 ? [`môn học: ${below.map(showLevel).join(', ')}`] : []),
    ...(weak.length > 0 ? [`phẩm chất, năng lực: ${weak.map(showQuality).join(', ')}`] : []),
    ...(low.length > 0 ? [`bài kiểm tra cuối năm dưới ${formatTenths(gate.floor)}: ${low.map(showTest).join(', ')}`] : []),
  ]
}
