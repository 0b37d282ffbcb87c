import type { DayCount, GridFold } from '../project/fold.ts'

export interface Day extends DayCount {
  /** `2025-10-13` */
  readonly day: string
}

/** The work of each day over several grids, oldest first; days without any are left out. */
export function daysOf(folds: readonly Pick<GridFold, 'days'>[]): readonly Day[] {
  const sums = new Map<string, DayCount>()
  for (const [day, { entered, changed }] of folds.flatMap((fold) => [...fold.days])) {
    const sum = sums.get(day) ?? { entered: 0, changed: 0 }
    sums.set(day, { entered: sum.entered + entered, changed: sum.changed + changed })
  }
  return [...sums].map(([day, count]) => ({ day, ...count })).toSorted((a, b) => (a.day < b.day ? -1 : 1))
}
