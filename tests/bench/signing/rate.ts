import { ownCpuSeconds } from '../measure/cpu.ts'

/** How often a second of processor time `work` is done, over at least `seconds` of it. */
export async function rate(work: (n: number) => unknown, seconds: number): Promise<number> {
  const start = ownCpuSeconds()
  let done = 0
  do {
    await work(done)
    done += 1
  } while (ownCpuSeconds() - start < seconds)
  return done / (ownCpuSeconds() - start)
}
