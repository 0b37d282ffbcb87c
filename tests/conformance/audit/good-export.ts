import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { exportOf, fillSchool } from '../../support/audited-school.ts'
import { startSchool } from '../../support/school.ts'
import { Forge, LogKey, sha256 } from './forge.ts'

export interface GoodExport {
  readonly folder: string
  /** Paths of the export and of the school's public log key. */
  readonly file: string
  readonly key: string
}

/** The export of a school that has lived through everything; made once a run of the suite by the file that asks first, for it takes a minute, or found in HOCBA_GOOD_EXPORT. */
export async function goodExport(): Promise<GoodExport> {
  const folder = process.env['HOCBA_GOOD_EXPORT'] ?? join(process.env['HOCBA_STARTED_SCHOOLS'] ?? tmpdir(), `hocba-audit-${process.ppid}`)
  const good = { folder, file: join(folder, 'export.txt'), key: join(folder, 'school.vkey') }
  if (existsSync(good.key)) return good
  await mkdir(folder, { recursive: true })
  const isMaker = await mkdir(join(folder, 'making')).then(
    () => true,
    () => false,
  )
  if (!isMaker) {
    await vi.waitUntil(() => existsSync(good.key), { timeout: 200_000 })
    return good
  }
  const school = await startSchool()
  try {
    await fillSchool(school)
    await writeFile(good.file, await exportOf(school))
    await copyFile(join(school.dataDir, 'pki', 'school.vkey'), `${good.key}.new`)
    await rename(`${good.key}.new`, good.key)
  } finally {
    await school.stop()
  }
  return good
}

/**
 * The same history with files of a few bytes, put under a key of the test's own, so that thousands of tampered copies can be judged:
 * whole for everybody who does not read files.
 */
export async function lightExport(good: GoodExport): Promise<{ readonly forge: Forge; readonly key: LogKey }> {
  const forge = Forge.read(await readFile(good.file))
  const key = new LogKey(forge.head.origin.split('/')[0] ?? '')
  thin(forge)
  const light = new Map(forge.of('file').map((file) => [file.sha256, Buffer.from(`light ${file.sha256}`)]))
  for (const file of forge.of('file')) {
    const bytes = light.get(file.sha256) ?? Buffer.alloc(0)
    Object.assign(file, { bytes: bytes.toString('base64'), sha256: sha256(bytes).toString('hex') })
  }
  for (const { leaf, changes } of forge.of('entry')) {
    if (leaf.kind !== 'sign') continue
    const body = changes[0] as { xml: string; pdf: string }
    for (const kind of ['xml', 'pdf'] as const) body[kind] = sha256(light.get(body[kind]) ?? '').toString('hex')
    leaf.digest = body.xml
  }
  // What authors sent is the bulk of an export; a few bytes stand for it.
  for (const entry of forge.of('entry')) if (entry.update !== null) entry.update = Buffer.from(`${entry.index}`).toString('base64')
  forge.reseal()
  const { length } = forge.of('entry')
  return { forge: forge.checkpoints(key, Math.floor(length / 2), length), key }
}

/** Without grids and transcripts that only repeat others. */
function thin(forge: Forge): void {
  const grids = /^2025-6A\.|^2025-(6B\.TIN|7A\.KHTN|7B\.TOAN)\.HK1$/
  const left = new Set(
    forge
      .of('transcript')
      .filter(({ record }) => record.state === 'initialised' && record.version === 1)
      .slice(2)
      .map(({ record }) => record.digest),
  )
  forge.lines = forge.lines.filter((line) => {
    if (line.type === 'grid') return grids.test(line.grid)
    if (line.type === 'transcript') return !left.has(line.record.digest)
    if (line.type === 'register') return !left.has(line.digest)
    if (line.type !== 'entry') return true
    return line.leaf.place ? grids.test(line.leaf.place.grid) : !left.has(line.leaf.digest ?? '')
  })
}
