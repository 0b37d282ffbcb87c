/** `npm test [-- filter …]`: installs and builds what is missing, runs vitest once, and ends with one line. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { command, prepare, root } from '../../sync-server/bin/prepare.mjs'

const summary = join(root, 'tests/.output/summary.json')

await command(async () => {
  await prepare()
  rmSync(summary, { force: true })
  const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'tests/vitest.config.ts']
  const reporters = ['--reporter=default', '--reporter=tests/support/summary-reporter.ts']
  const { status } = spawnSync(process.execPath, [...vitest, ...reporters, ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, HOCBA_PREPARED: '1', HOCBA_SUMMARY: summary },
  })
  const { passed, failed, skipped } = existsSync(summary) ? JSON.parse(readFileSync(summary, 'utf8')) : { passed: 0, failed: 1, skipped: 0 }
  process.exitCode = failed > 0 || status !== 0 ? 1 : 0
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`)
})
