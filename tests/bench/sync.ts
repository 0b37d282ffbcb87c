/** Hocba against the reference server of Yjs, which keeps everything in memory and asks nobody's right. Linux only. */
import * as Y from 'yjs'
import { figure, median, printTable, quantile, ratio } from './measure/table.ts'
import { type Contender, type School, startHocba, startPeer } from './sync/contender.ts'
import { grids, readDocument, seed } from './sync/crowd.ts'
import { latencies } from './sync/latency.ts'
import { killUnderLoad } from './sync/loss.ts'
import { type Throughput, inFlight, saturate } from './sync/saturate.ts'
import { checkPen } from './sync/check-pen.ts'

const rounds = Number(process.env['HOCBA_BENCH_ROUNDS'] ?? 5)
const seconds = Number(process.env['HOCBA_BENCH_SECONDS'] ?? 3)

checkPen()
const peer = await startPeer()
let school = await startHocba()
for (const grid of grids) await seed(peer, grid, Y.encodeStateAsUpdate(await readDocument(school, grid)))

await compareThroughput(25)
await compareThroughput(2)
await compareLatency(25, 100)
school = await reportLoss(school)
await Promise.all([peer.stop(), school.stop()])
process.exit()

/** Rounds of both in turn, the first of a round changing, medians of each. */
async function interleaved<T>(run: (contender: Contender, grid: string) => Promise<T>): Promise<{ peer: T[]; ours: T[] }> {
  const results = { peer: [] as T[], ours: [] as T[] }
  for (let round = 0; round < rounds; round += 1) {
    const grid = grids[round % grids.length] ?? ''
    const order = round % 2 === 0 ? (['peer', 'ours'] as const) : (['ours', 'peer'] as const)
    for (const who of order) results[who].push(await run(who === 'peer' ? peer : school, grid))
  }
  return results
}

async function compareThroughput(size: number): Promise<void> {
  const results = await interleaved((contender, grid) => saturate(contender, grid, size, seconds))
  const middle = (of: readonly Throughput[], key: keyof Throughput): number => median(of.map((one) => one[key]))
  const row = (name: string, of: readonly Throughput[]): string[] => [
    name,
    figure(middle(of, 'edits')),
    figure(middle(of, 'delivered')),
    ratio(middle(of, 'delivered') / middle(results.peer, 'delivered')),
    figure(middle(of, 'perCpu')),
    ratio(middle(of, 'perCpu') / middle(results.peer, 'perCpu')),
    ratio(middle(of, 'serverBusy')),
    ratio(middle(of, 'generatorBusy')),
  ]
  printTable(
    `${size} clients on one document, saturated (${inFlight} edits on their way), ${rounds} rounds of ${seconds} s, medians`,
    ['', 'edits/s', 'delivered/s', 'ratio', 'delivered/CPU-s', 'ratio', 'CPUs: server', 'generator'],
    [row(peer.name, results.peer), row(school.name, results.ours)],
  )
}

async function compareLatency(size: number, rate: number): Promise<void> {
  const results = await interleaved((contender, grid) => latencies(contender, grid, size, rate, seconds))
  const row = (name: string, of: readonly (readonly number[])[]): string[] => [
    name,
    ...[0.5, 0.99].map((share) => median(of.map((samples) => quantile(samples, share))).toFixed(1)),
    figure(of.flat().length),
  ]
  printTable(
    `${rate} edits a second in all from ${size} clients at fixed moments (open loop): from sending to each receipt, medians of rounds`,
    ['', 'p50 ms', 'p99 ms', 'receipts'],
    [row(peer.name, results.peer), row(school.name, results.ours)],
  )
}

async function reportLoss(running: School): Promise<School> {
  const { acknowledged, rate, lost, restarted } = await killUnderLoad(running, grids[0] ?? '', 25, seconds)
  printTable(
    `25 clients with ?v=1, saturated, SIGKILL after ${seconds} s and a restart: accepted means on disk`,
    ['', 'acknowledged', 'a second', 'of them lost'],
    [
      [peer.name, 'gives none', '–', '–'],
      [running.name, figure(acknowledged), figure(rate), String(lost)],
    ],
  )
  return restarted
}
