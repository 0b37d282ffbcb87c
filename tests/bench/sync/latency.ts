import { pause, until } from '../measure/program.ts'
import type { Contender } from './contender.ts'
import { Crowd } from './crowd.ts'

/** Milliseconds from sending an edit to each receipt by somebody else, with edits at fixed moments whatever comes back. */
export async function latencies(contender: Contender, grid: string, size: number, rate: number, seconds: number): Promise<number[]> {
  const sent = new Map<string, number>()
  const samples: number[] = []
  const crowd = await Crowd.open(contender, grid, size, {
    onDelivered(author, from, to) {
      const now = performance.now()
      for (let clock = from; clock < to; clock += 1) samples.push(now - (sent.get(`${author} ${clock}`) ?? now))
    },
  })
  const start = performance.now()
  const total = rate * seconds
  for (let edit = 0; edit < total; edit += 1) {
    const wait = start + (edit * 1000) / rate - performance.now()
    if (wait > 0) await pause(wait)
    const { clock } = crowd.write(edit % size)
    sent.set(`${edit % size} ${clock}`, performance.now())
    crowd.flush()
  }
  await until(() => samples.length >= total * (size - 1))
  crowd.close()
  return samples
}
