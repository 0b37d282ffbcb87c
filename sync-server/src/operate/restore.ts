import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Fault } from '@hocba/shared/core'
import { checkSqlite, isSqliteInUse } from '../store/sqlite/copy.ts'
import { type BackupFile, type BackupManifest, describeFile, manifestName, storeFiles } from './backup.ts'

/** Puts a backup in place of the data folder's stores. What was there moves to `<data>/replaced-<time>`; nothing is deleted. */
export async function restore(source: string, dataDir: string, now: Date): Promise<{ readonly kept: string | undefined }> {
  const manifest = await readManifest(source)
  await checkFiles(source, manifest.files)
  for (const name of storeFiles) checkSqlite(join(source, name))
  for (const name of storeFiles) {
    if (isSqliteInUse(join(dataDir, name)))
      throw new Fault('server.running', { detail: `Kho ${name} đang được một chương trình mở. Hãy dừng máy chủ trước.` })
  }
  const kept = await setAside(dataDir, now)
  for (const { path } of manifest.files) {
    await mkdir(dirname(join(dataDir, path)), { recursive: true })
    await copyFile(join(source, path), join(dataDir, path))
  }
  return { kept }
}

const broken = (source: string, what: string): Fault =>
  new Fault('file.unreadable', { detail: `${source} không phải là bản sao lưu nguyên vẹn: ${what}.` })

async function readManifest(source: string): Promise<BackupManifest> {
  const text = await readFile(join(source, manifestName), 'utf8').catch(() => {
    throw broken(source, `thiếu ${manifestName}`)
  })
  const manifest = parse(text)
  if (manifest?.format !== 'hocba-backup-1' || !Array.isArray(manifest.files)) throw broken(source, `${manifestName} không đúng mẫu`)
  const isSafe = manifest.files.every(({ path }) => storeFiles.some((name) => name === path) || /^pki\/[\w.-]+$/.test(path))
  const isWhole = storeFiles.every((name) => manifest.files.some(({ path }) => path === name))
  if (!isSafe || !isWhole) throw broken(source, `${manifestName} nêu thiếu hoặc thừa tệp`)
  return manifest
}

function parse(text: string): BackupManifest | undefined {
  try {
    return JSON.parse(text) as BackupManifest
  } catch {
    return undefined
  }
}

async function checkFiles(source: string, files: readonly BackupFile[]): Promise<void> {
  for (const file of files) {
    const found = await describeFile(source, file.path).catch(() => undefined)
    if (found?.sha256 !== file.sha256) throw broken(source, `${file.path} thiếu hoặc đã thay đổi`)
  }
}

async function setAside(dataDir: string, now: Date): Promise<string | undefined> {
  const present = [...storeFiles.flatMap((name) => [name, `${name}-wal`, `${name}-shm`]), 'pki'].filter((name) =>
    existsSync(join(dataDir, name)),
  )
  if (present.length === 0) return undefined
  const kept = join(dataDir, `replaced-${now.toISOString().replaceAll(/[:.]/g, '-')}`)
  await mkdir(kept, { mode: 0o700 })
  for (const name of present) await rename(join(dataDir, name), join(kept, name))
  return kept
}
