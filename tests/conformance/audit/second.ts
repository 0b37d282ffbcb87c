import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toolPath } from '../../support/tools.ts'
import type { LogKey } from './forge.ts'

const program = fileURLToPath(new URL('verify.py', import.meta.url))

/** A tampered export, with the checkpoints given beside it. */
export interface Case {
  readonly name: string
  readonly bytes: Buffer
  readonly notes?: readonly string[]
}

/** The last line that the second verifier prints for an export. */
export interface SecondReport {
  readonly verdict: 'whole' | 'fault' | 'refused'
  readonly check: string | null
  readonly line: number | null
}

/** What the second verifier says of exports on disk, and how it ends. */
export function second(
  files: readonly string[],
  key: string,
  checkpoints: readonly string[] = [],
): Promise<{ readonly code: number; readonly reports: readonly SecondReport[]; readonly printed: string }> {
  const words = [program, ...files, '--key', key, ...checkpoints.flatMap((path) => ['--checkpoint', path])]
  return new Promise((resolve, reject) => {
    execFile(toolPath('python3'), words, { maxBuffer: 2 ** 26 }, (error, printed, complained) => {
      if (complained !== '') return reject(new Error(complained))
      const reports = printed.split('\n').filter((line) => line.startsWith('{'))
      resolve({ code: error ? Number(error.code) : 0, reports: reports.map((line) => JSON.parse(line) as SecondReport), printed })
    })
  })
}

/** What the second verifier says of exports in memory; all of them with the same checkpoints beside them. */
export async function secondOf(
  folder: string,
  exports: readonly Buffer[],
  key: LogKey,
  notes: readonly string[] = [],
): Promise<readonly SecondReport[]> {
  const keep = async (name: string, bytes: Buffer | string): Promise<string> => {
    const path = join(folder, name)
    await writeFile(path, bytes)
    return path
  }
  const vkey = await keep('second.vkey', key.vkey)
  const files = await Promise.all(exports.map((bytes, at) => keep(`export-${at}.txt`, bytes)))
  const checkpoints = await Promise.all(notes.map((note, at) => keep(`note-${at}.txt`, note)))
  const { reports } = await second(files, vkey, checkpoints)
  await Promise.all(files.map((path) => rm(path)))
  return reports
}
