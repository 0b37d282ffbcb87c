import { type Explained, explained } from '../explained.ts'
import { type Level, levelNames } from '../level.ts'
import { articleOf, circular22, rulingStep } from '../rulebook.ts'

/** Art. 8.2b as a table: level of term 2, then level of term 1. */
const yearLevels: Readonly<Record<Level, Readonly<Record<Level, Level>>>> = {
  T: { T: 'T', K: 'T', D: 'K', CD: 'K' },
  K: { T: 'K', K: 'K', D: 'K', CD: 'D' },
  D: { T: 'K', K: 'D', D: 'D', CD: 'D' },
  CD: { T: 'CD', K: 'CD', D: 'CD', CD: 'CD' },
}

const article = articleOf(circular22, '8.2')

/** Conduct of the year from the two terms; undecided while one term is. */
export function conductYear(hk1: Level | null, hk2: Level | null): Explained<Level | null> {
  if (hk1 === null || hk2 === null) {
    const missing = [hk1 === null ? 'I' : '', hk2 === null ? 'II' : ''].filter((term) => term !== '').join(', ')
    return explained(null, article, [`Chưa có kết quả rèn luyện học kì ${missing}.`, rulingStep(circular22, 'missingTerm')])
  }
  const value = yearLevels[hk2][hk1]
  return explained(value, article, [`Học kì I ${levelNames[hk1]}, học kì II ${levelNames[hk2]}: cả năm ${levelNames[value]}.`])
}
