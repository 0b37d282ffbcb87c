/** `npm run fuzz -- [cells|remarks] [inputs] [seed]`: a long run; what it finds is kept in tests/corpus/gate. */
import { corpusFolder, grammars, writeCase } from './corpus.ts'
import { describe, fire } from './fire.ts'
import type { GrammarName } from './target.ts'

const words = process.argv.slice(2)
const numbers = words.filter((word) => /^\d+$/.test(word)).map(Number)
const wanted = words.filter((word) => !/^\d+$/.test(word))
const [inputs = 1_000_000, seed = 20_260_201] = numbers
const unknown = wanted.filter((word) => !(word in grammars))
if (unknown.length > 0) {
  process.stderr.write(`no such grammar: ${unknown.join(' ')} (${Object.keys(grammars).join(' ')})\n`)
  process.exit(1)
}

for (const name of wanted.length > 0 ? (wanted as GrammarName[]) : (Object.keys(grammars) as GrammarName[])) run(name)

function run(name: GrammarName): void {
  const started = performance.now()
  const before = heap()
  const report = fire(grammars[name], seed, inputs, (done) => {
    if (done % 50_000 === 0) process.stderr.write(`${name}: ${done} of ${inputs}, ${Math.round((performance.now() - started) / 1000)} s\n`)
  })
  const grown = (heap() - before) / 2 ** 20
  process.stdout.write(`${describe(report)}\n  ${Math.round((performance.now() - started) / 1000)} s, heap ${grown.toFixed(1)} MB more\n`)
  for (const { place, why, ...found } of report.found) {
    const file = writeCase(corpusFolder(name, process.cwd()), { ...found, name: place, says: why.split('\n')[0] ?? '', outcome: '?' })
    process.stdout.write(`  found: ${why}\n  kept as ${file}: say there what its outcome must be\n`)
  }
  if (report.found.length > 0) process.exitCode = 1
}

function heap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
