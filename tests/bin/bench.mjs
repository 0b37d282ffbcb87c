/** `npm run bench [-- sync|signing|grid …]`: each tests/bench/<name>.ts is bundled on its own and run by plain Node. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Stop, command, prepare, root, say } from '../../sync-server/bin/prepare.mjs'
import { runBundled } from './bundle.mjs'

const folder = join(root, 'tests/bench')

await command(async () => {
  await prepare()
  const known = (existsSync(folder) ? readdirSync(folder) : []).filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3))
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Stop(`no such benchmark: ${unknown.join(' ')} (${known.join(' ')})`)
  for (const name of wanted.length > 0 ? wanted : known) {
    say(`bench ${name}`)
    if ((await runBundled(`bench/${name}`)) !== 0) process.exitCode = 1
  }
})
