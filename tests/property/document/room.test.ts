import { describe, expect, test } from 'vitest'
import { encodeStateAsUpdate } from 'yjs'
import { readCells, readRemarks } from '@hocba/shared/document'
import { grammars } from '../../fuzz/corpus.ts'
import { accepted } from '../../fuzz/target.ts'
import { type LogRoom, authorOf, openRoom } from './support/log-room.ts'
import { students } from './support/judge.ts'
import { Random } from './support/random.ts'

const seed = 20_260_208
const inputs = Math.ceil(Number(process.env['HOCBA_FUZZ'] ?? 10_000) / 5)
const perRoom = 100

/** Everything that a refusal must leave as it was. */
function sight({ room, rows }: LogRoom, name: 'cells' | 'remarks'): unknown {
  const { doc } = room.channels[name]
  const bound = [...doc.store.clients.keys(), 77, 78].map((client) => ['an', 'binh', 'chi'].map((user) => room.mayUse(name, client, user)))
  const document = Buffer.from(encodeStateAsUpdate(doc)).toString('base64')
  return {
    rows: rows.length,
    head: room.head,
    pending: room.pending,
    conflicts: room.conflicts,
    roots: [...doc.share.keys()],
    document,
    bound,
  }
}

function values({ room }: LogRoom, name: 'cells' | 'remarks'): Map<string, unknown> {
  const { doc } = room.channels[name]
  return new Map<string, unknown>(name === 'cells' ? readCells(doc) : readRemarks(doc, students))
}

/** The values before with what the newest row says of them. */
function told({ rows }: LogRoom, before: ReadonlyMap<string, unknown>, name: 'cells' | 'remarks'): Map<string, unknown> {
  const after = new Map(before)
  const row = rows.at(-1)
  for (const edit of name === 'cells' ? (row?.edits ?? []) : []) {
    expect(before.get(edit.cell) ?? null).toBe(edit.before)
    // Written without having seen what stands in the cell, and behind it.
    if (edit.won === false) continue
    if (edit.after === null) after.delete(edit.cell)
    else after.set(edit.cell, edit.after)
  }
  for (const remark of row?.remarks ?? []) {
    expect(before.get(remark.student)).toBe(remark.before)
    after.set(remark.student, remark.after)
  }
  return after
}

const sorted = (map: ReadonlyMap<string, unknown>): unknown => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1))

describe(`a room under fire, seed ${seed}`, () => {
  test.each(['cells', 'remarks'] as const)(
    'GATE-18 %s (I5, I8): what is accepted is one row that says what has changed, what is refused changes neither document nor log nor memory',
    { timeout: 60_000 + inputs * 20 },
    async (name) => {
      const counts = { accepted: 0, refused: 0, old: 0 }
      for (let round = 0; round * perRoom < inputs; round += 1) {
        const target = grammars[name].open(new Random(seed + round))
        const open = openRoom(name, target.state())
        let logged = 0
        for (let index = 0; index < perRoom; index += 1) {
          const input = target.aim()
          const expected = target.judge(input)
          const place = `round ${round} input ${index}: ${Buffer.from(input.update).toString('hex')}`
          const [before, shown] = [sight(open, name), values(open, name)]
          const outcome = await open.room.receive(name, input.update, authorOf(input.user))
          expect(outcome.ok ? 'accepted' : outcome.error.code, place).toBe(accepted.has(expected) ? 'accepted' : expected)
          if (!outcome.ok || expected === 'nothing new') {
            expect(sight(open, name), place).toEqual(before)
            if (outcome.ok) counts.old += 1
            else counts.refused += 1
            continue
          }
          counts.accepted += 1
          logged += 1
          expect(open.rows, place).toHaveLength(logged)
          expect(open.rows.at(-1), place).toMatchObject({ actor: input.user, session: `session of ${input.user}` })
          expect(sorted(values(open, name)), place).toEqual(sorted(told(open, shown, name)))
          target.keep(input)
        }
      }
      console.log(`${name} in a room: seed ${seed}, ${JSON.stringify(counts)}`)
      expect(counts.accepted).toBeGreaterThan(inputs / 40)
      expect(counts.refused).toBeGreaterThan(inputs / 4)
    },
  )

  test.each(['cells', 'remarks'] as const)('GATE-18 %s of a frozen grid (I6): nothing at all enters, whatever it is', async (name) => {
    for (let round = 0; round < 4; round += 1) {
      const target = grammars[name].open(new Random(seed + 1000 + round))
      const open = openRoom(name, target.state(), 'frozen')
      const before = sight(open, name)
      for (let index = 0; index < perRoom; index += 1) {
        const input = target.aim()
        const outcome = await open.room.receive(name, input.update, authorOf(input.user))
        const expected = target.judge(input)
        const answer = outcome.ok ? 'nothing new' : outcome.error.code
        expect(answer).toBe(accepted.has(expected) && expected !== 'nothing new' ? 'grid.frozen' : expected)
      }
      expect(sight(open, name)).toEqual(before)
    }
  })
})
