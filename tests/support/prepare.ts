import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Before tests that start the programs: their output is fresh. Under `npm test` that is done already and costs nothing. */
export default function prepare(): void {
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL('../../sync-server/bin/prepare.mjs', import.meta.url))], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error('the programs could not be built')
  process.env['HOCBA_PREPARED'] = '1'
}
