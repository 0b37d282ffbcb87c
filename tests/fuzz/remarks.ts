import { deepStrictEqual } from 'node:assert/strict'
import { applyUpdate, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { edit } from '../property/document/support/desk.ts'
import { Random } from '../property/document/support/random.ts'
import { RemarkServer, judgeRemark, textsOf } from '../property/document/support/remark-judge.ts'
import { freshRemarks, mutatedRemarks, plausibleRemarks, someRemarkStruct } from '../property/document/support/remark-mutation.ts'
import { Staffroom } from '../property/document/support/staffroom.ts'
import { type WireSection, type WireStruct, type WireUpdate, encode } from '../property/document/support/wire.ts'
import type { Grammar, Input, State, Target } from './target.ts'

const users = ['an', 'binh', 'chi'] as const
const empty = Uint8Array.of(0, 0)

/** Fires at a remarks document. */
class RemarksTarget implements Target {
  readonly server: RemarkServer
  readonly #random: Random
  readonly #sent: readonly Uint8Array[]
  #fresh: Uint8Array[] = []

  constructor(server: RemarkServer, random: Random, sent: readonly Uint8Array[]) {
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
    if (roll < 0.15) return handBuilt(doc, random)
    if (roll < 0.4 && doc.store.clients.size > 0) return plausibleRemarks(this.server, random, this.#clients())
    const honest = roll < 0.5 ? random.pick(this.#sent) : this.#honest()
    return roll < 0.53 ? honest : mutatedRemarks(honest, doc, random)
  }

  #clients(): readonly number[] {
    const own = [...this.server.owners].filter(([, user]) => user === 'an').map(([client]) => client)
    return [this.#random.pick([...own, 77]), this.#random.pick([...own, 78])]
  }

  /** Making an honest update costs more than judging it: each is mutated several times. */
  #honest(): Uint8Array {
    if (this.#fresh.length < 12 || this.#random.chance(0.1)) {
      this.#fresh = [...this.#fresh.slice(-11), freshRemarks(this.server, this.#random, this.#clients())]
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
    const result = judgeRemark(this.server, update, user)
    if (!result.ok) return result.error.code
    if (!result.value.news) return 'nothing new'
    if (this.#random.chance(0.2)) this.#checkConverges(update)
    return 'news'
  }

  /** Somebody who writes before the update arrives must end with the server's text. */
  #checkConverges(update: Uint8Array): void {
    const random = this.#random
    const [author, log] = [this.server.fork(random.chance(0.5)), this.server.fork()]
    const before = encodeStateVector(author)
    author.clientID = random.pick([5, 2 ** 32 - 3])
    for (let count = 1 + random.below(3); count > 0; count -= 1) edit(author, random, 'typed')
    const own = encodeStateAsUpdate(author, before)
    applyUpdate(author, update)
    for (const each of [update, own]) applyUpdate(log, each)
    deepStrictEqual(textsOf(author), textsOf(log), 'two replicas show two texts')
  }

  keep({ update, user }: Input): void {
    const read = this.server.read(update, user)
    if (read.ok) this.server.accept(update, user, read.value)
  }

  state(): State {
    return { document: this.server.unchanged.state, owners: new Map(this.server.owners) }
  }
}

function handBuilt(doc: RemarkServer['doc'], random: Random): Uint8Array {
  const wire: WireUpdate = { sections: [], deletes: [] }
  for (let count = random.below(4); count > 0; count -= 1) {
    const client = random.pick([...doc.store.clients.keys(), 77, 78, 79])
    const end = doc.store.clients.get(client)?.at(-1)
    const next = end ? end.id.clock + end.length : 0
    const structs = Array.from({ length: 1 + random.below(4) }, () => someRemarkStruct(doc, random))
    wire.sections.push({ client, clock: random.chance(0.85) ? next : random.below(next + 2), structs })
  }
  return encode(wire)
}

const at = (client: number, clock: number): { client: number; clock: number } => ({ client, clock })

/** Pieces of one text, each set before the one before it and then deleted, so that nothing merges. */
const pieces = 6000

function worn(): RemarkServer {
  const server = new RemarkServer()
  const first: WireStruct[] = [
    { kind: 7, type: { ref: 3, name: 'paragraph' }, root: 'r/6A-01' },
    { kind: 7, type: { ref: 6 }, parent: at(10, 0) },
    { kind: 4, text: 'a', parent: at(10, 1) },
  ]
  applyUpdate(server.doc, encode({ sections: [{ client: 10, clock: 0, structs: first }], deletes: [] }))
  for (let clock = 3; clock < 3 + pieces; clock += 1000) {
    const structs = Array.from({ length: 1000 }, (_, index): WireStruct => ({ kind: 4, text: 'b', rightOrigin: at(10, clock + index - 1) }))
    const section: WireSection = { client: 10, clock, structs }
    applyUpdate(server.doc, encode({ sections: [section], deletes: [{ client: 10, ranges: [{ clock, length: 1000 }] }] }))
  }
  server.owners.set(10, 'an')
  return server
}

/** Inputs as large as may be, of texts that hang anywhere in the long history. */
class WornRemarks extends RemarksTarget {
  readonly #dice: Random

  constructor(server: RemarkServer, random: Random) {
    super(server, random, [empty])
    this.#dice = random
  }

  override aim(): Input {
    const random = this.#dice
    const back = random.pick([1, 10, 500, pieces])
    const unit = (): { client: number; clock: number } => at(10, 2 + pieces - random.below(back))
    // Most of them within what placing may pass, so that they are applied as well.
    const count = random.chance(0.3) ? random.pick([100, 2000]) : 1 + random.below(Math.max(2, 10_000 / back))
    const clients = [31, 32, 33, 34].slice(0, 1 + random.below(4))
    const sections = clients.map((client): WireSection => {
      const structs = Array.from({ length: Math.ceil(count / clients.length) }, (_, index): WireStruct => {
        if (index > 0 && random.chance(0.6)) return { kind: 4, text: 'c', origin: at(client, index - 1), rightOrigin: unit() }
        const right = unit()
        // The list runs against the clocks: what follows a piece was written before it.
        return random.chance(0.5)
          ? { kind: 4, text: 'c', rightOrigin: right }
          : { kind: 4, text: 'c', origin: right, rightOrigin: at(10, right.clock - 1) }
      })
      return { client, clock: 0, structs }
    })
    const ranges = Array.from({ length: random.pick([0, 1, 1000]) }, (_, index) => ({ clock: 2 + index * 5, length: 1 + random.below(4) }))
    return { update: encode({ sections, deletes: ranges.length > 0 ? [{ client: 10, ranges }] : [] }), user: 'an' }
  }
}

export const remarksGrammar: Grammar = {
  name: 'remarks',
  open(random) {
    const staffroom = new Staffroom(random, ['an', 'an', 'binh', 'chi'])
    for (let step = 5 + random.below(80); step > 0; step -= 1) staffroom.step()
    return new RemarksTarget(staffroom.server, random, [...staffroom.sent.map(({ update }) => update), empty])
  },
  openWorn: (random) => new WornRemarks(worn(), random),
  load({ document, owners }) {
    const server = new RemarkServer()
    applyUpdate(server.doc, document)
    for (const [client, user] of owners) server.owners.set(client, user)
    return new RemarksTarget(server, new Random(0), [empty])
  },
}
