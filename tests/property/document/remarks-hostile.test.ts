import { describe, expect, test } from 'vitest'
import { type Doc, applyUpdate, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { edit } from './support/desk.ts'
import { Random } from './support/random.ts'
import { forkRemarks, judgeRemark, textsOf } from './support/remark-judge.ts'
import { freshRemarks, mutatedRemarks, plausibleRemarks, someRemarkStruct } from './support/remark-mutation.ts'
import { Staffroom } from './support/staffroom.ts'
import { type WireUpdate, encode } from './support/wire.ts'

const seed = 20_260_110
const inputs = Number(process.env['HOCBA_FUZZ'] ?? 20_000) / 2
const timeout = 60_000 + inputs * 20
const perRoom = 250
const users = ['an', 'binh', 'chi'] as const

/** A document with history, two offline writers and several bound clients. */
function room(round: number): { readonly random: Random; readonly staffroom: Staffroom } {
  const random = new Random(seed + round)
  const staffroom = new Staffroom(random, ['an', 'an', 'binh', 'chi'])
  for (let step = 5 + random.below(80); step > 0; step -= 1) staffroom.step()
  return { random, staffroom }
}

const ownClients = ({ server }: Staffroom): number[] => [...server.owners].filter(([, user]) => user === 'an').map(([client]) => client)

function handBuilt(random: Random, doc: Doc): Uint8Array {
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

function hostile(random: Random, staffroom: Staffroom): Uint8Array {
  const { doc } = staffroom.server
  const own = ownClients(staffroom)
  const roll = random.next()
  if (roll < 0.15) return handBuilt(random, doc)
  if (roll < 0.4 && doc.store.clients.size > 0) return plausibleRemarks(doc, random, [random.pick([...own, 77]), random.pick([...own, 78])])
  const honest =
    roll < 0.5
      ? random.pick([...staffroom.sent, { update: Uint8Array.of(0, 0) }]).update
      : freshRemarks(staffroom.server, random, [random.pick([...own, 77]), random.pick([...own, 78])])
  return mutatedRemarks(honest, doc, random)
}

function judged(staffroom: Staffroom, update: Uint8Array, user: string, place: string): string {
  try {
    const result = judgeRemark(staffroom.server, update, user)
    if (!result.ok) return result.error.code
    return result.value.news ? 'news' : 'nothing new'
  } catch (cause) {
    throw new Error(`${place}, user ${user}: ${Buffer.from(update).toString('hex')}`, { cause })
  }
}

/** Somebody who writes before the update arrives must end with the server's text. */
function checkConverges({ server }: Staffroom, update: Uint8Array, random: Random, place: string): void {
  const [author, log] = [forkRemarks(server.doc, random.chance(0.5)), forkRemarks(server.doc)]
  const before = encodeStateVector(author)
  author.clientID = random.pick([5, 2 ** 32 - 3])
  for (let count = 1 + random.below(3); count > 0; count -= 1) edit(author, random, 'typed')
  const own = encodeStateAsUpdate(author, before)
  applyUpdate(author, update)
  for (const each of [update, own]) applyUpdate(log, each)
  expect(textsOf(author), `${place}: ${Buffer.from(update).toString('hex')}`).toEqual(textsOf(log))
}

describe(`hostile updates of remarks, seed ${seed}`, () => {
  test(
    'REMARK-8 what is accepted changes the named remarks alone, as read, for everybody; what is refused changes nothing',
    { timeout },
    () => {
      const outcomes = new Map<string, number>()
      for (let round = 0; round * perRoom < inputs; round += 1) {
        const { random, staffroom } = room(round)
        for (let input = 0; input < perRoom; input += 1) {
          const update = hostile(random, staffroom)
          const user = random.chance(0.9) ? 'an' : random.pick(users)
          const place = `round ${round} input ${input}`
          const outcome = judged(staffroom, update, user, place)
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
          if (outcome !== 'news') continue
          checkConverges(staffroom, update, random, place)
          const read = staffroom.server.read(update, user)
          if (read.ok && random.chance(0.1)) staffroom.server.accept(update, user, read.value)
        }
      }
      console.log(`hostile remarks: seed ${seed}, ${JSON.stringify(Object.fromEntries([...outcomes].toSorted()))}`)
      const codes = ['cell.unknown', 'value.invalid', 'update.gap', 'update.client', 'update.shape', 'update.malformed', 'limit']
      for (const code of ['news', 'nothing new', ...codes]) {
        expect(outcomes.get(code) ?? 0, `the run reaches ${code}`).toBeGreaterThan(inputs / 2000)
      }
    },
  )
})
