import { type Tenths, averageHalfUp, formatTenths } from '../../core/tenths.ts'
import { type Explained, explained } from '../explained.ts'
import { type CommentLevel, levelName, levelNames } from '../level.ts'
import { articleOf, circular22, rulingStep } from '../rulebook.ts'

/** The assessments of one subject in one term: regular, midterm, final; `null` is undecided. */
export interface TermAssessments<Value> {
  readonly tx: readonly (Value | null)[]
  readonly gk: Value | null
  readonly ck: Value | null
}

/** Art. 9.1b: regular marks count once, the midterm twice, the final three times. */
const midtermWeight = 2
const finalWeight = 3
const periodicWeight = midtermWeight + finalWeight

const articleTerm = articleOf(circular22, '9.1b')
const articleComment = articleOf(circular22, '9.1a')

/** All assessments in reading order when none is missing, else `null`. */
function completeOf<Value>(marks: TermAssessments<Value>, regularCount: number): readonly Value[] | null {
  const all = [...marks.tx, marks.gk, marks.ck]
  if (marks.tx.length < regularCount) return null
  const decided = all.filter((mark): mark is Value & NonNullable<unknown> => mark !== null)
  return decided.length === all.length ? decided : null
}

const weightedSum = (regular: readonly Tenths[], gk: Tenths, ck: Tenths): number =>
  regular.reduce((sum, mark) => sum + mark, 0) + midtermWeight * gk + finalWeight * ck

/** The term average without its explanation, for the grid while a teacher types. */
export function averageOfTerm(regular: readonly Tenths[], gk: Tenths, ck: Tenths): Tenths {
  return averageHalfUp(weightedSum(regular, gk, ck), regular.length + periodicWeight)
}

/** Art. 9.1b: (sum of regular + 2 × midterm + 3 × final) / (number of regular + 5); empty while a mark is missing. */
export function termAverage(marks: TermAssessments<Tenths>, regularCount: number): Explained<Tenths | null> {
  const { tx, gk, ck } = marks
  const regular = tx.filter((mark) => mark !== null)
  if (gk === null || ck === null || !completeOf(marks, regularCount)) {
    return explained(null, articleTerm, [missingStep(marks, regularCount), rulingStep(circular22, 'missingAssessment')])
  }
  const sum = weightedSum(regular, gk, ck)
  const weight = regular.length + periodicWeight
  const value = averageOfTerm(regular, gk, ck)
  const terms = [...regular.map((mark) => show(mark)), `2 × ${show(gk)}`, `3 × ${show(ck)}`].join(' + ')
  return explained(value, articleTerm, [
    `Thường xuyên ${regular.map((mark) => show(mark)).join('; ')}; giữa kì ${show(gk)}; cuối kì ${show(ck)}.`,
    `(${terms}) : (${regular.length} + 5) = ${showSum(sum)} : ${weight} ${showQuotient(sum, weight)}.`,
    roundingStep(value),
  ])
}

/** Art. 9.1a: Đạt when every required assessment is there and each is Đạt; undecided while one is missing. */
export function termComment(marks: TermAssessments<CommentLevel>, regularCount: number): Explained<CommentLevel | null> {
  const all = completeOf(marks, regularCount)
  if (!all) return explained(null, articleComment, [missingStep(marks, regularCount), rulingStep(circular22, 'missingAssessment')])
  const failed = all.filter((one) => one === 'CD').length
  const value = failed === 0 ? 'D' : 'CD'
  const count = failed === 0 ? 'tất cả Đạt' : `${failed} lần Chưa đạt`
  return explained(value, articleComment, [`Đủ ${all.length} lần đánh giá, ${count}: học kì ${levelNames[value]}.`])
}

/** Art. 9.1b: (term 1 + 2 × term 2) / 3, from the rounded term averages; a missing term leaves the year empty. */
export function yearAverage(hk1: Tenths | null, hk2: Tenths | null): Explained<Tenths | null> {
  if (hk1 === null || hk2 === null) {
    const missing = [hk1 === null ? 'I' : '', hk2 === null ? 'II' : ''].filter((term) => term !== '').join(', ')
    return explained(null, articleTerm, [`Chưa có trung bình học kì ${missing}.`, rulingStep(circular22, 'missingTerm')])
  }
  const sum = hk1 + 2 * hk2
  const value = averageHalfUp(sum, 3)
  return explained(value, articleTerm, [
    `(${show(hk1)} + 2 × ${show(hk2)}) : 3 = ${showSum(sum)} : 3 ${showQuotient(sum, 3)}.`,
    rulingStep(circular22, 'yearAverage'),
    roundingStep(value),
  ])
}

/** Art. 9.1a: the year of a comment-assessed subject is its second term alone. */
export function yearComment(hk2: CommentLevel | null): Explained<CommentLevel | null> {
  return explained(hk2, articleComment, [`Kết quả cả năm là kết quả học kì II: ${levelName(hk2)}.`])
}

function missingStep(marks: TermAssessments<unknown>, regularCount: number): string {
  const regular = marks.tx.filter((mark) => mark !== null).length
  const missing = [
    ...(regular < Math.max(regularCount, marks.tx.length) ? [`thường xuyên (có ${regular})`] : []),
    ...(marks.gk === null ? ['giữa kì'] : []),
    ...(marks.ck === null ? ['cuối kì'] : []),
  ]
  return `Còn thiếu: ${missing.join(', ')}.`
}

const roundingStep = (value: Tenths): string =>
  `${circular22.rulings.rounding.text} (${circular22.rulings.rounding.article}): ${formatTenths(value, { fixed: true })}.`

const show = (mark: Tenths): string => formatTenths(mark)

/** A sum in tenths may exceed ten points, so it is no mark. */
const showSum = (sum: number): string => String(sum / 10).replace('.', ',')

/** Four decimals tell every tie from its neighbours: the nearest quotient to a tie is 1/(20 × weight) away. */
function showQuotient(sum: number, weight: number): string {
  const exact = (sum * 1000) % weight === 0
  const text = String(Math.round((sum * 1000) / weight) / 10_000).replace('.', ',')
  return `${exact ? '=' : '≈'} ${text}`
}
