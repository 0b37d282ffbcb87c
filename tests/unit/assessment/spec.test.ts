import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'

const here = new URL('.', import.meta.url)
const spec = readFileSync(new URL('../../../shared/docs/spec/assessment.md', here), 'utf8')
const tests = readdirSync(here)
  .filter((file) => file.endsWith('.test.ts') && file !== 'spec.test.ts')
  .map((file) => readFileSync(new URL(file, here), 'utf8'))
  .join('\n')

const rules = (text: string): ReadonlySet<string> => new Set(text.match(/\b(?:RULE|AVG|RATE|COND|PROM|AWARD|COMP|ASSESS|PRIM)-\d+/g))

test('every rule of the assessment spec is carried by a test, and every rule a test names is in the spec', () => {
  expect([...rules(tests)].toSorted()).toEqual([...rules(spec)].toSorted())
})

test('every vector T1 to T44 and P1 to P7 is named by a test', () => {
  const vectors = [
    ...Array.from({ length: 44 }, (_, index) => `T${index + 1}`),
    ...Array.from({ length: 7 }, (_, index) => `P${index + 1}`),
  ]
  const missing = vectors.filter((id) => !new RegExp(`\\b${id}\\b`).test(tests))
  expect(missing).toEqual([])
})
