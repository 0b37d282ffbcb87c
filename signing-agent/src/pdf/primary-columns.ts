import type { Column } from '@hocba/shared/grid'
import { type AssessmentPeriod, type SubjectKind, qualities } from '@hocba/shared/school'
import type { TableColumn } from './table.ts'

const periods: Readonly<Record<AssessmentPeriod, string>> = { gk: 'giữa kì', ck: 'cuối kì' }

const periodOf = (id: string): AssessmentPeriod => (id.endsWith('gk') ? 'gk' : 'ck')

/** A stored column of a primary grid (Circular 27): levels and tests with their names, qualities by their letters under a group. */
export function primaryColumn({ id, value, name }: Column): TableColumn {
  if (value === 'absences') return { width: 96, align: 'center', head: [name] }
  const period = periods[periodOf(id)]
  if (value !== 'quality') return { width: 64, align: 'center', head: [value === 'test' ? 'Điểm KT' : 'Mức đạt', period] }
  const group = `${id.startsWith('pc') ? 'PC' : 'NL'} ${period}`
  return { width: 15.6, align: 'center', head: [lettersOf(id)], group }
}

/** `pcyngk` is headed YN. */
const lettersOf = (id: string): string => id.slice(2, 4).toUpperCase()

/** What the letters of a primary page mean. */
export function primaryLegend(kind: SubjectKind, columns: readonly string[]): readonly string[] {
  if (kind === 'level') {
    return [
      'T: Hoàn thành tốt; H: Hoàn thành; C: Chưa hoàn thành. Điểm KT: điểm bài kiểm tra định kì, thang điểm 10, không có điểm thập phân.',
    ]
  }
  if (kind !== 'quality') return []
  const listed = (prefix: 'pc' | 'nl'): string =>
    qualities
      .filter(({ id }) => id.startsWith(prefix) && columns.includes(`${id}ck`))
      .map(({ id, name }) => `${lettersOf(id)}: ${name}`)
      .join('; ')
  return [`T: Tốt; Đ: Đạt; C: Cần cố gắng. Phẩm chất (PC): ${listed('pc')}.`, `Năng lực (NL): ${listed('nl')}.`]
}
