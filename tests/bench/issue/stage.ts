import type { RunningSchool } from '../../support/school.ts'
import { cpuSeconds, ownCpuSeconds } from '../measure/cpu.ts'
import { figure } from '../measure/table.ts'

/** So much was done at this second. */
interface Moment {
  readonly at: number
  readonly done: number
}

export const stageHead = [
  '',
  'documents',
  'signatures',
  's',
  'documents/s',
  'in the first fifth',
  'in the last',
  'CPU-s a document: server',
  'agent',
  'bench',
]

/** One part of the way of many documents, measured while it goes. */
export class Stage {
  readonly #name: string
  readonly #school: RunningSchool
  readonly #start: { readonly at: number; readonly cpu: readonly number[] }
  readonly #moments: Moment[] = [{ at: 0, done: 0 }]

  constructor(name: string, school: RunningSchool) {
    this.#name = name
    this.#school = school
    this.#start = { at: performance.now(), cpu: this.#cpu() }
    process.stderr.write(`${name} …\n`)
  }

  /** So many are done by now. */
  note(done: number): void {
    this.#moments.push({ at: this.#seconds(), done })
  }

  /** A row of the table. */
  row(documents: number, signatures: number): readonly string[] {
    const [seconds, cpu] = [this.#seconds(), this.#cpu()]
    const each = cpu.map((spent, index) => ((spent - (this.#start.cpu[index] ?? 0)) / documents).toFixed(4))
    // Where every document comes by more than once, a fifth of them is not a fifth of the work.
    const isEven = this.#moments.at(-1)?.done === documents
    const fifths = isEven ? [this.#rate(0, documents / 5), this.#rate((documents * 4) / 5, documents)] : [Number.NaN, Number.NaN]
    process.stderr.write(`${this.#name}: ${figure(documents)} in ${figure(seconds)} s\n`)
    return [
      this.#name,
      figure(documents),
      signatures === 0 ? '–' : figure(signatures),
      seconds.toFixed(1),
      figure(documents / seconds),
      ...fifths.map(figure),
      ...each,
    ]
  }

  #seconds(): number {
    return (performance.now() - this.#start.at) / 1000
  }

  /** Documents a second from one number of them to another. */
  #rate(from: number, to: number): number {
    return (to - from) / (this.#when(to) - this.#when(from))
  }

  /** The second in which so many were done, on a straight line between two moments. */
  #when(done: number): number {
    const after = this.#moments.findIndex((moment) => moment.done >= done)
    const [before, next] = [this.#moments[Math.max(0, after - 1)], this.#moments[after]]
    if (!before || !next) return Number.NaN
    if (next.done === before.done) return next.at
    return before.at + ((done - before.done) / (next.done - before.done)) * (next.at - before.at)
  }

  /** Of server, agent and this process. */
  #cpu(): readonly number[] {
    return [...this.#school.processes().map(cpuSeconds), ownCpuSeconds()]
  }
}
