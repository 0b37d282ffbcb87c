import { subjects } from '@hocba/shared/school'
import type { GridLine } from './answers.ts'

const place = (subject: string): number => subjects.findIndex(({ id }) => id === subject)

/** Classes by number, subjects as in the prescribed gradebook, term 1 first. */
export function inBookOrder<Line extends Pick<GridLine, 'className' | 'subject' | 'term'>>(lines: readonly Line[]): readonly Line[] {
  return lines.toSorted(
    (a, b) =>
      a.className.localeCompare(b.className, 'vi', { numeric: true }) ||
      place(a.subject) - place(b.subject) ||
      a.term.localeCompare(b.term),
  )
}

/** Text as people search it: without marks and case, đ as d. */
export const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase()
