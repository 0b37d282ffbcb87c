import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'
import { openWorkshop } from '../../conformance/signing/workshop.ts'
import { partLength } from '../../../signing-agent/src/parts.ts'
import { signedPart, transcriptOf } from './samples.ts'

interface Order {
  readonly parts: number
}

/** Parts made before the clock starts: until then the compilers of both threads are at work, and one thread alone would have the other processor for its own. */
const unmeasured = 48

/** What --max-semi-space-size=64 is to the programs' own threads, which a worker does not inherit: three halves of 64 MiB. */
const nursery = { maxYoungGenerationSizeMb: 192 }

/** Transcripts a second of real time (XML and PDF, six signatures each), the work dealt out to `threads` worker threads. */
export async function transcriptsWith(threads: number, transcripts: number): Promise<number> {
  const parts = Math.ceil(transcripts / threads / partLength)
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL(import.meta.url), { workerData: { parts }, resourceLimits: nursery }),
  )
  await Promise.all(workers.map((worker) => said(worker)))
  const start = performance.now()
  const finished = Promise.all(workers.map((worker) => said(worker)))
  for (const worker of workers) worker.postMessage('start', [])
  await finished
  const elapsed = (performance.now() - start) / 1000
  await Promise.all(workers.map((worker) => worker.terminate()))
  return (parts * partLength * threads) / elapsed
}

const said = (worker: Worker): Promise<void> =>
  new Promise((resolve, reject) => {
    worker.once('message', () => resolve())
    worker.once('error', reject)
  })

/** The whole life of a worker: make keys, warm up, report, wait for the start, work, report. */
export async function work(): Promise<void> {
  const { parts } = workerData as Order
  const workshop = await openWorkshop([])
  const make = (count: number): void => {
    for (let part = 0; part < count; part += 1) signedPart(workshop, part, transcriptOf, ['xml', 'pdf'])
  }
  make(unmeasured)
  parentPort?.once('message', () => {
    make(parts)
    parentPort?.postMessage('done', [])
  })
  await workshop.close()
  parentPort?.postMessage('ready', [])
}

export const inWorker = !isMainThread
