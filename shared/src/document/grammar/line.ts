import type { Item } from 'yjs'
import type { CellKey, CellValue } from '../../grid/cell.ts'
import type { ItemId } from '../../grid/edit.ts'
import { covers, lastId } from '../store.ts'
import type { Allowance } from './limits.ts'

/** The new clock units of a struct: all of it, or what lies beyond the known part. */
export interface Segment {
  readonly client: number
  readonly first: number
  readonly last: number
  readonly origin: ItemId | null
  /** What the cell shows if this segment ends up last. */
  readonly value: CellValue
}

interface Step {
  readonly segment: Segment
  /** Last clock of the segment that the line still runs through. */
  top: number
}

/**
 * One cell while an update writes to it.
 *
 * Yjs keeps a map entry as a tree: a write hangs below its origin, siblings are ordered by client id, and the entry shows
 * the end of the line that always takes the highest sibling. There are no right origins in a grid, so that this is all of YATA.
 * Following the line tells before applying which write the cell will show.
 */
export interface Line {
  readonly cell: CellKey
  /** The item that decided the cell before the update. */
  readonly present: Item | undefined
  /** What the first new write had seen. */
  readonly base: ItemId | null
  /** The known unit from which `steps` leave the line that ends in `present`; `null`: before all. */
  root: ItemId | null
  readonly steps: Step[]
  /** The last new write in causal order, shown or not. */
  tail: Segment
  /** Some write had not seen what it met. */
  conflict: boolean
  writes: number
}

const sameId = (a: ItemId | null, b: ItemId | null): boolean =>
  a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock)

/** No sibling: every client id is higher. */
const nobody = -1

export function beginLine(cell: CellKey, present: Item | undefined, segment: Segment, allowance: Allowance): Line {
  const root = present === undefined ? null : lastId(present)
  const conflict = !sameId(root, segment.origin)
  const line: Line = { cell, present, base: segment.origin, root, steps: [], tail: segment, conflict, writes: 0 }
  place(line, segment, allowance)
  return line
}

export function extendLine(line: Line, segment: Segment, allowance: Allowance): void {
  if (!sameId(segment.origin, { client: line.tail.client, clock: line.tail.last })) line.conflict = true
  line.tail = segment
  place(line, segment, allowance)
}

/** The new write that the cell will show, or `undefined` when it keeps what it had. */
export const shown = (line: Line): Segment | undefined => line.steps.at(-1)?.segment

function place(line: Line, segment: Segment, allowance: Allowance): void {
  line.writes += 1
  if (placeOnSteps(line, segment, allowance)) return
  const rival = knownRival(line, segment.origin, allowance)
  if (rival === undefined || segment.client <= rival) return
  line.root = segment.origin
  line.steps.length = 0
  line.steps.push({ segment, top: segment.last })
}

/** Places a write whose origin is one of the new writes on the line; the origin is nearly always the last one. */
function placeOnSteps(line: Line, segment: Segment, allowance: Allowance): boolean {
  const origin = segment.origin
  if (origin === null) return false
  const steps = line.steps
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const step = steps[index]
    if (step === undefined) return false
    const { client, first, last } = step.segment
    if (client === origin.client && first <= origin.clock && origin.clock <= last) {
      const rival = origin.clock < step.top ? client : (steps[index + 1]?.segment.client ?? nobody)
      if (origin.clock > step.top || segment.client <= rival) return true
      step.top = origin.clock
      steps.length = index + 1
      steps.push({ segment, top: segment.last })
      return true
    }
    allowance.steps(1)
  }
  return false
}

/**
 * The client that follows `origin` on the line, for an origin that was known before the update; `undefined` when it is not on the line.
 * Walks the chain from its end, as Yjs will when it integrates the write, so that the allowance bounds both.
 */
function knownRival(line: Line, origin: ItemId | null, allowance: Allowance): number | undefined {
  let rival = line.steps[0]?.segment.client ?? nobody
  let want = line.root
  if (sameId(want, origin)) return rival
  allowance.steps(line.writes)
  for (let item = line.present ?? null; item !== null; item = item.left) {
    allowance.steps(1)
    const holdsOrigin = origin !== null && covers(item, origin)
    if (want !== null && covers(item, want)) {
      if (holdsOrigin) return siblingWithin(item, origin, want, rival)
      rival = item.id.client
      want = item.origin
    } else if (holdsOrigin) return undefined
  }
  return origin === null ? rival : undefined
}

function siblingWithin(item: Item, origin: ItemId, want: ItemId, rival: number): number | undefined {
  if (origin.clock === want.clock) return rival
  return origin.clock < want.clock ? item.id.client : undefined
}
