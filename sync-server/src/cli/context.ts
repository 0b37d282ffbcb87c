import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Fault } from '@hocba/shared/core'
import type { Terminal } from './terminal.ts'

/** The exit codes of `hocba`: 0 only when all is well, 1 for every refusal, 2 for a command that cannot be understood or comes later. */
export type ExitCode = 0 | 1 | 2

/** What every subcommand gets, and how it tells its outcome. */
export interface Context {
  readonly terminal: Terminal
  exit(code: ExitCode): void
}

export const dataDir = ({ terminal }: Context): string => resolve(terminal.env['HOCBA_DATA_DIR'] ?? './data')

export async function readInput(path: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw new Fault('file.unreadable', { detail: `Không đọc được tệp ${path}.`, cause })
  })
}
