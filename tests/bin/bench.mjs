/**
 * `npm run bench [-- sync|signing|grid …]`: each tests/bench/<name>.ts is bundled on its own and run by plain Node,
 * so that nothing of a test runner stands between the clock and the code. `@hocba/shared` is the built one, as in production.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Stop, command, prepare, root, say } from '../../sync-server/bin/prepare.mjs'

const folder = join(root, 'tests/bench')
const output = join(root, 'tests/.output/bench')

await command(async () => {
  await prepare()
  const known = (existsSync(folder) ? readdirSync(folder) : []).filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3))
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Stop(`no such benchmark: ${unknown.join(' ')} (${known.join(' ')})`)
  for (const name of wanted.length > 0 ? wanted : known) await runBench(name)
})

/** @param {string} name */
async function runBench(name) {
  const { build } = await import('vite')
  await build({
    configFile: false,
    root: join(root, 'tests'),
    logLevel: 'warn',
    ssr: { external: true },
    build: {
      ssr: join(folder, `${name}.ts`),
      outDir: output,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  })
  say(`bench ${name}`)
  const { status } = spawnSync(process.execPath, ['--expose-gc', join(output, `${name}.mjs`)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, HOCBA_PREPARED: '1' },
  })
  if (status !== 0) process.exitCode = 1
}
