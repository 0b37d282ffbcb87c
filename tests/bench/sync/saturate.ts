import { cpuSeconds, ownCpuSeconds } from '../measure/cpu.ts'
import { pause, until } from '../measure/program.ts'
import type { Contender } from './contender.ts'
import { Crowd } from './crowd.ts'

/** One round under full load. */
export interface Throughput {
  /** Edits received by somebody else than their author, a second. */
  readonly delivered: number
  /** The same for each second of processor time of the server. */
  readonly perCpu: number
  /** Edits a second. */
  readonly edits: number
  readonly serverBusy: number
  readonly generatorBusy: number
}

/** How many edits are on their way at any moment, all clients together. */
export const inFlight = 1_000

/**
 * Each client always has its share of edits on their way: the next one leaves when its neighbour has received an earlier one.
 * That needs no acknowledgement, so it is the same load for a server that gives none.
 */
export async function saturate(contender: Contender, grid: string, size: number, seconds: number): Promise<Throughput> {
  let delivered = 0
  let due = 0
  let stopped = false
  const crowd = await Crowd.open(contender, grid, size, {
    onDelivered(author, from, to, receiver) {
      delivered += to - from
      if (receiver !== (author + 1) % size) return
      due -= to - from
      if (stopped) return
      for (let edit = from; edit < to; edit += 1) send(author)
      flushing ??= setImmediate(flush)
    },
  })
  let flushing: NodeJS.Immediate | undefined
  const flush = (): void => {
    flushing = undefined
    crowd.flush()
  }
  const send = (author: number): void => {
    due += 1
    crowd.write(author)
  }
  for (let edit = 0; edit < inFlight; edit += 1) send(edit % size)
  flush()
  await pause(700)
  const before = { delivered, at: performance.now(), server: cpuSeconds(contender.pid), own: ownCpuSeconds() }
  await pause(seconds * 1000)
  const elapsed = (performance.now() - before.at) / 1000
  const [server, own, count] = [cpuSeconds(contender.pid) - before.server, ownCpuSeconds() - before.own, delivered - before.delivered]
  stopped = true
  // What is on its way is waited for, so that the next round does not pay for it.
  await until(() => due <= 0)
  crowd.close()
  return {
    delivered: count / elapsed,
    perCpu: count / server,
    edits: count / elapsed / (size - 1),
    serverBusy: server / elapsed,
    generatorBusy: own / elapsed,
  }
}
