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
  /** The origin is a new write of the same update. */
  readonly originIsNew: boolean
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
  /** Items of the known chain after `root`: Yjs passes them again for each further write that hangs there. */
  behind: number
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
  const line: Line = { cell, present, base: segment.origin, root, steps: [], behind: 0, tail: segment, conflict, writes: 0 }
  place(line, segment, allowance)
  return line
}

export function extendLine(line: Line, segment: Segment, allowance: Allowance): void {
  if (!follows(segment, line.tail)) {
    line.conflict = true
    allowance.steps(line.writes)
  }
  place(line, segment, allowance)
  line.tail = segment
}

const follows = ({ origin }: Segment, { client, last }: Segment): boolean =>
  origin !== null && origin.client === client && origin.clock === last

/** The new write that the cell will show, or `undefined` when it keeps what it had. */
export const shown = (line: Line): Segment | undefined => line.steps.at(-1)?.segment

function place(line: Line, segment: Segment, allowance: Allowance): void {
  line.writes += 1
  if (segment.originIsNew) return placeOnSteps(line, segment)
  const sibling = knownSibling(line, segment.origin, allowance)
  if (sibling === undefined || segment.client <= sibling.client) return
  line.root = segment.origin
  line.behind = sibling.behind
  if (line.steps.length > 0) line.steps.length = 0
  line.steps.push({ segment, top: segment.last })
}

/** Places a write that hangs on a new write: nearly always the last one, else one on the line or one that lost. */
function placeOnSteps({ steps }: Line, segment: Segment): void {
  const index = steps.findLastIndex((step) => holds(step.segment, segment.origin))
  const step = steps[index]
  const clock = segment.origin?.clock ?? nobody
  if (step === undefined || clock > step.top) return
  const rival = clock < step.top ? step.segment.client : (steps[index + 1]?.segment.client ?? nobody)
  if (segment.client <= rival) return
  step.top = clock
  steps.length = index + 1
  steps.push({ segment, top: segment.last })
}

const holds = ({ client, first, last }: Segment, id: ItemId | null): boolean =>
  id !== null && client === id.client && first <= id.clock && id.clock <= last

/** What follows an origin on the line: the client of the highest sibling, and how many known items. */
interface Sibling {
  readonly client: number
  readonly behind: number
}

/**
 * The sibling that a write meets below an `origin` known before the update; `undefined` when the origin is not on the line.
 * Walks the chain from its end, as Yjs will when it integrates the write, so that the allowance bounds both.
 */
function knownSibling(line: Line, origin: ItemId | null, allowance: Allowance): Sibling | undefined {
  let client = line.steps[0]?.segment.client ?? nobody
  let want = line.root
  if (sameId(want, origin)) {
    allowance.steps(line.behind)
    return { client, behind: line.behind }
  }
  let behind = 0
  for (let item = line.present ?? null; item !== null; item = item.left) {
    const holdsOrigin = origin !== null && covers(item, origin)
    if (want !== null && covers(item, want)) {
      if (holdsOrigin) return siblingWithin(item, origin, want, { client, behind })
      client = item.id.client
      want = item.origin
    } else if (holdsOrigin) return undefined
    behind += 1
    allowance.steps(1)
  }
  return origin === null ? { client, behind } : undefined
}

function siblingWithin(item: Item, origin: ItemId, want: ItemId, after: Sibling): Sibling | undefined {
  if (origin.clock === want.clock) return after
  return origin.clock < want.clock ? { client: item.id.client, behind: after.behind + 1 } : undefined
}
