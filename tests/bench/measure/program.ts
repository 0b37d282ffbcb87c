import { type ChildProcess, spawn } from 'node:child_process'
import { connect } from 'node:net'

/** A server under measurement, as a real process of its own. */
export interface Program {
  readonly pid: number
  end(signal: NodeJS.Signals): Promise<void>
}

/** Starts a Node program and resolves when its port answers. */
export async function startProgram(args: readonly string[], port: number, env: Readonly<Record<string, string>>): Promise<Program> {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] })
  process.once('exit', () => child.kill('SIGKILL'))
  const { pid } = child
  if (pid === undefined) throw new Error(`could not start ${args.join(' ')}`)
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}`)
    await pause(50)
  }
  return { pid, end: (signal) => end(child, signal) }
}

export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Asks every few milliseconds, for two minutes. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 120_000
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('waited for two minutes in vain')
    await pause(2)
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill(signal)
  })
}
