import { applyUpdate } from 'yjs'
import { Classroom } from '../property/document/support/classroom.ts'
import { Server, cells, judge } from '../property/document/support/judge.ts'
import { freshUpdate, mutated, someStruct } from '../property/document/support/mutation.ts'
import { plausible } from '../property/document/support/plausible.ts'
import { Random } from '../property/document/support/random.ts'
import { type WireSection, type WireStruct, type WireUpdate, encode } from '../property/document/support/wire.ts'
import type { Grammar, Input, State, Target } from './target.ts'

const users = ['an', 'binh', 'chi'] as const
const empty = Uint8Array.of(0, 0)

/** Fires at a grid document. */
class CellsTarget implements Target {
  readonly server: Server
  readonly #random: Random
  readonly #sent: readonly Uint8Array[]
  #fresh: Uint8Array[] = []

  constructor(server: Server, random: Random, sent: readonly Uint8Array[]) {
    this.server = server
    this.#random = random
    this.#sent = sent
  }

  aim(): Input {
    const user = this.#random.chance(0.93) ? 'an' : this.#random.pick(users)
    return { update: this.#update(), user }
  }

  #update(): Uint8Array {
    const { doc } = this.server
    const random = this.#random
    const roll = random.next()
    if (roll < 0.2) return plausible(doc, random, this.#clients())
    if (roll < 0.4) return handBuilt(doc, random)
    const honest = roll < 0.5 ? random.pick(this.#sent) : this.#honest()
    return roll < 0.53 ? honest : mutated(honest, doc, random)
  }

  #clients(): readonly number[] {
    const own = [...this.server.owners].filter(([, user]) => user === 'an').map(([client]) => client)
    return [this.#random.pick([...own, 77]), this.#random.pick([...own, 78]), this.#random.pick([...own, 2 ** 32 - 5])]
  }

  /** Making an honest update costs more than judging it: each is mutated several times. */
  #honest(): Uint8Array {
    if (this.#fresh.length < 12 || this.#random.chance(0.1)) {
      const clients = this.#clients().slice(0, 1 + this.#random.below(2))
      this.#fresh = [...this.#fresh.slice(-11), freshUpdate(this.server, this.#random, clients)]
    }
    return this.#random.pick(this.#fresh)
  }

  read({ update, user }: Input): boolean {
    return this.server.read(update, user).ok
  }

  prepare(input: Input): (() => void) | undefined {
    if (!this.read(input)) return undefined
    const copy = this.server.fork()
    return () => applyUpdate(copy, input.update)
  }

  judge({ update, user }: Input): string {
    const result = judge(this.server, update, user)
    if (!result.ok) return result.error.code
    if (!result.value.news) return 'nothing new'
    return result.value.edits.some((edit) => edit.conflict) ? 'conflict' : 'edits'
  }

  keep({ update, user }: Input): void {
    const read = this.server.read(update, user)
    if (read.ok) this.server.accept(update, user, read.value)
  }

  state(): State {
    return { document: this.server.unchanged.state, owners: new Map(this.server.owners) }
  }
}

function handBuilt(doc: Server['doc'], random: Random): Uint8Array {
  const clients = [...doc.store.clients.keys(), 77, 78, 79]
  const wire: WireUpdate = { sections: [], deletes: [] }
  for (let count = random.below(4); count > 0; count -= 1) {
    const client = random.pick(clients)
    const end = doc.store.clients.get(client)?.at(-1)
    const next = end ? end.id.clock + end.length : 0
    const structs = Array.from({ length: 1 + random.below(4) }, () => someStruct(doc, random))
    wire.sections.push({ client, clock: random.chance(0.85) ? next : random.below(next + 2), structs })
  }
  return encode(wire)
}

/** Two cells written in turns by two clients of one person: no two writes of a cell can be merged. */
const wornLength = 20_000

function worn(): Server {
  const server = new Server()
  for (let clock = 0; clock < wornLength; clock += 1000) {
    const structs = Array.from({ length: 1000 }, (_, index) => wornWrite(clock + index))
    const section: WireSection = { client: 10, clock, structs }
    applyUpdate(server.doc, encode({ sections: [section], deletes: [] }))
  }
  server.owners.set(10, 'an')
  return server
}

function wornWrite(clock: number): WireStruct {
  const key = cells[(clock % 2) * 4] ?? ''
  return clock < 2 ? { kind: 8, key, values: [5] } : { kind: 8, origin: { client: 10, clock: clock - 2 }, values: [5] }
}

/** Inputs as large as may be, of writes that hang anywhere in the long history. */
class WornCells extends CellsTarget {
  readonly #dice: Random

  constructor(server: Server, random: Random) {
    super(server, random, [empty])
    this.#dice = random
  }

  override aim(): Input {
    const random = this.#dice
    const back = random.pick([1, 10, 500, 4000, 9000, wornLength])
    const origin = (): WireStruct['origin'] => ({ client: 10, clock: wornLength - 1 - random.below(back) })
    const write = (): WireStruct =>
      random.chance(0.02) ? { kind: 8, key: cells[0], values: [5] } : { kind: 8, origin: origin(), values: [random.below(101)] }
    // Most of them within what placing may pass, so that they are applied as well.
    const count = random.chance(0.3) ? random.pick([100, 1000]) : 1 + random.below(Math.max(2, 12_000 / back))
    const clients = [10, 31, 32, 33].slice(0, 1 + random.below(4))
    const sections = clients.map((client): WireSection => {
      const structs = Array.from({ length: Math.ceil(count / clients.length) }, (_, index) =>
        index > 0 && random.chance(0.5)
          ? { kind: 8, origin: { client, clock: (client === 10 ? wornLength : 0) + random.below(index) }, values: [7] }
          : write(),
      )
      return { client, clock: client === 10 ? wornLength : 0, structs }
    })
    const ranges = Array.from({ length: random.pick([0, 0, 1, 1000]) }, (_, index) => ({ clock: index * 19, length: 1 + random.below(18) }))
    return { update: encode({ sections, deletes: ranges.length > 0 ? [{ client: 10, ranges }] : [] }), user: 'an' }
  }
}

export const cellsGrammar: Grammar = {
  name: 'cells',
  open(random) {
    const classroom = new Classroom(random, ['an', 'an', 'binh', 'chi'])
    for (let step = random.below(90); step > 0; step -= 1) classroom.step()
    return new CellsTarget(classroom.server, random, [...classroom.sent.map(({ update }) => update), empty])
  },
  openWorn: (random) => new WornCells(worn(), random),
  load({ document, owners }) {
    const server = new Server()
    applyUpdate(server.doc, document)
    for (const [client, user] of owners) server.owners.set(client, user)
    return new CellsTarget(server, new Random(0), [empty])
  },
}
