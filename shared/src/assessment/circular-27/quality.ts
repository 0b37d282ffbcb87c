import { isQualityId, qualities } from '../../school/quality.ts'
import { type Explained, explained } from '../explained.ts'
import { articleOf, circular27, rulingStep } from '../rulebook.ts'
import { type QualityLevel, qualityLevelNames } from './level.ts'

/** What one quality or competence contributes to the year; `null` is undecided. */
export interface QualityResult {
  readonly quality: string
  readonly level: QualityLevel | null
}

const article = articleOf(circular27, '8')

/** The end-of-year level of a quality or competence, as art. 8 has the homeroom teacher give it. */
export function qualityYear(hk2: QualityLevel | null): Explained<QualityLevel | null> {
  const level = hk2 === null ? 'chưa có' : qualityLevelNames[hk2]
  return explained(hk2, article, [`Mức cuối năm học: ${level}.`, rulingStep(circular27, 'yearEnd')])
}

export const qualityName = (id: string): string => (isQualityId(id) ? (qualities.find((one) => one.id === id)?.name ?? id) : id)

/** `Trung thực Đạt` */
export const showQuality = ({ quality, level }: QualityResult): string =>
  `${qualityName(quality)} ${level === null ? 'chưa có mức' : qualityLevelNames[level]}`
