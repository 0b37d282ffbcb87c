import { useTranslation } from 'react-i18next'
import { parseGridId } from '@hocba/shared/grid'

/** What was looked into, in words: `grid:2025-6A.TOAN.HK1`, `class:6A`, `student:6A-01`, `school:all`. */
export function useRecordWords(): (record: string) => string {
  const { t } = useTranslation(['account', 'app'])
  return (record) => {
    const [kind, id = ''] = record.split(/:(.*)/)
    const grid = kind === 'grid' ? parseGridId(id) : undefined
    if (grid) return t('record.grid', { subject: grid.subject.name, class: grid.class, term: t(`app:term.${grid.term}`) })
    if (kind === 'class') return t('record.class', { class: id })
    return kind === 'student' ? t('record.student') : t('record.school')
  }
}
