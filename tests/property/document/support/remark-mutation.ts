import { type Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { decode } from './decode.ts'
import { edit } from './desk.ts'
import { clientIds, mutatedBytes, ownId, someId, someRange } from './mutation.ts'
import type { Random } from './random.ts'
import { type RemarkServer, roots } from './remark-judge.ts'
import { type WireDelete, type WireStruct, type WireUpdate, encode } from './wire.ts'

/** An honest update that the server has not seen: some edits of one or two clients on a fork of its document. */
export function freshRemarks(server: RemarkServer, random: Random, clients: readonly number[]): Uint8Array {
  const copy = server.fork(random.chance(0.5))
  for (const client of clients) {
    copy.clientID = client
    for (let count = 1 + random.below(4); count > 0; count -= 1) edit(copy, random, 'typed')
  }
  return encodeStateAsUpdate(copy, encodeStateVector(server.doc))
}

export function mutatedRemarks(update: Uint8Array, doc: Doc, random: Random): Uint8Array {
  if (random.chance(0.2)) return mutatedBytes(update, random)
  const wire = decode(update)
  for (let count = 1 + random.below(3); count > 0; count -= 1) random.pick(changes)(wire, doc, random)
  return encode(wire)
}

const types: readonly NonNullable<WireStruct['type']>[] = [
  { ref: 3, name: 'paragraph' },
  { ref: 6 },
  { ref: 3, name: 'heading' },
  { ref: 5, name: 'hook' },
  { ref: 4 },
  { ref: 0 },
  { ref: 9 },
]

const texts = ['a', 'đẹp', '📚', '', 'x'.repeat(1200), 'a\u0000b', 'a\r\nb', 'a\tb', '\ufffd'] as const

const placeOf = (doc: Doc, random: Random): Partial<WireStruct> => {
  const roll = random.next()
  if (roll < 0.25) return { root: random.chance(0.85) ? random.pick(roots) : random.pick(['cells', 'r/6A-99', 'r/', '', 'r/'.repeat(40)]) }
  if (roll < 0.45) return { parent: someId(doc, random) }
  return {
    origin: random.chance(0.75) ? someId(doc, random) : undefined,
    rightOrigin: random.chance(0.75) ? someId(doc, random) : undefined,
  }
}

const contentOf = (random: Random): WireStruct => {
  const roll = random.next()
  if (roll < 0.4) return { kind: 4, text: random.chance(0.7) ? 'đẹp' : random.pick(texts) }
  if (roll < 0.7) return { kind: 7, type: random.chance(0.8) ? random.pick(types.slice(0, 2)) : random.pick(types) }
  if (roll < 0.85) return { kind: random.pick([0, 1]), length: random.pick([1, 1, 2, 3, 0]) }
  return { kind: random.below(11) }
}

export const someRemarkStruct = (doc: Doc, random: Random): WireStruct => ({
  ...contentOf(random),
  ...placeOf(doc, random),
  key: random.chance(0.03) ? 'align' : undefined,
})

/** Writes by several clients, hung anywhere in the history, most of it of the right kind. */
export function plausibleRemarks(server: RemarkServer, random: Random, clients: readonly number[]): Uint8Array {
  const { doc } = server
  const known = knownUnits(server.unchanged.state)
  const wire: WireUpdate = { sections: [], deletes: [] }
  for (const client of new Set(clients)) {
    const end = doc.store.clients.get(client)?.at(-1)
    const clock = end ? end.id.clock + end.length : 0
    wire.sections.push({ client, clock, structs: Array.from({ length: 1 + random.below(4) }, () => beside(known, doc, random)) })
  }
  for (let count = random.below(3); count > 0; count -= 1) wire.deletes.push(deleteOf(doc, random))
  return encode(wire)
}

/** A struct like a known one, between two neighbours or strangers of the same list. */
function beside(units: readonly Known[], doc: Doc, random: Random): WireStruct {
  const known = random.pick(units)
  const other = random.chance(0.6) ? known.next : someId(doc, random)
  const { struct } = known
  const content: WireStruct =
    struct.kind === 4 ? { kind: 4, text: random.pick(['đẹp', 'a', '📚']) } : { kind: struct.kind, type: struct.type, length: 1 }
  return {
    ...content,
    origin: random.chance(0.85) ? known.id : undefined,
    rightOrigin: random.chance(0.5) ? other : undefined,
    parent: known.parent,
  }
}

interface Known {
  readonly id: { readonly client: number; readonly clock: number }
  readonly next: { readonly client: number; readonly clock: number } | undefined
  readonly parent: WireStruct['parent']
  readonly struct: WireStruct
}

const units = new WeakMap<Uint8Array, readonly Known[]>()

/** The last clock unit of each struct of a state; many updates are made on one state. */
function knownUnits(state: Uint8Array): readonly Known[] {
  const known = units.get(state) ?? decode(state).sections.flatMap(({ structs, client, clock }) => idsOf(structs, client, clock))
  units.set(state, known)
  return known
}

function idsOf(structs: readonly WireStruct[], client: number, start: number): Known[] {
  let clock = start
  return structs.map((struct): Known => {
    const length = struct.text?.length ?? struct.length ?? 1
    clock += length
    const unit = clock - 1
    return { id: { client, clock: unit }, next: struct.rightOrigin, parent: struct.parent, struct }
  })
}

function deleteOf(doc: Doc, random: Random): WireDelete {
  const { client, clock } = someId(doc, random)
  return { client, ranges: [{ clock, length: 1 + random.below(4) }] }
}

const changes: readonly ((wire: WireUpdate, doc: Doc, random: Random) => void)[] = [
  (wire, doc, random) => void (pickSection(wire, random).client = random.pick(clientIds(doc))),
  (wire, _doc, random) => void (pickSection(wire, random).clock += random.pick([-2, -1, 1, 2, 1000]) || 0),
  (wire, _doc, random) => void (pickSection(wire, random).count = random.pick([0, 1, 5000, 2 ** 31])),
  (wire, doc, random) => void pickSection(wire, random).structs.splice(random.below(3), 0, someRemarkStruct(doc, random)),
  (wire, _doc, random) => void pickSection(wire, random).structs.splice(random.below(3), 1),
  (wire, doc, random) => void Object.assign(pickStruct(wire, random), someRemarkStruct(doc, random)),
  (wire, doc, random) => void (pickStruct(wire, random).origin = someId(doc, random)),
  (wire, doc, random) => void (pickStruct(wire, random).rightOrigin = someId(doc, random)),
  (wire, _doc, random) => void (pickStruct(wire, random).origin = ownId(wire, random)),
  (wire, _doc, random) => void (pickStruct(wire, random).rightOrigin = ownId(wire, random)),
  (wire, _doc, random) =>
    void Object.assign(pickStruct(wire, random), { parent: ownId(wire, random), origin: undefined, rightOrigin: undefined }),
  (wire, _doc, random) => swapOrigins(pickStruct(wire, random)),
  (wire, _doc, random) => void (pickStruct(wire, random).text = random.pick(texts)),
  (wire, _doc, random) => void (pickStruct(wire, random).type = random.pick(types)),
  (wire, _doc, random) => void (pickStruct(wire, random).kind = random.below(12)),
  (wire, _doc, random) => void (pickStruct(wire, random).length = random.pick([0, 1, 2, 3, 70_000])),
  (wire, _doc, random) => void (pickStruct(wire, random).key = random.pick(['align', undefined])),
  (wire, _doc, random) => void (pickStruct(wire, random).root = random.pick([...roots, 'cells', 'r/6A-99'])),
  (wire, doc, random) =>
    void wire.sections.push({ client: random.pick(clientIds(doc)), clock: random.below(4), structs: [someRemarkStruct(doc, random)] }),
  (wire, _doc, random) => void wire.sections.push({ ...pickSection(wire, random) }),
  (wire, _doc, random) => void wire.sections.reverse().splice(random.below(3), random.below(2)),
  (wire, doc, random) => void wire.deletes.push({ client: random.pick(clientIds(doc)), ranges: [someRange(doc, random)] }),
  (wire, doc, random) => void wire.deletes.push(deleteOf(doc, random)),
  (wire, doc, random) => void wire.deletes[random.below(wire.deletes.length)]?.ranges.push(someRange(doc, random)),
  (wire, _doc, random) => void wire.deletes.splice(random.below(2), 1),
  (wire, _doc, random) => void (wire.tail = [random.below(256)]),
]

function swapOrigins(struct: WireStruct): void {
  const { origin, rightOrigin } = struct
  Object.assign(struct, { origin: rightOrigin, rightOrigin: origin })
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
  const made: WireStruct = { kind: 7, type: { ref: 3, name: 'paragraph' }, root: random.pick(roots) }
  section.structs.push(made)
  return made
}
