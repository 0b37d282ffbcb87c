import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/** One level at a time: `recursive` never returns where a parent exists and cannot hold folders, as in /proc. */
export function makeFolder(folder: string, mode: number): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder), mode)
  mkdirSync(folder, { mode })
}
