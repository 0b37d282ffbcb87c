import type { ItemId } from '../../../grid/edit.ts'
import { Deviation } from '../deviation.ts'
import type { Allowance } from '../limits.ts'

/** What shows as text. */
export interface Legible {
  text(): string
}

/** Neighbouring clock units of one client in a list, known or new. */
export interface Run {
  readonly client: number
  readonly clock: number
  length: number
  readonly origin: ItemId | null
  readonly rightOrigin: ItemId | null
  /** Text, or a paragraph or text node; `null` where nothing is left to show. */
  content: string | Legible | null
  deleted: boolean
}

interface Link extends Run {
  left: Link | null
  right: Link | null
  /** The last question about causes that led here. */
  asked: number
}

const linkOf = ({ client, clock, length, origin, rightOrigin, content, deleted }: Run): Link => ({
  client,
  clock,
  length,
  origin,
  rightOrigin,
  content,
  deleted,
  left: null,
  right: null,
  asked: 0,
})

const sameId = (a: ItemId | null, b: ItemId | null): boolean =>
  a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock)

/** What a text holds from `at` on. Yjs would put two replacement characters where a surrogate pair is cut: no editor does that. */
export function textFrom(text: string, at: number): string {
  const unit = at > 0 ? text.charCodeAt(at - 1) : 0
  if (unit >= 0xd800 && unit <= 0xdbff) throw new Deviation('update.shape', 'a character cut in two')
  return text.slice(at)
}

/**
 * A list of a remarks document while an update writes to it: the children of a fragment, a paragraph or a text.
 * New runs are placed as Yjs will place them (YATA), so that the text is known before anything is applied.
 */
export class Strand {
  readonly #allowance: Allowance
  readonly #byClient = new Map<number, Link[]>()
  #first: Link | null = null
  #last: Link | null = null
  #ordered = true
  #questions = 0

  /** `known`: what the list holds before the update, in its order. */
  constructor(known: readonly Run[], allowance: Allowance) {
    this.#allowance = allowance
    for (const run of known) {
      this.#link(linkOf(run), this.#last)
      this.#ordered = false
    }
  }

  /** What is not deleted, in the order of the list. */
  live(): readonly (string | Legible)[] {
    const contents: (string | Legible)[] = []
    for (let run = this.#first; run !== null; run = run.right) if (!run.deleted && run.content !== null) contents.push(run.content)
    return contents
  }

  /** Cuts runs where Yjs will, for it looks up what a struct names even when it knows the struct. */
  cut(origin: ItemId | null, rightOrigin: ItemId | null): void {
    if (rightOrigin !== null) this.#startingAt(rightOrigin)
    if (origin !== null) this.#endingAt(origin)
  }

  /** Places a new run between the units it names. */
  place(run: Run): void {
    // The right one first: were it cut out of the left one afterwards, the left one would no longer end with the origin.
    const right = run.rightOrigin === null ? null : this.#startingAt(run.rightOrigin)
    const left = run.origin === null ? null : this.#endingAt(run.origin)
    this.#link(linkOf(run), this.#seat(run, left, right))
  }

  /** Deletes the live units of a client from `start` to before `end`. */
  erase(client: number, start: number, end: number): void {
    const runs = this.#runsOf(client)
    for (let index = Math.max(0, indexOf(runs, start)); index < runs.length; index += 1) {
      const run = runs[index]
      if (run === undefined || run.clock >= end) return
      if (run.deleted || run.clock + run.length <= start) continue
      if (run.clock < start) this.#split(run, start - run.clock, index)
      else this.#delete(run, end, index)
    }
  }

  #delete(run: Link, end: number, index: number): void {
    if (end < run.clock + run.length) this.#split(run, end - run.clock, index)
    run.deleted = true
  }

  /**
   * The run after which a new one goes: behind those that were placed between the same two units and come first.
   *
   * Replicas agree only if the two units were once neighbours: the right origin comes after the origin, and nothing between them is
   * a cause of either. (It may well be older than the new run: undoing sets a text beside what has been typed there since.)
   */
  #seat(run: Run, left: Link | null, right: Link | null): Link | null {
    const passed = new Set<Link>()
    const rivals = new Set<Link>()
    let seat = left
    let decided = false
    let question = 0
    for (let other = left === null ? this.#first : left.right; other !== right; other = other.right) {
      if (other === null) throw new Deviation('update.shape', 'a right origin before the origin')
      this.#allowance.steps(1)
      if (question === 0) question = this.#askCauses(run)
      if (other.asked === question) throw new Deviation('update.shape', 'a place that was filled before')
      if (decided) continue
      passed.add(other)
      rivals.add(other)
      const verdict = this.#compare(run, other, passed, rivals)
      if (verdict === 'before') decided = true
      if (verdict === 'behind') {
        seat = other
        rivals.clear()
      }
    }
    return seat
  }

  /** Marks everything in this list that the two units of a new run hang on, with the number that is returned. */
  #askCauses({ origin, rightOrigin }: Run): number {
    this.#questions += 1
    const waiting = [origin, rightOrigin]
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const run = id === null ? undefined : this.#holding(id)
      if (run === undefined || run.asked === this.#questions) continue
      this.#allowance.items(1)
      run.asked = this.#questions
      waiting.push(run.origin, run.rightOrigin)
    }
    return this.#questions
  }

  #compare(run: Run, other: Link, passed: ReadonlySet<Link>, rivals: ReadonlySet<Link>): 'before' | 'behind' | 'open' {
    if (sameId(run.origin, other.origin)) {
      if (other.client < run.client) return 'behind'
      return sameId(run.rightOrigin, other.rightOrigin) ? 'before' : 'open'
    }
    const source = other.origin === null ? undefined : this.#holding(other.origin)
    if (source === undefined || !passed.has(source)) return 'before'
    return rivals.has(source) ? 'open' : 'behind'
  }

  #link(run: Link, left: Link | null): void {
    run.left = left
    run.right = left === null ? this.#first : left.right
    if (run.left === null) this.#first = run
    else run.left.right = run
    if (run.right === null) this.#last = run
    else run.right.left = run
    const runs = this.#byClient.get(run.client)
    if (runs === undefined) this.#byClient.set(run.client, [run])
    else runs.push(run)
  }

  #runsOf(client: number): Link[] {
    if (!this.#ordered) for (const runs of this.#byClient.values()) runs.sort((a, b) => a.clock - b.clock)
    this.#ordered = true
    return this.#byClient.get(client) ?? []
  }

  #holding({ client, clock }: ItemId): Link | undefined {
    const runs = this.#runsOf(client)
    return runs[indexOf(runs, clock)]
  }

  /** The run that ends with this unit, cut off there if need be. */
  #endingAt({ client, clock }: ItemId): Link {
    const { run, index } = this.#found(client, clock)
    if (clock < run.clock + run.length - 1) this.#split(run, clock + 1 - run.clock, index)
    return run
  }

  #startingAt({ client, clock }: ItemId): Link {
    const { run, index } = this.#found(client, clock)
    return clock === run.clock ? run : this.#split(run, clock - run.clock, index)
  }

  #found(client: number, clock: number): { readonly run: Link; readonly index: number } {
    const runs = this.#runsOf(client)
    const index = indexOf(runs, clock)
    const run = runs[index]
    if (run === undefined) throw new Deviation('update.shape', 'an origin that lies elsewhere')
    return { run, index }
  }

  #split(run: Link, at: number, index: number): Link {
    const { content } = run
    const isText = typeof content === 'string'
    const rest: Link = {
      ...run,
      clock: run.clock + at,
      length: run.length - at,
      origin: { client: run.client, clock: run.clock + at - 1 },
      content: isText ? textFrom(content, at) : content,
      left: run,
    }
    if (isText) run.content = content.slice(0, at)
    run.length = at
    run.right = rest
    if (rest.right === null) this.#last = rest
    else rest.right.left = rest
    this.#runsOf(run.client).splice(index + 1, 0, rest)
    return rest
  }
}

/** Where the run that holds a clock stands among runs in the order of their clocks; -1 when none does. */
function indexOf(runs: readonly Run[], clock: number): number {
  let low = 0
  let high = runs.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const run = runs[middle]
    if (run === undefined) return -1
    if (clock < run.clock) high = middle - 1
    else if (clock >= run.clock + run.length) low = middle + 1
    else return middle
  }
  return -1
}
