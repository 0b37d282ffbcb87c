import { describe, expect, test } from 'vitest'
import { Random } from './support/random.ts'
import { textsOf } from './support/remark-judge.ts'
import { Staffroom } from './support/staffroom.ts'

const seed = 20_260_109
/** A round sends about 60 updates. */
const rounds = Math.ceil(Number(process.env['HOCBA_FUZZ'] ?? 20_000) / 400)

describe(`honest editors of remarks, seed ${seed}`, () => {
  test(
    'REMARK-9 no update of an editor of plain paragraphs is refused, and each changes the remarks as read',
    { timeout: 60_000 + rounds * 1000 },
    () => {
      let updates = 0
      for (let round = 0; round < rounds; round += 1) {
        const room = new Staffroom(new Random(seed + round), ['an', 'an', 'an', 'binh', 'chi'])
        for (let step = 0; step < 120; step += 1) room.step()
        room.settle()
        expect(room.refused, `round ${round}`).toEqual([])
        for (const tab of room.tabs) expect(textsOf(tab.doc), `round ${round}`).toEqual(textsOf(room.server.doc))
        updates += room.sent.length
      }
      console.log(`honest remarks: seed ${seed}, ${rounds} rounds, ${updates} updates, 0 refused`)
      expect(updates).toBeGreaterThan(rounds * 40)
    },
  )
})
