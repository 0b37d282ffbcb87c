/** Hocba against the reference server of Yjs, which keeps everything in memory and asks nobody's right. Linux only. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as Y from 'yjs'
import { figure, median, printTable, quantile, ratio } from './measure/table.ts'
import { type Contender, type Restartable, type School, startHocba, startPeer } from './sync/contender.ts'
import { costOfGate, costOfHistory } from './sync/cost.ts'
import { grids, readDocument, seed } from './sync/crowd.ts'
import { coldLoad, writeHistory } from './sync/history.ts'
import { latencies } from './sync/latency.ts'
import { killUnderLoad } from './sync/loss.ts'
import { type Throughput, inFlight, saturate } from './sync/saturate.ts'
import { checkPen } from './sync/check-pen.ts'

const rounds = Number(process.env['HOCBA_BENCH_ROUNDS'] ?? 5)
const seconds = Number(process.env['HOCBA_BENCH_SECONDS'] ?? 3)
const historyLength = Number(process.env['HOCBA_BENCH_HISTORY'] ?? 100_000)

checkPen()
const peer = await startPeer()
let school = await startHocba()
for (const grid of grids) await seed(peer, grid, Y.encodeStateAsUpdate(await readDocument(school, grid)))

await compareThroughput(25)
await compareThroughput(2)
await compareLatency(25, 100)
school = await reportLoss(school)
await Promise.all([peer.stop(), school.stop()])
await reportCost()
await compareColdLoad()
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

async function reportCost(): Promise<void> {
  const gate = costOfGate(20_000)
  const history = []
  for (const group of [1, 16, 64, 256]) history.push({ group, ...(await costOfHistory(group, group === 1 ? 200 : 12_800)) })
  printTable(
    'Cost of one edit, microseconds',
    ['', 'CPU', 'time'],
    [
      ['Yjs applies it', figure(gate.apply), ''],
      ['gate: grammar, cell, client, value', figure(gate.gate), ''],
      ...history.map(({ group, cpu, time }) => [`history, ${group} to a commit`, figure(cpu), figure(time)]),
    ],
  )
}

/** The same edits by one client to both; then a restart and the first reader, twice: a store may have tidied up meanwhile. */
async function compareColdLoad(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hocba-bench-'))
  const contenders: Restartable[] = [await startPeer(folder), await startHocba()]
  const [grid = ''] = grids
  const [stored, ours] = contenders
  if (stored && ours) await seed(stored, grid, Y.encodeStateAsUpdate(await readDocument(ours, grid)))
  const rows: string[][] = []
  const first: number[] = []
  for (let contender of contenders) {
    await writeHistory(contender, grid, historyLength, 1_900_000_000)
    contender = await contender.restart()
    const cold = await coldLoad(contender, grid)
    contender = await contender.restart()
    const again = await coldLoad(contender, grid)
    first.push(cold.time)
    const shares = [cold.time, again.time].map((time) => ratio(time / (first[0] ?? Number.NaN)))
    rows.push([contender.name, figure(cold.time), shares[0] ?? '', figure(cold.cpu), figure(again.time), shares[1] ?? ''])
    await contender.stop()
  }
  await rm(folder, { recursive: true, force: true })
  printTable(
    `Cold load of a grid with ${figure(historyLength)} edits: restart, first reader, and the same once more`,
    ['', 'ms', 'ratio', 'CPU ms', 'again ms', 'ratio'],
    rows,
  )
}
