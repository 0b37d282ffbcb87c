/** `npm run fuzz [-- cells|remarks|verify|agree|year] [inputs] [seed]`: bundled and run by plain Node, as the benchmarks are. */
import { command, prepare } from '../../sync-server/bin/prepare.mjs'
import { runBundled } from './bundle.mjs'

const programs = new Map([
  ['verify', 'fuzz/attack/main'],
  ['agree', 'fuzz/agree/main'],
  ['year', 'fuzz/year/main'],
])

await command(async () => {
  await prepare({ outputs: ['programs'] })
  const [first, ...rest] = process.argv.slice(2)
  process.exitCode = await (programs.has(first) ? runBundled(programs.get(first), rest) : runBundled('fuzz/main', process.argv.slice(2)))
})
