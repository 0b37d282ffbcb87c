import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '@hocba/shared/core'
import { copySqlite } from '../store/sqlite/copy.ts'

/** The store that refers to another comes before it: what a copy names is always in the later copies. */
export const storeFiles = ['transcripts.sqlite', 'gradebook.sqlite', 'directory.sqlite'] as const

export interface BackupFile {
  /** Relative to the folder, with `/`. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

export interface BackupManifest {
  readonly format: 'hocba-backup-1'
  readonly at: string
  readonly files: readonly BackupFile[]
}

export const manifestName = 'backup.json'

/**
 * Copies the three stores, each as it stands at one moment also while the server writes, and the public trust material.
 * The manifest is written last: a folder without one is no backup. Private keys stay where they are.
 */
export async function backup(dataDir: string, target: string, now: Date): Promise<BackupManifest> {
  await makeEmptyFolder(target)
  for (const name of storeFiles) await copySqlite(join(dataDir, name), join(target, name))
  const trust = await copyTrust(join(dataDir, 'pki'), join(target, 'pki'))
  const files = await Promise.all([...storeFiles, ...trust].map((path) => describeFile(target, path)))
  const manifest: BackupManifest = { format: 'hocba-backup-1', at: now.toISOString(), files }
  await writeFile(join(target, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
  return manifest
}

async function makeEmptyFolder(target: string): Promise<void> {
  try {
    await mkdir(target, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new Fault('data.unwritable', { detail: `Không tạo được thư mục ${target}.`, cause })
  }
  const present = await readdir(target)
  if (present.length > 0) throw new Fault('data.unwritable', { detail: `Thư mục ${target} không trống; hãy chọn thư mục mới.` })
}

async function copyTrust(from: string, to: string): Promise<readonly string[]> {
  const names = await readdir(from).catch(() => [])
  if (names.length === 0) return []
  await mkdir(to)
  for (const name of names) await copyFile(join(from, name), join(to, name))
  return names.map((name) => `pki/${name}`)
}

export async function describeFile(folder: string, path: string): Promise<BackupFile> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(join(folder, path))) hash.update(chunk as Buffer)
  return { path, bytes: (await stat(join(folder, path))).size, sha256: hash.digest('hex') }
}
