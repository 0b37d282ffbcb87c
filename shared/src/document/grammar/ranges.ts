import type { Cursor } from './cursor.ts'
import { Deviation } from './deviation.ts'
import type { Allowance } from './limits.ts'

export interface Range {
  readonly start: number
  /** First clock after the range. */
  readonly end: number
}

/** The delete set of an update: for each client ascending ranges that do not overlap. */
export type DeleteSet = ReadonlyMap<number, readonly Range[]>

/** Reads the delete set; only its form is judged here (GATE-5). */
export function readDeleteSet(cursor: Cursor, allowance: Allowance): DeleteSet {
  const start = cursor.position
  const clients = cursor.varUint()
  if (clients > cursor.remaining) throw new Deviation('update.malformed', 'truncated delete set')
  const set = new Map<number, readonly Range[]>()
  for (let index = 0; index < clients; index += 1) {
    const client = cursor.varUint()
    if (set.has(client)) throw new Deviation('update.shape', 'two delete entries of one client')
    set.set(client, readRanges(cursor))
    if (cursor.position - start > allowance.bounds.sectionBytes) throw new Deviation('limit', 'delete set too large')
  }
  return set
}

function readRanges(cursor: Cursor): readonly Range[] {
  const count = cursor.varUint()
  if (count === 0) throw new Deviation('update.shape', 'empty delete entry')
  if (count > cursor.remaining) throw new Deviation('update.malformed', 'truncated delete entry')
  const ranges: Range[] = []
  let floor = 0
  for (let index = 0; index < count; index += 1) {
    const start = cursor.varUint()
    const length = cursor.varUint()
    if (length === 0) throw new Deviation('update.shape', 'empty delete range')
    if (start < floor) throw new Deviation('update.shape', 'delete ranges do not ascend')
    floor = start + length
    ranges.push({ start, end: floor })
  }
  return ranges
}

/** Whether the delete set holds all clocks from `first` to `last` of a client. */
export function deletes(set: DeleteSet, client: number, first: number, last: number): boolean {
  const ranges = set.get(client)
  if (ranges === undefined) return false
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const range = ranges[middle]
    if (range === undefined) return false
    if (first < range.start) high = middle - 1
    else if (first >= range.end) low = middle + 1
    else return last < range.end
  }
  return false
}
