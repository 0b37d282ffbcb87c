import { type ColumnId, type GridName, type SecondaryColumnId, type Term } from '@hocba/shared/grid'
import { subjects } from '@hocba/shared/school'
import { demoClasses } from './people.ts'
import type { Random } from './random.ts'

/** The day from which a column is entered in the school year 2025-2026; the Tết holiday lies between tx1 and tx2 of term 2. */
const entryDays: Readonly<Record<Term, Readonly<Record<SecondaryColumnId, string>>>> = {
  HK1: {
    tx1: '2025-09-22',
    tx2: '2025-10-13',
    gk: '2025-11-03',
    tx3: '2025-11-24',
    tx4: '2025-12-08',
    ck: '2025-12-22',
    rl: '2026-01-07',
    nghi: '2026-01-08',
  },
  HK2: {
    tx1: '2026-01-26',
    tx2: '2026-03-02',
    gk: '2026-03-16',
    tx3: '2026-04-06',
    tx4: '2026-04-20',
    ck: '2026-05-11',
    rl: '2026-05-20',
    nghi: '2026-05-21',
  },
}

const minute = 60_000
const day = 24 * 60 * minute

/** When the column is entered: in the days after the test, each class on its own afternoon or evening. Milliseconds since 1970. */
export function entryTime(grid: GridName, column: ColumnId, random: Random): number {
  const days: Readonly<Partial<Record<ColumnId, string>>> = entryDays[grid.term]
  const subject = subjects.findIndex((one) => one.id === grid.subject.id)
  const evening = 13 * 60 + demoClasses.findIndex((id) => id === grid.class) * 130 + random.below(110)
  const start = Date.parse(`${days[column] ?? entryDays[grid.term].ck}T00:00:00+07:00`)
  return start + (subject % 6) * day + evening * minute + random.below(60) * 1000
}

export const later = (time: number, days: number, random: Random): number => time + days * day + random.below(100) * minute

export const minutesAfter = (time: number, minutes: number): number => time + minutes * minute

/** RFC 3339 in Vietnam's zone, which has no summer time. */
export const vietnamTime = (time: number): string => `${new Date(time + 7 * 60 * minute).toISOString().slice(0, 19)}+07:00`
