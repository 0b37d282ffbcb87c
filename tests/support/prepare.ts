import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startSchool } from './school.ts'

/**
 * Before tests that start the programs: their output is fresh (under `npm test` that is done already and costs nothing), and a
 * demo school has been started for the first time, once without and once with its agent, for `startSchool` to copy.
 */
export default async function prepare(): Promise<(() => Promise<void>) | undefined> {
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL('../../sync-server/bin/prepare.mjs', import.meta.url))], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error('the programs could not be built')
  process.env['HOCBA_PREPARED'] = '1'
  if (process.env['HOCBA_STARTED_SCHOOLS'] !== undefined) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'hocba-started-'))
  const [alone, whole] = [join(folder, 'alone'), join(folder, 'whole')]
  await (await startSchool({ dataDir: alone, agent: false })).stop()
  await cp(alone, whole, { recursive: true })
  await (await startSchool({ dataDir: whole })).stop()
  process.env['HOCBA_STARTED_SCHOOLS'] = folder
  return () => rm(folder, { recursive: true, force: true })
}
