import { describe, expect, test } from 'vitest'
import { Classroom } from './support/classroom.ts'
import { Random } from './support/random.ts'

const seed = 20_260_106
/** A round sends about 60 updates. */
const rounds = Math.ceil(Number(process.env['HOCBA_FUZZ'] ?? 20_000) / 400)

describe(`honest traffic, seed ${seed}`, () => {
  test('GATE-9 no update of a real Yjs client is refused, and each means what its edits say', { timeout: 60_000 + rounds * 1000 }, () => {
    let updates = 0
    for (let round = 0; round < rounds; round += 1) {
      const room = new Classroom(new Random(seed + round), ['an', 'an', 'an', 'binh', 'chi'])
      for (let step = 0; step < 120; step += 1) room.step()
      room.settle()
      expect(room.refused, `round ${round}`).toEqual([])
      const whole = JSON.stringify(room.server.doc.getMap('cells').toJSON(), null, 1)
      for (const tab of room.tabs) expect(sorted(tab.doc.getMap('cells').toJSON())).toEqual(sorted(JSON.parse(whole)))
      updates += room.sent.length
    }
    console.log(`honest traffic: seed ${seed}, ${rounds} rounds, ${updates} updates, 0 refused`)
    expect(updates).toBeGreaterThan(rounds * 50)
  })
})

const sorted = (value: object): unknown => Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
