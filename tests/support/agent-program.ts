import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { freePort } from './school.ts'

const program = fileURLToPath(new URL('../../signing-agent/dist/main.js', import.meta.url))

export interface RunningProgram {
  readonly url: string
  stop(): Promise<void>
}

/** The agent of a paired computer: a data folder of its own, and nothing of the school's environment. */
export async function startAgentAt(dataDir: string): Promise<RunningProgram> {
  const port = await freePort()
  const env = { PATH: process.env['PATH'], HOCBA_DATA_DIR: dataDir, HOCBA_AGENT_PORT: String(port) }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  await heard(child, '"listening"')
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}

function heard(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      if (printed.includes(word)) resolve()
    })
    child.once('exit', (code) => reject(new Error(`the agent ended with ${code}: ${printed}`)))
  })
}
