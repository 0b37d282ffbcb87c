import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram } from '../measure/program.ts'
import { freePort, signIn } from '../../support/school.ts'
import type { Address } from './client.ts'

/** A server under the same load as the other one. */
export interface Contender {
  readonly name: string
  readonly pid: number
  address(document: string, query?: string): Address
  stop(): Promise<void>
}

export interface Restartable extends Contender {
  /** SIGKILL and a new process on the same folder. */
  restart(): Promise<Restartable>
}

/** The reference server of Yjs: no sign-in, no rights, no history; everything in memory, or with a folder in LevelDB. */
export async function startPeer(folder?: string): Promise<Restartable> {
  const port = await freePort()
  const program = await startProgram(['node_modules/@y/websocket-server/src/server.js'], port, {
    HOST: '127.0.0.1',
    PORT: String(port),
    ...(folder === undefined ? {} : { YPERSISTENCE: folder }),
  })
  return {
    name: `y-websocket-server 0.1.1, ${folder === undefined ? 'memory' : 'LevelDB'}`,
    pid: program.pid,
    address: (document) => ({ port, path: `/${document}`, headers: {} }),
    stop: () => program.end('SIGKILL'),
    async restart() {
      await program.end('SIGKILL')
      return startPeer(folder)
    },
  }
}

export interface School extends Restartable {
  readonly url: string
  readonly token: string
  restart(): Promise<School>
}

/** The sync-server as `npm start` runs it on a fresh demo school, limits lifted; clients are the teacher of mathematics. */
export async function startHocba(flags: readonly string[] = ['--max-semi-space-size=64']): Promise<School> {
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
