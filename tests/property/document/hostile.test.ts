import { describe, expect, test } from 'vitest'
import { grammars, readCorpus } from '../../fuzz/corpus.ts'
import { describe as told, fire, least, longest } from '../../fuzz/fire.ts'
import type { GrammarName } from '../../fuzz/target.ts'

const seed = 20_260_107
const inputs = Number(process.env['HOCBA_FUZZ'] ?? 10_000)
const timeout = 60_000 + inputs * 10

const refusals = ['cell.unknown', 'value.invalid', 'update.gap', 'update.client', 'update.shape', 'update.malformed', 'limit']
const fuzzed: readonly (readonly [grammar: GrammarName, rules: string, news: readonly string[]])[] = [
  ['cells', 'GATE-6 GATE-7 GATE-12', ['edits', 'conflict']],
  ['remarks', 'REMARK-8 REMARK-12', ['news']],
]

describe(`hostile updates, seed ${seed}`, () => {
  test.each(fuzzed)(
    `GATE-16 %s (%s, I5, I8, I9): what is accepted changes exactly its edits, what is refused changes nothing, no step takes ${longest} ms`,
    { timeout },
    (name, _rules, news) => {
      const report = fire(grammars[name], seed, inputs)
      console.log(told(report))
      expect(report.found.map(({ place, why, update }) => `${place}: ${why}: ${Buffer.from(update).toString('hex')}`)).toEqual([])
      for (const outcome of [...news, 'nothing new', ...refusals]) {
        expect(report.outcomes.get(outcome) ?? 0, `the run reaches ${outcome}`).toBeGreaterThan(inputs / 2000)
      }
    },
  )
})

describe('the corpus', () => {
  for (const grammar of Object.keys(grammars) as GrammarName[]) {
    test.each(readCorpus(grammar))(`GATE-17 ${grammar}: $name: $says`, ({ state, update, user, outcome }) => {
      const target = grammars[grammar].load(state)
      expect(target.judge({ update, user })).toBe(outcome)
      expect(least(() => () => void target.read({ update, user }))).toBeLessThan(longest)
      expect(least(() => target.prepare({ update, user }))).toBeLessThan(longest)
    })
  }
})
