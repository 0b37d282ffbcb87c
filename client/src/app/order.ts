import { gradeOf, subjectsOf } from '@hocba/shared/school'
import type { GridLine } from './answers.ts'

/** The prescribed order is that of the class's grade: primary and secondary school have other subjects. */
const place = ({ className, subject }: Pick<GridLine, 'className' | 'subject'>): number =>
  subjectsOf(gradeOf(className)).findIndex(({ id }) => id === subject)

/** Classes by number, subjects as in the prescribed gradebook, term 1 first. */
export function inBookOrder<Line extends Pick<GridLine, 'className' | 'subject' | 'term'>>(lines: readonly Line[]): readonly Line[] {
  return lines.toSorted(
    (a, b) => a.className.localeCompare(b.className, 'vi', { numeric: true }) || place(a) - place(b) || a.term.localeCompare(b.term),
  )
}

/** Text as people search it: without marks and case, đ as d. */
export const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase()
