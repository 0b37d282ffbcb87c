import { Random } from '../../property/document/support/random.ts'
import { type Base, type Bases, bytesOf } from './bases.ts'
import { bombs } from './bombs.ts'
import { pdfForgeries } from './pdf-signed.ts'
import { pdfFamilies } from './pdf-steps.ts'
import type { Step } from './text.ts'
import { type Forgery, forgeries } from './xml-signed.ts'
import { xmlFamilies } from './xml-steps.ts'

export interface Attack {
  /** What was done, in order; with the seed it can be made again. */
  readonly name: string
  readonly file: Uint8Array
}

interface Kind {
  readonly name: 'xml' | 'pdf'
  readonly families: readonly (readonly Step[])[]
  readonly forgeries: readonly Forgery[]
  readonly textOf: (base: Base) => string
  readonly bytes: (text: string) => Uint8Array
}

/** Endless attacks, each from its number alone: every step by itself first, then combinations of up to three on any document. */
export class Arsenal {
  readonly #bases: Bases
  readonly #kinds: readonly Kind[]
  readonly #alone: readonly ((random: Random) => Attack | undefined)[]

  constructor(bases: Bases) {
    this.#bases = bases
    const text = new TextEncoder()
    this.#kinds = [
      {
        name: 'xml',
        families: Object.values(xmlFamilies(bases)),
        forgeries: forgeries(bases),
        textOf: ({ xml }) => xml,
        bytes: (one) => text.encode(one),
      },
      { name: 'pdf', families: Object.values(pdfFamilies), forgeries: pdfForgeries(bases), textOf: ({ pdf }) => pdf, bytes: bytesOf },
    ]
    this.#alone = this.#kinds.flatMap((kind) => [
      ...kind.families.flat().map((one) => (random: Random) => this.#edited(kind, [one], random)),
      ...kind.forgeries.map((one) => (random: Random) => this.#forged(kind, one, [], random)),
    ])
  }

  /** So many attacks use every step once, without the bombs. */
  get steps(): number {
    return this.#alone.length
  }

  /** The n-th attack of a seed; `undefined` when its steps found nothing to change. */
  attack(seed: number, n: number): Attack | undefined {
    const random = new Random(Math.imul(seed + 1, 0x9e3779b1) + n)
    random.next()
    const alone = this.#alone[n]
    if (alone) return alone(random)
    if (random.chance(0.01)) return this.bomb(seed, random.below(bombs.length))
    const kind = random.pick(this.#kinds)
    const steps = Array.from({ length: 1 + random.below(3) }, () => random.pick(random.pick(kind.families)))
    return random.chance(0.2) ? this.#forged(kind, random.pick(kind.forgeries), steps.slice(1), random) : this.#edited(kind, steps, random)
  }

  bomb(seed: number, n: number): Attack {
    const bomb = bombs[n % bombs.length]
    if (bomb === undefined) throw new RangeError('no bombs')
    return { name: `bomb: ${bomb.name}`, file: bomb.make(new Random(seed + n)) }
  }

  #edited(kind: Kind, steps: readonly Step[], random: Random): Attack | undefined {
    const base = random.pick(this.#bases.all)
    return applied(kind, base, kind.textOf(base), steps, random)
  }

  #forged(kind: Kind, forgery: Forgery, steps: readonly Step[], random: Random): Attack | undefined {
    const base = random.pick(this.#bases.all)
    const text = forgery.make(base, random)
    // An edit may undo a forgery that is one edit away from the good file.
    if (text === kind.textOf(base)) return undefined
    return applied(kind, base, text, steps, random, forgery.name)
  }
}

function applied(kind: Kind, base: Base, start: string, steps: readonly Step[], random: Random, forged = ''): Attack | undefined {
  const made = forged === '' ? [] : [forged]
  let text = start
  for (const { name, make } of steps) {
    const next = make(text, random)
    if (next === text) continue
    text = next
    made.push(name)
  }
  if (
    made.length === 0 ||
    text === kind.textOf(base) ||
    (text.trimEnd() === kind.textOf(base).trimEnd() && kind.name === 'xml' && /^\n?$/.test(text.slice(text.trimEnd().length)))
  )
    return undefined
  return { name: `${kind.name} ${base.name}: ${made.join(', ')}`, file: kind.bytes(text) }
}

export { bombs }
