import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

function ticks(pid: number | 'self', fields: readonly number[]): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the program's name and may hold anything; what follows it is the third field.
  const values = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.reduce((sum, field) => sum + Number(values[field - 3]), 0)
}

/** Seconds of processor time that a process has used with all its threads, in user and kernel (Linux only). */
export const cpuSeconds = (pid: number): number => ticks(pid, [14, 15]) / ticksPerSecond

/** The same of all child processes that have ended and been waited for. */
export const childCpuSeconds = (): number => ticks('self', [16, 17]) / ticksPerSecond

/** Seconds of processor time that this process has used. */
export function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
