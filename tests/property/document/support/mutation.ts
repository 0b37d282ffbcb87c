import { type Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { valueFor } from './classroom.ts'
import { decode } from './decode.ts'
import { type Server, cells } from './judge.ts'
import type { Random } from './random.ts'
import { type WireId, type WireStruct, type WireUpdate, encode } from './wire.ts'

/** An honest update that the server has not seen: some writes of one or two clients on a fork of its document. */
export function freshUpdate(server: Server, random: Random, clients: readonly number[]): Uint8Array {
  const copy = server.fork()
  const map = copy.getMap('cells')
  for (const client of clients) {
    copy.clientID = client
    for (let count = 1 + random.below(3); count > 0; count -= 1) {
      copy.transact(() => {
        for (let writes = 1 + random.below(3); writes > 0; writes -= 1) {
          const cell = random.pick(cells)
          if (random.chance(0.1)) map.delete(cell)
          else map.set(cell, valueFor(random, cell))
        }
      })
    }
  }
  return encodeStateAsUpdate(copy, encodeStateVector(server.doc))
}

/** Turns an honest update into a hostile one, on its structure or on its bytes. */
export function mutated(update: Uint8Array, doc: Doc, random: Random): Uint8Array {
  if (random.chance(0.25)) return mutatedBytes(update, random)
  const wire = decode(update)
  for (let count = 1 + random.below(3); count > 0; count -= 1) mutateStructure(wire, doc, random)
  const bytes = encode(wire)
  return random.chance(0.05) ? mutatedBytes(bytes, random) : bytes
}

export function mutatedBytes(update: Uint8Array, random: Random): Uint8Array {
  const bytes = [...update]
  for (let count = 1 + random.below(2); count > 0; count -= 1) {
    const at = random.below(bytes.length + 1)
    const roll = random.below(6)
    if (roll === 0) bytes.splice(at, 1)
    else if (roll === 1) bytes.splice(at, 0, random.below(256))
    else if (roll === 2) bytes.splice(at)
    else if (roll === 3) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
    else if (roll === 4) bytes.splice(at, 1, 255, 255, 255, 255, 255, 255, 255, 15)
    else bytes.push(random.below(3))
  }
  return Uint8Array.from(bytes)
}

export const clientIds = (doc: Doc): number[] => [...doc.store.clients.keys(), 77, 78, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 0]

const clocks = [0, 1, 2, 3, 5, 8, 13, 40, 4095, 2 ** 31, 2 ** 52, 2 ** 53 - 1]

/** An id near what the document knows: known, the next, or far ahead. */
export function someId(doc: Doc, random: Random): WireId {
  const client = random.pick(clientIds(doc))
  const end = doc.store.clients.get(client)?.at(-1)
  const next = end ? end.id.clock + end.length : 0
  return { client, clock: random.chance(0.8) ? random.below(next + 2) : random.pick(clocks) }
}

const hostileValues: readonly unknown[] = [
  101,
  -1,
  -0,
  8.5,
  401,
  'X',
  'D',
  'T',
  85,
  0,
  null,
  true,
  undefined,
  5n,
  {},
  { a: 1 },
  [1],
  [[[]]],
  new Uint8Array(3),
  'x'.repeat(300),
  2 ** 31,
]

export function someStruct(doc: Doc, random: Random): WireStruct {
  const key = random.chance(0.8) ? random.pick(cells) : random.pick(['6A-01', '6A-99/tx1', '', '__proto__', 'constructor', 'k'.repeat(70)])
  const chained = random.chance(0.5)
  return {
    kind: random.chance(0.75) ? 8 : random.below(11),
    origin: chained ? someId(doc, random) : undefined,
    rightOrigin: random.chance(0.05) ? someId(doc, random) : undefined,
    root: random.chance(0.03) ? random.pick(['cell', '', 'r/6A-01']) : 'cells',
    parent: random.chance(0.03) ? someId(doc, random) : undefined,
    key: random.chance(0.03) || chained ? undefined : key,
    length: random.chance(0.1) ? random.pick([0, 1, 2, 3, 4097, 2 ** 40]) : undefined,
    values: random.chance(0.8) ? [valueFor(random, key)] : Array.from({ length: random.below(3) + 1 }, () => random.pick(hostileValues)),
  }
}

const changes: readonly ((wire: WireUpdate, doc: Doc, random: Random) => void)[] = [
  (wire, doc, random) => void (pickSection(wire, random).client = random.pick(clientIds(doc))),
  (wire, _doc, random) => void (pickSection(wire, random).clock += random.pick([-2, -1, 1, 2, 1000]) || 0),
  (wire, _doc, random) => void (pickSection(wire, random).count = random.pick([0, 1, 1025, 2 ** 31])),
  (wire, doc, random) => void pickSection(wire, random).structs.splice(random.below(3), 0, someStruct(doc, random)),
  (wire, _doc, random) => void pickSection(wire, random).structs.splice(random.below(3), 1),
  (wire, doc, random) => void Object.assign(pickStruct(wire, random), someStruct(doc, random)),
  (wire, doc, random) => void (pickStruct(wire, random).origin = someId(doc, random)),
  (wire, _doc, random) => void (pickStruct(wire, random).origin = ownId(wire, random)),
  (wire, doc, random) => void (pickStruct(wire, random).rightOrigin = someId(doc, random)),
  (wire, _doc, random) => void (pickStruct(wire, random).values = [random.pick(hostileValues)]),
  (wire, _doc, random) => void (pickStruct(wire, random).values = [5, 6, 7]),
  (wire, _doc, random) => void Object.assign(pickStruct(wire, random), { kind: random.below(12) }),
  (wire, _doc, random) => void (pickStruct(wire, random).length = random.pick([0, 1, 2, 3, 5000])),
  (wire, _doc, random) => void (pickStruct(wire, random).key = random.pick([...cells, undefined, 'x/y'])),
  (wire, doc, random) =>
    void wire.sections.push({ client: random.pick(clientIds(doc)), clock: random.below(4), structs: [someStruct(doc, random)] }),
  (wire, _doc, random) => void wire.sections.push({ ...pickSection(wire, random) }),
  (wire, _doc, random) => void wire.sections.reverse().splice(random.below(3), random.below(2)),
  (wire, doc, random) => void wire.deletes.push({ client: random.pick(clientIds(doc)), ranges: [someRange(doc, random)] }),
  (wire, doc, random) => void wire.deletes[random.below(wire.deletes.length)]?.ranges.push(someRange(doc, random)),
  (wire, _doc, random) => void wire.deletes[random.below(wire.deletes.length)]?.ranges.splice(0, 1),
  (wire, _doc, random) => void wire.deletes.splice(random.below(2), 1),
  (wire, _doc, random) => void (wire.tail = [random.below(256)]),
]

function mutateStructure(wire: WireUpdate, doc: Doc, random: Random): void {
  random.pick(changes)(wire, doc, random)
}

function pickSection(wire: WireUpdate, random: Random): WireUpdate['sections'][number] {
  const picked = wire.sections[random.below(wire.sections.length)]
  if (picked) return picked
  const made = { client: 77, clock: 0, structs: [] }
  wire.sections.push(made)
  return made
}

function pickStruct(wire: WireUpdate, random: Random): WireStruct {
  const section = pickSection(wire, random)
  const picked = section.structs[random.below(section.structs.length)]
  if (picked) return picked
  const made: WireStruct = { kind: 8, key: random.pick(cells), values: [5] }
  section.structs.push(made)
  return made
}

/** An id within or just beyond the update itself. */
export function ownId(wire: WireUpdate, random: Random): WireId {
  const { client, clock, structs } = pickSection(wire, random)
  return { client, clock: Math.max(0, clock + random.below(structs.length + 2)) }
}

export function someRange(doc: Doc, random: Random): { clock: number; length: number } {
  const { clock } = someId(doc, random)
  return { clock, length: random.chance(0.8) ? 1 + random.below(4) : random.pick([0, 1, 2 ** 40, 2 ** 53 - 1]) }
}
