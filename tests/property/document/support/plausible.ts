import { type Doc, Item } from 'yjs'
import { valueFor } from './classroom.ts'
import { cells } from './judge.ts'
import type { Random } from './random.ts'
import { type WireId, type WireSection, type WireStruct, type WireUpdate, encode } from './wire.ts'

interface Written extends WireId {
  readonly key: string
}

/** Every clock unit of a document with its cell. */
function unitsOf(doc: Doc): Written[] {
  const units: Written[] = []
  for (const structs of doc.store.clients.values()) {
    for (const item of structs) {
      if (!(item instanceof Item)) continue
      for (let index = 0; index < item.length; index += 1) {
        units.push({ client: item.id.client, clock: item.id.clock + index, key: item.parentSub ?? '' })
      }
    }
  }
  return units
}

/**
 * An update within the grammar that no honest client would write: origins anywhere in the history or in the update, siblings of one
 * client, runs that are born dead, deletes of anything. Nearly all of them are accepted: the placing of writes is what they test.
 */
export function plausible(doc: Doc, random: Random, clients: readonly number[]): Uint8Array {
  const units = unitsOf(doc)
  const focus = random.chance(0.6) ? [random.pick(cells), random.pick(cells)] : cells
  const dead = new Map<number, Set<number>>()
  const sections = new Map<number, WireSection>()
  const next = new Map<number, number>()
  for (let count = 1 + random.below(12); count > 0; count -= 1) {
    const client = random.pick(clients)
    const end = doc.store.clients.get(client)?.at(-1)
    const clock = next.get(client) ?? (end ? end.id.clock + end.length : 0)
    const section = sections.get(client) ?? { client, clock, structs: [] }
    sections.set(client, section)
    const { struct, key, length } = someWrite(units, focus, random)
    section.structs.push(struct)
    for (let index = 0; index < length; index += 1) {
      units.push({ client, clock: clock + index, key })
      if (length > 1 || struct.kind === 1 || random.chance(0.15)) kill(dead, { client, clock: clock + index })
    }
    next.set(client, clock + length)
  }
  for (let count = random.below(4); count > 0; count -= 1) if (units.length > 0) kill(dead, random.pick(units))
  const wire: WireUpdate = {
    sections: [...sections.values()],
    deletes: [...dead].map(([client, clocks]) => ({ client, ranges: ranges(clocks) })),
  }
  if (random.chance(0.5)) wire.sections.reverse()
  return encode(wire)
}

function someWrite(
  units: readonly Written[],
  focus: readonly string[],
  random: Random,
): { struct: WireStruct; key: string; length: number } {
  const near = units.filter(({ key }) => focus.includes(key))
  const recent = random.chance(0.5) ? near.slice(-4) : near
  const origin = random.chance(0.75) && recent.length > 0 ? random.pick(recent) : undefined
  const key = origin?.key ?? random.pick(focus)
  const length = random.chance(0.15) ? 1 + random.below(3) : 1
  const place = origin ? { origin: { client: origin.client, clock: origin.clock } } : { key }
  if (random.chance(0.1)) return { struct: { ...place, kind: 1, length }, key, length }
  return { struct: { ...place, kind: 8, values: Array.from({ length }, () => valueFor(random, key)) }, key, length }
}

function kill(dead: Map<number, Set<number>>, { client, clock }: WireId): void {
  dead.set(client, (dead.get(client) ?? new Set()).add(clock))
}

function ranges(clocks: ReadonlySet<number>): { clock: number; length: number }[] {
  const merged: { clock: number; length: number }[] = []
  for (const clock of [...clocks].toSorted((a, b) => a - b)) {
    const last = merged.at(-1)
    if (last && last.clock + last.length === clock) last.length += 1
    else merged.push({ clock, length: 1 })
  }
  return merged
}
