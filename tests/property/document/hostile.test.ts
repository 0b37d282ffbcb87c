import { describe, expect, test } from 'vitest'
import { Classroom } from './support/classroom.ts'
import { judge } from './support/judge.ts'
import { freshUpdate, mutated, someStruct } from './support/mutation.ts'
import { plausible } from './support/plausible.ts'
import { Random } from './support/random.ts'
import { type WireUpdate, encode } from './support/wire.ts'

const seed = 20_260_107
const inputs = Number(process.env['HOCBA_FUZZ'] ?? 20_000)
const timeout = 60_000 + inputs * 5
const perRoom = 400
/** Of each room's inputs; the others are plausible ones. */
const hostilePerRoom = 320

const users = ['an', 'binh', 'chi'] as const

/** A document with history, conflicts and several bound clients. */
function room(round: number): { readonly random: Random; readonly classroom: Classroom } {
  const random = new Random(seed + round)
  const classroom = new Classroom(random, ['an', 'an', 'binh', 'chi'])
  for (let step = random.below(90); step > 0; step -= 1) classroom.step()
  return { random, classroom }
}

function handBuilt(random: Random, classroom: Classroom): Uint8Array {
  const doc = classroom.server.doc
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

describe(`hostile updates, seed ${seed}`, () => {
  test('GATE-6 writes that hang anywhere in the history show what the edits say', { timeout }, () => {
    let accepted = 0
    let conflicts = 0
    for (let round = 0; round * perRoom < inputs; round += 1) {
      const { random, classroom } = room(round)
      const own = [...classroom.server.owners].filter(([, user]) => user === 'an').map(([client]) => client)
      for (let input = 0; input < perRoom - hostilePerRoom; input += 1) {
        const clients = [random.pick([...own, 77]), random.pick([...own, 78]), random.pick([...own, 2 ** 32 - 5])]
        const update = plausible(classroom.server.doc, random, clients)
        const outcome = judged(classroom, update, 'an', `round ${round} input ${input}`)
        if (random.chance(0.1)) keep(classroom, update)
        if (outcome === 'edits' || outcome === 'conflict') accepted += 1
        if (outcome === 'conflict') conflicts += 1
      }
    }
    console.log(`plausible updates: seed ${seed}, ${accepted} accepted, ${conflicts} in conflict`)
    expect(accepted).toBeGreaterThan(inputs / 6)
    expect(conflicts).toBeGreaterThan(inputs / 8)
  })

  test('GATE-7 what is accepted changes exactly its edits, what is refused changes nothing', { timeout }, () => {
    const outcomes = new Map<string, number>()
    for (let round = 0; round * perRoom < inputs; round += 1) {
      const { random, classroom } = room(round)
      const own = [...classroom.server.owners].filter(([, user]) => user === 'an').map(([client]) => client)
      for (let input = 0; input < hostilePerRoom; input += 1) {
        const honest = random.chance(0.15)
          ? random.pick([...classroom.sent, { update: Uint8Array.of(0, 0) }]).update
          : freshUpdate(classroom.server, random, [random.pick([...own, 77]), random.pick([...own, 78])])
        const update = random.chance(0.25) ? handBuilt(random, classroom) : mutated(honest, classroom.server.doc, random)
        const user = random.chance(0.9) ? 'an' : random.pick(users)
        const result = judged(classroom, update, user, `round ${round} input ${input}`)
        outcomes.set(result, (outcomes.get(result) ?? 0) + 1)
      }
    }
    console.log(`hostile updates: seed ${seed}, ${JSON.stringify(Object.fromEntries([...outcomes].toSorted()))}`)
    for (const code of [
      'edits',
      'conflict',
      'nothing new',
      'cell.unknown',
      'value.invalid',
      'update.gap',
      'update.client',
      'update.shape',
      'update.malformed',
      'limit',
    ]) {
      expect(outcomes.get(code) ?? 0, `the run reaches ${code}`).toBeGreaterThan(inputs / 2000)
    }
  })
})

function judged(classroom: Classroom, update: Uint8Array, user: string, place: string): string {
  try {
    const result = judge(classroom.server, update, user)
    if (!result.ok) return result.error.code
    if (!result.value.news) return 'nothing new'
    return result.value.edits.some((edit) => edit.conflict) ? 'conflict' : 'edits'
  } catch (cause) {
    throw new Error(`${place}, user ${user}: ${Buffer.from(update).toString('hex')}`, { cause })
  }
}

/** Lets an update stay, so that the next ones meet a document that no honest client would make. */
function keep({ server }: Classroom, update: Uint8Array): void {
  const read = server.read(update, 'an')
  if (read.ok) server.accept(update, 'an', read.value)
}
