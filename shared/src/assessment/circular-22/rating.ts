import { type Tenths, formatTenths } from '../../core/tenths.ts'
import { type Explained, explained } from '../explained.ts'
import { type Level, levelNames, levels } from '../level.ts'
import { articleOf, circular22, rulingStep } from '../rulebook.ts'
import { type ScoredResult, type SubjectResult, showResult, showResults, subjectName } from '../subject-result.ts'

export interface StudyLevel {
  readonly level: Level | null
  /** Raised by art. 9.3; the record says so. */
  readonly adjusted: boolean
}

/** Art. 9.2: what a level asks of all scored subjects, of at least six of them, and of the comment-assessed ones. */
interface Gate {
  readonly level: Exclude<Level, 'CD'>
  readonly floor: Tenths
  readonly high: Tenths
  readonly failedComments: number
}

const tenths = (value: number): Tenths => value as Tenths

const gates: readonly Gate[] = [
  { level: 'T', floor: tenths(65), high: tenths(80), failedComments: 0 },
  { level: 'K', floor: tenths(50), high: tenths(65), failedComments: 0 },
  { level: 'D', floor: tenths(35), high: tenths(50), failedComments: 1 },
]

/** "At least 06 subjects" is six whatever the number of subjects. */
const highCount = 6

const article = articleOf(circular22, '9.2')
const articleAdjusted = articleOf(circular22, '9.3')

/** Study level of a term or of the year after art. 9.3; `null` while any subject is undecided. */
export function studyLevel(results: readonly SubjectResult[]): Explained<StudyLevel> {
  const missing = results.filter((result) => result.value === null)
  if (missing.length > 0 || results.length === 0) {
    const names = missing.map((result) => subjectName(result.subject)).join('; ')
    return explained({ level: null, adjusted: false }, article, [names === '' ? 'Chưa có môn học nào.' : `Chưa có kết quả: ${names}.`])
  }
  const base = baseLevel(results)
  const steps = baseSteps(results, base)
  const cause = adjustmentCause(results, base)
  if (!cause) return explained({ level: base, adjusted: false }, article, steps)
  return explained({ level: cause.to, adjusted: true }, articleAdjusted, [...steps, ...adjustmentSteps(cause, base)])
}

/** Art. 9.2 alone, before the adjustment; every result is decided. */
export const baseLevel = (results: readonly SubjectResult[]): Level =>
  gates.find((gate) => obstacles(results, gate).length === 0)?.level ?? 'CD'

interface Adjustment {
  readonly subject: SubjectResult
  readonly target: Level
  readonly to: Level
}

/**
 * Art. 9.3: two levels or more below Tốt or Khá because of one single subject. Without that subject the others alone
 * must meet the higher level (six high averages included). Tốt implies Khá, so the level two steps up is the one to try.
 */
function adjustmentCause(results: readonly SubjectResult[], base: Level): Adjustment | undefined {
  const at = levels.indexOf(base)
  const target = gates[at - 2]
  const to = levels[at - 1]
  if (!target || !to) return undefined
  const subject = results.find((one) => obstacles(without(results, one), target).length === 0)
  return subject && { subject, target: target.level, to }
}

const without = (results: readonly SubjectResult[], left: SubjectResult): readonly SubjectResult[] => results.filter((one) => one !== left)

/** Why the results do not meet the gate, in Vietnamese; empty when they do. */
function obstacles(results: readonly SubjectResult[], gate: Gate): readonly string[] {
  const scored = results.filter((result) => result.kind === 'scored')
  const failed = results.filter((result) => result.kind === 'comment' && result.value === 'CD')
  const low = scored.filter((result) => !atLeast(result, gate.floor))
  const high = scored.filter((result) => atLeast(result, gate.high)).length
  return [
    ...(failed.length > gate.failedComments ? [`môn nhận xét Chưa đạt: ${showResults(failed)}`] : []),
    ...(low.length > 0 ? [`môn dưới ${show(gate.floor)}: ${showResults(low)}`] : []),
    ...(high < highCount ? [`mới có ${high} môn từ ${show(gate.high)} trở lên, cần ${highCount}`] : []),
  ]
}

const atLeast = (result: ScoredResult, floor: Tenths): boolean => result.value !== null && result.value >= floor

const show = (mark: Tenths): string => formatTenths(mark, { fixed: true })

/** One sentence a level, from Tốt down to the one reached. */
function baseSteps(results: readonly SubjectResult[], base: Level): readonly string[] {
  const reached = levels.indexOf(base)
  const missed = gates.slice(0, reached).map((gate) => `Mức ${levelNames[gate.level]}: chưa đủ, ${obstacles(results, gate).join('; ')}.`)
  return [...missed, base === 'CD' ? 'Xếp mức Chưa đạt: các trường hợp còn lại.' : `Mức ${levelNames[base]}: đủ điều kiện.`]
}

function adjustmentSteps(cause: Adjustment, base: Level): readonly string[] {
  const apart = levels.indexOf(base) - levels.indexOf(cause.target)
  return [
    `Bỏ riêng ${showResult(cause.subject)}, các môn còn lại đủ mức ${levelNames[cause.target]}: thấp hơn ${apart} mức chỉ do một môn này.`,
    rulingStep(circular22, 'adjustment'),
    ...(cause.subject.kind === 'comment' ? [rulingStep(circular22, 'adjustmentSubject')] : []),
    `Điều chỉnh lên mức liền kề: ${levelNames[cause.to]} (khoản 3 Điều 9).`,
  ]
}
