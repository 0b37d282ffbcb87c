import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Program, startProgram } from '../measure/program.ts'
import { freePort, signIn } from '../../support/school.ts'
import type { Address } from './client.ts'

/** A server under the same load as the other one. */
export interface Contender {
  readonly name: string
  readonly pid: number
  address(document: string, query?: string): Address
  stop(): Promise<void>
}

/** The reference server of Yjs: everything in memory, no sign-in, no rights, no history. */
export async function startPeer(): Promise<Contender> {
  const port = await freePort()
  const start = (): Promise<Program> =>
    startProgram(['node_modules/@y/websocket-server/src/server.js'], port, { HOST: '127.0.0.1', PORT: String(port) })
  const program = await start()
  return {
    name: 'y-websocket-server 0.1.1, memory',
    pid: program.pid,
    address: (document) => ({ port, path: `/${document}`, headers: {} }),
    stop: () => program.end('SIGKILL'),
  }
}

export interface School extends Contender {
  readonly url: string
  readonly token: string
  kill(): Promise<void>
  restart(): Promise<School>
}

/** The sync-server on a fresh demo school, limits lifted; clients are the teacher of mathematics. */
export async function startHocba(flags: readonly string[] = []): Promise<School> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hocba-bench-'))
  return startOn(dataDir, flags)
}

async function startOn(dataDir: string, flags: readonly string[]): Promise<School> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const program = await startProgram([...flags, 'sync-server/dist/main.js'], port, {
    HOCBA_PORT: String(port),
    HOCBA_DATA_DIR: dataDir,
    HOCBA_DEMO: '1',
    HOCBA_AGENT_TOKEN: 'token-of-the-bench-agent',
    HOCBA_LOG_LEVEL: 'warn',
    HOCBA_LIMIT_UPDATES: '0',
    HOCBA_LIMIT_CONNECTIONS: '0',
  })
  const { token } = await signIn(url, 'gv.toan')
  return {
    name: 'Hocba: gate, rights, log on disk',
    url,
    token,
    pid: program.pid,
    address: (document, query = '') => ({ port, path: `/sync/${document}${query}`, headers: { Authorization: `Bearer ${token}` } }),
    kill: () => program.end('SIGKILL'),
    async restart() {
      await program.end('SIGKILL')
      return startOn(dataDir, flags)
    },
    async stop() {
      await program.end('SIGTERM')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
