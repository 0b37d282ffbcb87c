/** `npm run fuzz [-- cells|remarks|verify] [inputs] [seed]`: bundled and run by plain Node, as the benchmarks are. */
import { command, prepare } from '../../sync-server/bin/prepare.mjs'
import { runBundled } from './bundle.mjs'

await command(async () => {
  await prepare({ outputs: ['programs'] })
  const [first, ...rest] = process.argv.slice(2)
  process.exitCode = await (first === 'verify' ? runBundled('fuzz/attack/main', rest) : runBundled('fuzz/main', process.argv.slice(2)))
})
