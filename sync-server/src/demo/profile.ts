import type { Term } from '@hocba/shared/grid'
import type { Student, SubjectId } from '@hocba/shared/school'
import { randomOf } from './random.ts'

/** What a student of the demo school is like; every value of a grid is drawn around it. */
export interface Profile {
  /** The mark this student usually gets, 0 to 10. */
  readonly ability: number
  /** Stronger or weaker in single subjects. */
  readonly taste: { readonly [S in SubjectId]?: number }
  /** A level of conduct a term. */
  readonly conduct: { readonly [T in Term]: 'T' | 'K' | 'D' | 'CD' }
  /** Half-days absent a term. */
  readonly absences: { readonly [T in Term]: number }
}

/** Students whose year ends in a way that chance would not give, so that every outcome of Circular 22 art. 12-15 occurs in the school. */
const stories: Readonly<Record<string, Partial<Profile>>> = {
  // excellent (art. 15.1a)
  '6A-07': { ability: 9.6, taste: {}, conduct: { HK1: 'T', HK2: 'T' }, absences: { HK1: 0, HK2: 1 } },
  '6A-28': { ability: 9.5, taste: { TIN: 0.3 }, conduct: { HK1: 'T', HK2: 'T' }, absences: { HK1: 1, HK2: 0 } },
  '6B-11': { ability: 9.6, taste: {}, conduct: { HK1: 'T', HK2: 'T' } },
  '7A-03': { ability: 9.6, taste: {}, conduct: { HK1: 'T', HK2: 'T' } },
  '7B-19': { ability: 9.5, taste: {}, conduct: { HK1: 'T', HK2: 'T' } },
  // one weak subject alone lowers the level (art. 9.3)
  '6A-15': { ability: 9, taste: { NN1: -4.6 }, conduct: { HK1: 'T', HK2: 'T' } },
  '7B-06': { ability: 8.9, taste: { TOAN: -4.4 }, conduct: { HK1: 'K', HK2: 'T' } },
  // re-assessment in summer (art. 14)
  '6A-33': { ability: 5.7, taste: { TOAN: -3, NN1: -2.7 }, conduct: { HK1: 'K', HK2: 'D' } },
  '7A-31': { ability: 5.8, taste: { KHTN: -3, VAN: -2.6 }, conduct: { HK1: 'D', HK2: 'K' } },
  // training in summer (art. 13)
  '6B-22': { ability: 6.4, taste: {}, conduct: { HK1: 'K', HK2: 'CD' }, absences: { HK1: 9, HK2: 14 } },
  // more than 45 half-days absent (art. 12c)
  '7B-13': { ability: 6.6, taste: {}, conduct: { HK1: 'K', HK2: 'K' }, absences: { HK1: 21, HK2: 27 } },
  // both not yet: the principal decides
  '7B-35': { ability: 5, taste: { TOAN: -2.4, NN1: -2.2 }, conduct: { HK1: 'D', HK2: 'CD' }, absences: { HK1: 12, HK2: 17 } },
}

const subjectsWithTaste: readonly SubjectId[] = ['VAN', 'TOAN', 'NN1', 'GDCD', 'LSDL', 'KHTN', 'CN', 'TIN']

export function profileOf(student: Pick<Student, 'id'>): Profile {
  const random = randomOf(`profile ${student.id}`)
  const ability = Math.min(9.4, Math.max(5.6, 7.7 + random.normal(0.95)))
  const taste = Object.fromEntries(subjectsWithTaste.map((subject) => [subject, random.normal(0.45)]))
  const first = conductOf(ability + random.normal(0.9))
  const second = random.next() < 0.8 ? first : conductOf(ability + 0.4 + random.normal(0.9))
  const absences = { HK1: absencesOf(random.next(), random.next()), HK2: absencesOf(random.next(), random.next()) }
  return { ability, taste, conduct: { HK1: first, HK2: second }, absences, ...stories[student.id] }
}

const conductOf = (bearing: number): 'T' | 'K' | 'D' => (bearing >= 6.7 ? 'T' : bearing >= 5.6 ? 'K' : 'D')

/** Most are never or seldom absent; a few were ill for a week. */
const absencesOf = (chance: number, size: number): number => {
  if (chance < 0.4) return 0
  return chance < 0.93 ? 1 + Math.floor(size * 4) : 5 + Math.floor(size * 6)
}
