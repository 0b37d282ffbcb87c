/** A program of tests/ on its own, in plain Node: nothing of a test runner stands between the clock and the code. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../../sync-server/bin/prepare.mjs'

/**
 * Bundles `tests/<entry>.ts` and runs it; `@hocba/shared` is the built one, as in production. Returns its exit code.
 * @param {string} entry
 * @param {string[]} [args]
 */
export async function runBundled(entry, args = []) {
  const { build } = await import('vite')
  const output = join(root, 'tests/.output', entry)
  await build({
    configFile: false,
    root: join(root, 'tests'),
    logLevel: 'warn',
    ssr: { external: true },
    build: {
      ssr: join(root, 'tests', `${entry}.ts`),
      outDir: output,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'program.mjs' } },
    },
  })
  const { status } = spawnSync(process.execPath, ['--expose-gc', '--max-semi-space-size=64', join(output, 'program.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, HOCBA_PREPARED: '1' },
  })
  return status ?? 1
}
