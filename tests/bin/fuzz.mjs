/** `npm run fuzz [-- cells|remarks] [inputs] [seed]`: bundled and run by plain Node, as the benchmarks are. */
import { command, prepare } from '../../sync-server/bin/prepare.mjs'
import { runBundled } from './bundle.mjs'

await command(async () => {
  await prepare({ outputs: ['programs'] })
  process.exitCode = await runBundled('fuzz/main', process.argv.slice(2))
})
