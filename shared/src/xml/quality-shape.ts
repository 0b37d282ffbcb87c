import type { CellValue, QualityColumnId } from '../grid/index.ts'
import { type AssessmentPeriod, type QualityId, qualities } from '../school/index.ts'
import { cell } from './scalar.ts'
import { type Fields, optional } from './structure.ts'

/** Qualities (phẩm chất) and competences (năng lực) of Circular 27; the period follows: `YeuNuocGK`. */
const names: Readonly<Record<QualityId, string>> = {
  pcyn: 'YeuNuoc',
  pcna: 'NhanAi',
  pccc: 'ChamChi',
  pctt: 'TrungThuc',
  pctn: 'TrachNhiem',
  nltc: 'TuChuTuHoc',
  nlgt: 'GiaoTiepHopTac',
  nlgq: 'GiaiQuyetVanDeSangTao',
  nlnn: 'NgonNgu',
  nltt: 'TinhToan',
  nlkh: 'KhoaHoc',
  nlcn: 'CongNghe',
  nlth: 'TinHoc',
  nltm: 'ThamMi',
  nltl: 'TheChat',
}

const periods = ['gk', 'ck'] as const satisfies readonly AssessmentPeriod[]

/** Every column of the quality grid: all of midterm, then all of the end of the term. */
export const qualityColumnIds: readonly QualityColumnId[] = periods.flatMap((period) =>
  qualities.map(({ id }): QualityColumnId => `${id}${period}`),
)

const elementOf = (id: QualityColumnId): string => `${names[id.slice(0, -2) as QualityId]}${id.slice(-2).toUpperCase()}`

export const qualityFields = Object.fromEntries(qualityColumnIds.map((id) => [id, optional(elementOf(id), cell)])) as Fields<{
  readonly [column in QualityColumnId]?: CellValue
}>
