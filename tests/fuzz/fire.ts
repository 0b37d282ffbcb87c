import { Random } from '../property/document/support/random.ts'
import { type Grammar, type Input, type State, type Target, accepted } from './target.ts'

/** An input on which the gate and Yjs do not agree, or that took too long. */
export interface Found extends Input {
  readonly place: string
  readonly why: string
  readonly state: State
}

export interface Report {
  readonly grammar: string
  readonly seed: number
  readonly inputs: number
  readonly accepted: number
  readonly refused: number
  readonly outcomes: ReadonlyMap<string, number>
  /** Milliseconds, of reading one input or of applying it. */
  readonly slowest: { readonly reading: number; readonly applying: number }
  readonly found: readonly Found[]
}

/** No step may take longer, in milliseconds of the processor (GATE-12, I9). */
export const longest = 50
/** From here on a step is timed again: one measure holds whatever else the machine did. */
const suspicious = 20
const perTarget = 800
/** One input in so many goes to the document with the long history. */
const wornEvery = 400
/** A run ends after so many: they have one cause. */
const enough = 20

/** Fires `inputs` at one grammar. The same seed gives the same inputs on every machine. */
export function fire(grammar: Grammar, seed: number, inputs: number, tell: (done: number) => void = () => undefined): Report {
  const range = new Range(grammar, seed)
  for (let input = 0; input < inputs && range.found.length < enough; input += 1) {
    range.shoot(input)
    if (input % 10_000 === 9999) tell(input + 1)
  }
  return range.report(inputs)
}

class Range {
  readonly found: Found[] = []
  readonly #grammar: Grammar
  readonly #seed: number
  readonly #outcomes = new Map<string, number>()
  readonly #worn: Target
  readonly #random: Random
  #target: Target
  #reading = 0
  #applying = 0

  constructor(grammar: Grammar, seed: number) {
    this.#grammar = grammar
    this.#seed = seed
    this.#random = new Random(seed)
    this.#worn = grammar.openWorn(new Random(seed))
    this.#target = grammar.open(new Random(seed))
  }

  shoot(index: number): void {
    if (index % perTarget === 0) this.#target = this.#grammar.open(new Random(this.#seed + index))
    const target = index % wornEvery === wornEvery - 1 ? this.#worn : this.#target
    const input = target.aim()
    const place = `${this.#grammar.name}-${this.#seed}-${index}`
    try {
      const outcome = target.judge(input)
      this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1)
      this.#time(target, input, place)
      if (target !== this.#worn && accepted.has(outcome) && this.#random.chance(0.05)) target.keep(input)
    } catch (cause) {
      this.found.push({ ...input, place, why: cause instanceof Error ? cause.message : String(cause), state: target.state() })
    }
  }

  #time(target: Target, input: Input, place: string): void {
    const reading = least(() => () => void target.read(input))
    const applying = target.read(input) && this.#random.chance(target === this.#worn ? 1 : 0.02) ? least(() => target.prepare(input)) : 0
    this.#reading = Math.max(this.#reading, reading)
    this.#applying = Math.max(this.#applying, applying)
    if (reading < longest && applying < longest) return
    const why = `read in ${reading.toFixed(1)} ms, applied in ${applying.toFixed(1)} ms`
    this.found.push({ ...input, place, why, state: target.state() })
  }

  report(inputs: number): Report {
    const sum = (wanted: boolean): number =>
      [...this.#outcomes].filter(([outcome]) => accepted.has(outcome) === wanted).reduce((total, [, count]) => total + count, 0)
    return {
      grammar: this.#grammar.name,
      seed: this.#seed,
      inputs,
      accepted: sum(true),
      refused: sum(false),
      outcomes: this.#outcomes,
      slowest: { reading: this.#reading, applying: this.#applying },
      found: this.found,
    }
  }
}

/** How long a step takes, in milliseconds; the best of ten when the first took long. */
export function least(prepare: () => (() => void) | undefined): number {
  let best = Infinity
  for (let time = 0; time < 10; time += 1) {
    const step = prepare()
    if (step === undefined) return 0
    const start = performance.now()
    step()
    best = Math.min(best, performance.now() - start)
    if (best < suspicious) return best
  }
  return best
}

/** What a run says of itself, in two lines. */
export function describe({ grammar, seed, inputs, accepted: taken, refused, outcomes, slowest, found }: Report): string {
  const counts = [...outcomes].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([outcome, count]) => `${outcome} ${count}`)
  const steps = `slowest step ${slowest.reading.toFixed(1)} ms reading, ${slowest.applying.toFixed(1)} ms applying`
  return `${grammar}: seed ${seed}, ${inputs} inputs, ${taken} accepted, ${refused} refused, ${found.length} found; ${steps}\n  ${counts.join(', ')}`
}
