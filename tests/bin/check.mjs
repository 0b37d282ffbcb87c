/** `npm run check [-- types|lint|format|layers]`: what can be said about the code without running it. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { Stop, command, prepare, root, say } from '../../sync-server/bin/prepare.mjs'

const folders = ['client', 'sync-server', 'signing-agent', 'shared', 'tests']
const sources = ['client/src', 'sync-server/src', 'sync-server/bin', 'signing-agent/src', 'shared/src']
const bin = (/** @type {string} */ path) => join(root, 'node_modules', path)

/** Each check is one command; the folders are named because a linter that is given `.` walks the data folder too. */
const checks = {
  types: [bin('typescript/bin/tsc'), '-b'],
  lint: [bin('oxlint/bin/oxlint'), '--type-aware', '--quiet', ...folders],
  format: [bin('oxfmt/bin/oxfmt'), '--check', ...folders],
  layers: [bin('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', ...sources],
}

await command(async () => {
  await prepare({ outputs: [] })
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((name) => !(name in checks))
  if (unknown.length > 0) throw new Stop(`no such check: ${unknown.join(' ')} (${Object.keys(checks).join(' ')})`)
  const failed = Object.entries(checks)
    .filter(([name]) => wanted.length === 0 || wanted.includes(name))
    .filter(([name, args]) => !passes(name, args))
  if (failed.length > 0) throw new Stop(`check failed: ${failed.map(([name]) => name).join(' ')}`)
})

/**
 * @param {string} name
 * @param {string[]} args
 */
function passes(name, args) {
  const started = performance.now()
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  say(`${name}: ${status === 0 ? 'ok' : 'failed'} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  return status === 0
}
